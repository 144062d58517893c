package org.licensehub.store.number;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Citizen identity number (公民身份号码), GB 11643: 18 characters, check character upper case X where it is ten.
 * Residence permits of Hong Kong, Macau and Taiwan residents share the layout but are {@link ResidencePermit}s.
 *
 * @param value the number in clear; never log it
 */
public record CitizenId(String value) {

    // 8 and 9 are taken by residence permits and foreigner cards.
    private static final Pattern SHAPE = Pattern.compile("[1-7][0-9]{16}[0-9X]");

    /** Refuses anything but a correct number with {@link InvalidNumberException}. */
    public CitizenId {
        InvalidNumberException.throwIfPresent(CitizenId.class, check(value));
    }

    /** The number, or {@link InvalidNumberException}. */
    public static CitizenId parse(String text) {
        return new CitizenId(text);
    }

    /** The number, or empty where {@link #check(String)} finds a fault. */
    public static Optional<CitizenId> tryParse(String text) {
        return check(text).isPresent() ? Optional.empty() : Optional.of(new CitizenId(text));
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

    /** County-level division where the number was first given out; it may no longer exist. */
    public String divisionDigits() {
        return value.substring(0, 6);
    }

    /** Masked form, safe to show. */
    @Override
    public String toString() {
        return MaskedNumber.of(value);
    }
}
