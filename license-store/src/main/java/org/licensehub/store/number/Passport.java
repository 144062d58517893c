package org.licensehub.store.number;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Passport number of any country (护照号): 5 to 9 capital letters and digits with at least one digit (ICAO 9303 allows
 * nine). It carries no check character; the machine-readable zone does, see {@link CheckCharacters#mrz}.
 *
 * @param value the number in clear; never log it
 */
public record Passport(String value) {

    private static final Pattern SHAPE = Pattern.compile("(?=[A-Z]*[0-9])[A-Z0-9]{5,9}");
    private static final Pattern CHINESE_ORDINARY = Pattern.compile("E([0-9]|[A-HJ-NP-Z])[0-9]{7}|G[0-9]{8}");

    /** Refuses anything but a correctly formed number with {@link InvalidNumberException}. */
    public Passport {
        InvalidNumberException.throwIfPresent(Passport.class, check(value));
    }

    /** The number, or {@link InvalidNumberException}. */
    public static Passport parse(String text) {
        return new Passport(text);
    }

    /** The number, or empty where {@link #check(String)} finds a fault. */
    public static Optional<Passport> tryParse(String text) {
        return check(text).isPresent() ? Optional.empty() : Optional.of(new Passport(text));
    }

    /** What is wrong with the text, empty when nothing is. */
    public static Optional<NumberFault> check(String text) {
        return text != null && SHAPE.matcher(text).matches()
                ? Optional.empty() : Optional.of(NumberFault.BAD_NUMBER_FORMAT);
    }

    /** Whether the number has the form of an ordinary Chinese passport: E or the older G series. */
    public boolean chineseOrdinaryForm() {
        return CHINESE_ORDINARY.matcher(value).matches();
    }

    /** Masked form, safe to show. */
    @Override
    public String toString() {
        return MaskedNumber.of(value);
    }
}
