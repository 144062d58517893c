package org.licensehub.store.number;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Organisation code (组织机构代码), GB 11714: eight characters and a check character, without hyphen. Public data.
 *
 * @param value nine characters
 */
public record OrganisationCode(String value) {

    private static final Pattern SHAPE = Pattern.compile("[0-9A-Z]{8}[0-9X]");

    /** Refuses anything but a correct code with {@link InvalidNumberException}. */
    public OrganisationCode {
        InvalidNumberException.throwIfPresent(OrganisationCode.class, check(value));
    }

    /** The code, or {@link InvalidNumberException}; the written form with a hyphen before the check is accepted. */
    public static OrganisationCode parse(String text) {
        return new OrganisationCode(withoutHyphen(text));
    }

    /** The code, or empty where it is not correct. */
    public static Optional<OrganisationCode> tryParse(String text) {
        String bare = withoutHyphen(text);
        return check(bare).isPresent() ? Optional.empty() : Optional.of(new OrganisationCode(bare));
    }

    /** What is wrong with the nine-character text, empty when nothing is. */
    public static Optional<NumberFault> check(String text) {
        if (text == null || !SHAPE.matcher(text).matches()) {
            return Optional.of(NumberFault.BAD_NUMBER_FORMAT);
        }
        return CheckCharacters.organisationCode(text.substring(0, 8)) == text.charAt(8)
                ? Optional.empty() : Optional.of(NumberFault.BAD_CHECK_CHARACTER);
    }

    private static String withoutHyphen(String text) {
        return text != null && text.length() == 10 && text.charAt(8) == '-'
                ? text.substring(0, 8) + text.charAt(9) : text;
    }

    @Override
    public String toString() {
        return value;
    }
}
