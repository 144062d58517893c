package org.licensehub.store.number;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * License identifier (证照标识), GB/T 36904: {@code 1.2.156.3005.2.type.issuer.serial.version.check}. Identifiers made here
 * are always right. Identifiers collected from elsewhere are taken as they are when the form is right: wrong check
 * characters circulate, and so do six-digit division codes in the issuer's place; they are flagged, not refused.
 */
public final class LicenseIdentifier {

    /** Root OID of electronic licenses (电子证照根代码). */
    public static final String ROOT = "1.2.156.3005.2";
    /** Highest version the three digits can hold. */
    public static final int LAST_VERSION = 999;

    private static final Pattern FORM = Pattern.compile(Pattern.quote(ROOT)
            + "\\.([0-9A-Z]{21})\\.([0-9A-Z]{6,18})\\.([0-9A-Z]{1,64})\\.([0-9]{3})\\.([0-9A-Z])");
    private static final Pattern SERIAL = Pattern.compile("[0-9A-Z]{1,64}");
    private static final int CITIZEN_ID_LENGTH = 18;

    private final String typeCode;
    private final String issuerCode;
    private final String serial;
    private final int version;
    private final char checkCharacter;

    private LicenseIdentifier(String typeCode, String issuerCode, String serial, int version, char checkCharacter) {
        this.typeCode = typeCode;
        this.issuerCode = issuerCode;
        this.serial = serial;
        this.version = version;
        this.checkCharacter = checkCharacter;
    }

    /**
     * A new identifier with its check character.
     *
     * @param serial  1 to 64 characters 0-9 A-Z, assigned by the hub; must not be a personal number
     * @param version 1 to 999
     * @throws InvalidNumberException when the serial or the version is outside its range
     */
    public static LicenseIdentifier of(LicenseTypeCode type, UnifiedSocialCreditCode issuer, String serial,
            int version) {
        if (serial == null || !SERIAL.matcher(serial).matches() || version < 1 || version > LAST_VERSION) {
            throw new InvalidNumberException(LicenseIdentifier.class, NumberFault.BAD_NUMBER_FORMAT);
        }
        return new LicenseIdentifier(type.value(), issuer.value(), serial, version,
                computed(type.value(), issuer.value(), serial, version));
    }

    /** The identifier, or {@link InvalidNumberException} where the form is wrong; a wrong check character is kept. */
    public static LicenseIdentifier parse(String text) {
        return tryParse(text).orElseThrow(
                () -> new InvalidNumberException(LicenseIdentifier.class, NumberFault.BAD_NUMBER_FORMAT));
    }

    /** The identifier, or empty where the form is wrong; a wrong check character is kept. */
    public static Optional<LicenseIdentifier> tryParse(String text) {
        Matcher form = text == null ? null : FORM.matcher(text);
        if (form == null || !form.matches() || "000".equals(form.group(4))) {
            return Optional.empty();
        }
        return Optional.of(new LicenseIdentifier(form.group(1), form.group(2), form.group(3),
                Integer.parseInt(form.group(4)), form.group(5).charAt(0)));
    }

    /** False for a collected identifier whose check character does not belong to it; never for one made here. */
    public boolean checkCharacterCorrect() {
        return checkCharacter == computed(typeCode, issuerCode, serial, version);
    }

    /** The same license, issued again: version one higher. Throws {@link IllegalStateException} after version 999. */
    public LicenseIdentifier nextVersion() {
        if (version == LAST_VERSION) {
            throw new IllegalStateException("A license identifier ends at version " + LAST_VERSION);
        }
        return new LicenseIdentifier(typeCode, issuerCode, serial, version + 1,
                computed(typeCode, issuerCode, serial, version + 1));
    }

    /** 21 characters; in a collected identifier not necessarily a correct {@link LicenseTypeCode}. */
    public String typeCode() {
        return typeCode;
    }

    /** Usually a unified social credit code; in a collected identifier possibly a division code or a wrong one. */
    public String issuerCode() {
        return issuerCode;
    }

    /** Serial (流水号), 1 to 64 characters 0-9 A-Z. */
    public String serial() {
        return serial;
    }

    /** Version (版本号), 1 to 999. */
    public int version() {
        return version;
    }

    public char checkCharacter() {
        return checkCharacter;
    }

    /** Whether a citizen ID is hidden in the serial, as with issuers that use the license number as serial. */
    public boolean holdsPersonalNumber() {
        for (int start = 0; start + CITIZEN_ID_LENGTH <= serial.length(); start++) {
            if (HolderCode.check(HolderCodeType.CITIZEN_ID, serial.substring(start, start + CITIZEN_ID_LENGTH))
                    .isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The dotted form, complete. */
    public String value() {
        return written(serial);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LicenseIdentifier that && value().equals(that.value());
    }

    @Override
    public int hashCode() {
        return Objects.hash(typeCode, issuerCode, serial, version, checkCharacter);
    }

    /** The dotted form; the serial is masked when it {@link #holdsPersonalNumber()}. */
    @Override
    public String toString() {
        return written(holdsPersonalNumber() ? "*".repeat(serial.length()) : serial);
    }

    private String written(String shownSerial) {
        return ROOT + '.' + typeCode + '.' + issuerCode + '.' + shownSerial + '.' + threeDigits(version) + '.'
                + checkCharacter;
    }

    private static char computed(String typeCode, String issuerCode, String serial, int version) {
        return CheckCharacters.mod37Radix36(typeCode + issuerCode + serial + threeDigits(version));
    }

    private static String threeDigits(int version) {
        return (version < 10 ? "00" : version < 100 ? "0" : "") + version;
    }
}
