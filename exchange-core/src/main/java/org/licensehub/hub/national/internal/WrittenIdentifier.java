package org.licensehub.hub.national.internal;

import java.util.Locale;
import java.util.Optional;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.number.LicenseIdentifier;

/** License identifiers (GB/T 36904) as clients write them: with or without the root, with or without dots. */
final class WrittenIdentifier {

    private static final String ROOT_WITHOUT_DOTS = LicenseIdentifier.ROOT.replace(".", "");
    private static final int TYPE = 21;
    private static final int ISSUER = 18;
    private static final int VERSION_AND_CHECK = 4;

    private WrittenIdentifier() {
    }

    /**
     * The dotted form with its root.
     *
     * @throws ProblemException if it is blank, or no identifier however it is read
     */
    static String canonical(String written) {
        String text = ShareRequests.required("certIdentifier", written).toUpperCase(Locale.ROOT);
        return LicenseIdentifier.tryParse(text).or(() -> LicenseIdentifier.tryParse(LicenseIdentifier.ROOT + '.' + text))
                .or(() -> withoutDots(text)).map(LicenseIdentifier::value).orElseThrow(() -> ProblemException.invalid("data.certIdentifier",
                        "bad_identifier", "不是电子证照标识", "is no license identifier"));
    }

    /** From both ends: only the serial has no fixed length. An issuer code of other than 18 characters cannot be told from it. */
    private static Optional<LicenseIdentifier> withoutDots(String text) {
        String parts = text.startsWith(ROOT_WITHOUT_DOTS) ? text.substring(ROOT_WITHOUT_DOTS.length()) : text;
        int version = parts.length() - VERSION_AND_CHECK;
        if (parts.indexOf('.') >= 0 || version <= TYPE + ISSUER) {
            return Optional.empty();
        }
        return LicenseIdentifier.tryParse(String.join(".", LicenseIdentifier.ROOT, parts.substring(0, TYPE), parts.substring(TYPE, TYPE + ISSUER),
                parts.substring(TYPE + ISSUER, version), parts.substring(version, version + 3), parts.substring(version + 3)));
    }
}
