package org.licensehub.hub.api;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.licensehub.store.number.CheckCharacters;

/** Holder numbers with right check characters that belong to nobody, each given out once and remembered for the leak checks. */
final class Numbers {

    private static final LocalDate FIRST_BIRTH = LocalDate.of(1850, 1, 1);
    private static final int SEQUENCES = 1000;
    private static final int FIRST_BODY = 20_000;

    private static final AtomicInteger PERSONS = new AtomicInteger();
    private static final AtomicInteger DAYS = new AtomicInteger();
    private static final AtomicInteger ORGANISATIONS = new AtomicInteger();
    private static final Set<String> PERSONAL = ConcurrentHashMap.newKeySet();

    private Numbers() {
    }

    /** A citizen ID number; births from 1850, which no living holder has and the demo does not use. */
    static String ofPerson() {
        int next = PERSONS.getAndIncrement();
        String body = "350205" + FIRST_BIRTH.plusDays(next / SEQUENCES).format(DateTimeFormatter.BASIC_ISO_DATE)
                + "%03d".formatted(next % SEQUENCES);
        return personal(body + CheckCharacters.mod11Radix2(body));
    }

    /** Of people born on one day in one place, one after the other, no matter what else asks for numbers meanwhile. */
    static List<String> inSequence(int count) {
        String beginning = "350205" + FIRST_BIRTH.minusDays(1 + DAYS.getAndIncrement()).format(DateTimeFormatter.BASIC_ISO_DATE);
        return IntStream.range(0, count).mapToObj(i -> beginning + "%03d".formatted(i)).map(body -> personal(body + CheckCharacters.mod11Radix2(body))).toList();
    }

    static String ofOrganisation() {
        String body = "DEM" + (FIRST_BODY + ORGANISATIONS.getAndIncrement());
        String head = "91350205" + body + CheckCharacters.organisationCode(body);
        return head + CheckCharacters.creditCode(head);
    }

    /** The number with another last character. */
    static String withWrongCheck(String number) {
        String wrong = number.substring(0, number.length() - 1) + (number.endsWith("1") ? '2' : '1');
        return number.startsWith("91") ? wrong : personal(wrong);
    }

    /** Every personal number that a test had in hands. */
    static Set<String> personal() {
        return PERSONAL;
    }

    private static String personal(String number) {
        PERSONAL.add(number);
        return number;
    }
}
