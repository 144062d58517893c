package org.licensehub.store.number;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Unified social credit code (统一社会信用代码), GB 32100: registrar, category, division (6), organisation code (9), check.
 * Public data, printed in clear. The list of registrar and category characters is not enforced: it is extended from
 * time to time and the public copies disagree.
 *
 * @param value 18 characters
 */
public record UnifiedSocialCreditCode(String value) {

    private static final Pattern SHAPE =
            Pattern.compile("[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{8}[0-9X][0-9A-HJ-NPQRTUWXY]");

    /** Refuses anything but a correct code with {@link InvalidNumberException}. */
    public UnifiedSocialCreditCode {
        InvalidNumberException.throwIfPresent(UnifiedSocialCreditCode.class, check(value));
    }

    /** The code, or {@link InvalidNumberException}. */
    public static UnifiedSocialCreditCode parse(String text) {
        return new UnifiedSocialCreditCode(text);
    }

    /** The code, or empty where {@link #check(String)} finds a fault. */
    public static Optional<UnifiedSocialCreditCode> tryParse(String text) {
        return check(text).isPresent() ? Optional.empty() : Optional.of(new UnifiedSocialCreditCode(text));
    }

    /** What is wrong with the text, empty when nothing is; both check characters are examined. */
    public static Optional<NumberFault> check(String text) {
        if (text == null || !SHAPE.matcher(text).matches()) {
            return Optional.of(NumberFault.BAD_NUMBER_FORMAT);
        }
        if (CheckCharacters.creditCode(text.substring(0, 17)) != text.charAt(17)) {
            return Optional.of(NumberFault.BAD_CHECK_CHARACTER);
        }
        return OrganisationCode.check(text.substring(8, 17));
    }

    /** Characters 9 to 17. */
    public OrganisationCode organisationCode() {
        return new OrganisationCode(value.substring(8, 17));
    }

    /** Registering department and category, e.g. 11 agency, 91 enterprise; public copies of the list differ. */
    public String registrarAndCategory() {
        return value.substring(0, 2);
    }

    /** Six digits of the division that registered the body; it may no longer exist. */
    public String divisionDigits() {
        return value.substring(2, 8);
    }

    @Override
    public String toString() {
        return value;
    }
}
