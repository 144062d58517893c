package org.licensehub.store.number;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/** The layout citizen ID, residence permit and the 2023 foreigner card share: 6 + birth date 8 + 3 + check 1. */
final class PersonNumberLayout {

    /** Nobody who could hold a number was born earlier; demonstration numbers use 1800 to 1849. */
    static final int FIRST_BIRTH_YEAR = 1800;

    private PersonNumberLayout() {
    }

    static Optional<NumberFault> check(String value, Pattern shape) {
        if (value == null || !shape.matcher(value).matches()) {
            return Optional.of(NumberFault.BAD_NUMBER_FORMAT);
        }
        if (CheckCharacters.mod11Radix2(value.substring(0, 17)) != value.charAt(17)) {
            return Optional.of(NumberFault.BAD_CHECK_CHARACTER);
        }
        return parseBirthDate(value).isPresent() ? Optional.empty() : Optional.of(NumberFault.IMPOSSIBLE_BIRTH_DATE);
    }

    static Optional<NumberFault> check(String value, Pattern shape, LocalDate today) {
        return check(value, shape).or(() -> birthDate(value).isAfter(today)
                ? Optional.of(NumberFault.IMPOSSIBLE_BIRTH_DATE) : Optional.empty());
    }

    static LocalDate birthDate(String value) {
        return parseBirthDate(value).orElseThrow();
    }

    private static Optional<LocalDate> parseBirthDate(String value) {
        int year = Integer.parseInt(value.substring(6, 10));
        if (year < FIRST_BIRTH_YEAR) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(year, Integer.parseInt(value.substring(10, 12)),
                    Integer.parseInt(value.substring(12, 14))));
        } catch (DateTimeException notOnTheCalendar) {
            return Optional.empty();
        }
    }
}
