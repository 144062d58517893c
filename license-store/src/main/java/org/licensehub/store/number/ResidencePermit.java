package org.licensehub.store.number;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Residence permit number of Hong Kong (810000), Macau (820000) and Taiwan (830000) residents (港澳台居民居住证): layout and
 * check of the citizen ID.
 *
 * @param value the number in clear; never log it
 */
public record ResidencePermit(String value) {

    private static final Pattern SHAPE = Pattern.compile("8[123]0000[0-9]{11}[0-9X]");

    /** Refuses anything but a correct number with {@link InvalidNumberException}. */
    public ResidencePermit {
        InvalidNumberException.throwIfPresent(ResidencePermit.class, check(value));
    }

    /** The number, or {@link InvalidNumberException}. */
    public static ResidencePermit parse(String text) {
        return new ResidencePermit(text);
    }

    /** The number, or empty where {@link #check(String)} finds a fault. */
    public static Optional<ResidencePermit> tryParse(String text) {
        return check(text).isPresent() ? Optional.empty() : Optional.of(new ResidencePermit(text));
    }

    /** What is wrong with the text, empty when nothing is. */
    public static Optional<NumberFault> check(String text) {
        return PersonNumberLayout.check(text, SHAPE);
    }

    /** As {@link #check(String)}, and the birth date must not be after {@code today}. */
    public static Optional<NumberFault> check(String text, LocalDate today) {
        return PersonNumberLayout.check(text, SHAPE, today);
    }

    /** Birth date, from 1800 on. */
    public LocalDate birthDate() {
        return PersonNumberLayout.birthDate(value);
    }

    /** Masked form, safe to show. */
    @Override
    public String toString() {
        return MaskedNumber.of(value);
    }
}
