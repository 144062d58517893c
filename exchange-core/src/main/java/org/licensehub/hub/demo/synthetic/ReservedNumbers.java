package org.licensehub.hub.demo.synthetic;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.licensehub.store.number.CheckCharacters;

/**
 * Numbers with correct check characters that belong to nobody. ID numbers carry births from 1800 to 1849: numbers have
 * been given out since 1984, when nobody born before 1850 was alive. Organisation bodies are DEM and five digits, which no
 * registrar has used. Every number is given out once.
 */
final class ReservedNumbers {

    private static final int FIRST_YEAR = 1800;
    private static final int YEARS = 50;
    private static final int FIRST_BODY = 10_000;
    private static final int BODIES = 90_000;

    private final Random random;
    private final Set<String> given = new HashSet<>();

    ReservedNumbers(Random random) {
        this.random = random;
    }

    LocalDate birthDate() {
        return LocalDate.ofYearDay(FIRST_YEAR + random.nextInt(YEARS), 1 + random.nextInt(365));
    }

    /** The prefix is a district, or 810000, 820000, 830000 for a residence permit. */
    String personNumber(String prefix, LocalDate birthDate, boolean male) {
        String number;
        do {
            int sequence = 2 * random.nextInt(500) + (male ? 1 : 0);
            number = personNumber(prefix, birthDate.format(DateTimeFormatter.BASIC_ISO_DATE), sequence);
        } while (!given.add(number));
        return number;
    }

    /** A number whose holder was born on 30 February. */
    String impossiblePersonNumber(String prefix) {
        String number;
        do {
            number = personNumber(prefix, FIRST_YEAR + random.nextInt(YEARS) + "0230", random.nextInt(1000));
        } while (!given.add(number));
        return number;
    }

    String creditCode(String district) {
        String code;
        do {
            String body = "DEM" + (FIRST_BODY + random.nextInt(BODIES));
            String head = "91" + district + body + CheckCharacters.organisationCode(body);
            code = head + CheckCharacters.creditCode(head);
        } while (!given.add(code));
        return code;
    }

    /** Eleven digits that begin with 100, which is no mobile prefix. */
    String mobile() {
        return "100%08d".formatted(random.nextInt(100_000_000));
    }

    private static String personNumber(String prefix, String birth, int sequence) {
        String body = prefix + birth + "%03d".formatted(sequence);
        return body + CheckCharacters.mod11Radix2(body);
    }
}
