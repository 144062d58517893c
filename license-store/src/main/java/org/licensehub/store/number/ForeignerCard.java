package org.licensehub.store.number;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Number of a foreigner's permanent residence card (外国人永久居留身份证): the 2017 form of three letters and twelve digits, or
 * the 2023 form of 18 characters that starts with 9 and has birth date and check of the citizen ID.
 *
 * @param value the number in clear; never log it
 */
public record ForeignerCard(String value) {

    private static final Pattern SHAPE_2017 = Pattern.compile("[A-Z]{3}[0-9]{12}");
    private static final Pattern SHAPE_2023 = Pattern.compile("9[0-9]{16}[0-9X]");

    /** Refuses anything but a correct number with {@link InvalidNumberException}. */
    public ForeignerCard {
        InvalidNumberException.throwIfPresent(ForeignerCard.class, check(value));
    }

    /** The number, or {@link InvalidNumberException}. */
    public static ForeignerCard parse(String text) {
        return new ForeignerCard(text);
    }

    /** The number, or empty where {@link #check(String)} finds a fault. */
    public static Optional<ForeignerCard> tryParse(String text) {
        return check(text).isPresent() ? Optional.empty() : Optional.of(new ForeignerCard(text));
    }

    /** What is wrong with the text, empty when nothing is. */
    public static Optional<NumberFault> check(String text) {
        if (text != null && text.length() == 15) {
            return SHAPE_2017.matcher(text).matches() ? Optional.empty() : Optional.of(NumberFault.BAD_NUMBER_FORMAT);
        }
        return PersonNumberLayout.check(text, SHAPE_2023);
    }

    /**
     * False only for a 2017 number whose last digit breaks the 7-3-1 rule. That rule is not confirmed by a public text
     * for this card, so it is a hint and not a reason to refuse.
     */
    public boolean checkCharacterPlausible() {
        return value.length() == 18 || CheckCharacters.mrz(value.substring(0, 14)) == value.charAt(14);
    }

    /** Masked form, safe to show. */
    @Override
    public String toString() {
        return MaskedNumber.of(value);
    }
}
