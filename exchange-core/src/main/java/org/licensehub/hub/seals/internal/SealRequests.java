package org.licensehub.hub.seals.internal;

import java.util.UUID;
import java.util.regex.Pattern;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.seals.SealApplication;
import org.licensehub.hub.seals.SealKind;
import org.licensehub.store.number.UnifiedSocialCreditCode;

/** What callers send about seals, checked. */
final class SealRequests {

    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_REASON = 500;
    private static final Pattern FILING_NUMBER = Pattern.compile("[A-Za-z0-9-]{1,50}");
    /** Names go unencrypted into the register and onto the picture: nothing that could be a person's number. */
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9０-９]{11}");

    private SealRequests() {
    }

    /** @param diameterMm whole millimetres; absent: 45 for a people's government, else 42; @param star absent: for all but governments */
    record NewSeal(String ownerName, String ownerCode, SealKind kind, Integer diameterMm, Boolean star, String reason) {

        SealApplication checked() {
            requireName(ownerName);
            requireCode(ownerCode);
            requireKind(kind);
            requireDiameter(diameterMm);
            return new SealApplication(ownerName.strip(), ownerCode, kind,
                    diameterMm == null ? SealApplication.usualDiameter(ownerName.strip()) : diameterMm,
                    star == null ? !SealApplication.isGovernment(ownerName.strip()) : star, null, null, requireReason(reason));
        }
    }

    /** What is to differ; absent: as before. */
    record Change(String ownerName, Integer diameterMm, Boolean star, String reason) {

        Change checked() {
            if (ownerName != null) {
                requireName(ownerName);
            }
            requireDiameter(diameterMm);
            requireReason(reason);
            return this;
        }
    }

    /** @param receiptId of a pushed record; @param licenseIdentifier of an issued license; one of the two */
    record WithLicense(UUID receiptId, String licenseIdentifier, SealKind kind, String reason) {

        WithLicense checked() {
            if ((receiptId == null) == (licenseIdentifier == null)) {
                throw ProblemException.invalid("receiptId", "missing_field", "须给出回执编号或证照标识之一", "give either the receipt or the license identifier");
            }
            requireKind(kind);
            requireReason(reason);
            return this;
        }
    }

    record Reason(String reason) {
    }

    record Filing(String filingNumber, String reason) {

        Filing checked() {
            if (filingNumber == null || !FILING_NUMBER.matcher(filingNumber).matches()) {
                throw ProblemException.invalid("filingNumber", "missing_field", "须给出备案编号：1 到 50 位字母、数字及 -",
                        "is required: 1 to 50 letters, digits and -");
            }
            return this;
        }
    }

    static String requireReason(String reason) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0) {
            throw ProblemException.invalid("reason", "missing_field", "须说明理由，不超过 500 字", "is required, at most 500 characters");
        }
        return reason;
    }

    private static void requireKind(SealKind kind) {
        if (kind == null) {
            throw ProblemException.invalid("kind", "missing_field", "须说明印章类别", "is required");
        }
    }

    private static void requireName(String name) {
        boolean printable = name != null && name.codePoints().noneMatch(Character::isISOControl);
        if (!printable || name.isBlank() || name.length() > LONGEST_NAME || LONG_NUMBER.matcher(name).find()) {
            throw ProblemException.invalid("ownerName", "missing_field", "须为单位名称，不超过 40 字", "must be the name of an organisation, at most 40 characters");
        }
    }

    private static void requireCode(String code) {
        if (code != null && UnifiedSocialCreditCode.check(code).isPresent()) {
            throw ProblemException.invalid("ownerCode", "bad_number", "不是正确的统一社会信用代码", "is no unified social credit code");
        }
    }

    private static void requireDiameter(Integer diameter) {
        if (diameter != null && (diameter < SealApplication.SMALLEST_MM || diameter > SealApplication.LARGEST_MM)) {
            throw ProblemException.invalid("diameterMm", "out_of_range", "直径 35 到 45 毫米", "35 to 45 millimetres");
        }
    }
}
