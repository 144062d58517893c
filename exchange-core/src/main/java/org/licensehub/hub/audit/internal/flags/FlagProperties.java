package org.licensehub.hub.audit.internal.flags;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * From when on something is a flag, prefix {@code licensehub.audit.flags}.
 *
 * @param zone by whose clock hours and days are counted
 * @param exempt callers that a kind does not concern, such as a public portal with OFF_HOURS
 */
@ConfigurationProperties("licensehub.audit.flags")
record FlagProperties(@DefaultValue("Asia/Shanghai") ZoneId zone, @DefaultValue NoCase noCase, @DefaultValue ManyHolders manyHolders,
        @DefaultValue OffHours offHours, @DefaultValue Rise rise, @DefaultValue Enumeration enumeration, @DefaultValue Sequence sequence,
        @DefaultValue Map<FlagKind, Set<String>> exempt) {

    /**
     * @param records of one operator in a day
     * @param placeholders case numbers that stand for none, whatever their letter case
     */
    record NoCase(@DefaultValue("1") int records, @DefaultValue({"123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "test1", "测试1"})
            Set<String> placeholders) {

        private static final int FEWEST = 3;

        NoCase {
            require(records >= 1, "no-case.records");
        }

        /** A number has a digit in it, is longer than two letters and digits, and is not one of them over and over again. */
        boolean isNone(String caseNumber) {
            if (caseNumber == null) {
                return true;
            }
            int[] telling = caseNumber.toLowerCase(Locale.ROOT).codePoints().filter(Character::isLetterOrDigit).toArray();
            String plain = new String(telling, 0, telling.length);
            return telling.length < FEWEST || plain.chars().noneMatch(Character::isDigit) || plain.codePoints().distinct().count() == 1
                    || placeholders.stream().anyMatch(plain::equalsIgnoreCase);
        }
    }

    /** @param hour different holders of one operator in an hour; @param day in a day */
    record ManyHolders(@DefaultValue("60") int hour, @DefaultValue("300") int day) {

        ManyHolders {
            require(hour >= 2 && day >= 2, "many-holders");
        }
    }

    /**
     * @param records of one operator in a day
     * @param begin first moment of a working day; @param end moment after its last
     * @param holidays days off that are working days otherwise; @param workdays the other way round (调休上班)
     */
    record OffHours(@DefaultValue("1") int records, @DefaultValue("07:30") LocalTime begin, @DefaultValue("19:00") LocalTime end,
            @DefaultValue({"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"}) Set<DayOfWeek> days, @DefaultValue Set<LocalDate> holidays,
            @DefaultValue Set<LocalDate> workdays) {

        OffHours {
            require(records >= 1, "off-hours.records");
            require(begin.isBefore(end), "off-hours.begin");
        }

        boolean contains(Instant at, ZoneId zone) {
            ZonedDateTime local = at.atZone(zone);
            LocalDate day = local.toLocalDate();
            boolean working = workdays.contains(day) || days.contains(day.getDayOfWeek()) && !holidays.contains(day);
            return !working || local.toLocalTime().isBefore(begin) || !local.toLocalTime().isBefore(end);
        }
    }

    /**
     * @param times the usual number of records that are too many
     * @param leastInHour records below which an hour is no rise; @param leastInDay the same for a day
     * @param days how far back the usual is looked for
     * @param leastPast fewest earlier days, or hours, with records, before anything is called usual
     */
    record Rise(@DefaultValue("5") int times, @DefaultValue("200") int leastInHour, @DefaultValue("1000") int leastInDay, @DefaultValue("28") int days,
            @DefaultValue("5") int leastPast) {

        Rise {
            require(times >= 2 && leastInHour >= 1 && leastInDay >= 1 && days >= 1 && leastPast >= 1, "rise");
        }
    }

    /** @param holders different holders of one caller within {@code days} */
    record Enumeration(@DefaultValue("50000") int holders, @DefaultValue("30") int days) {

        Enumeration {
            require(holders >= 2 && days >= 1, "enumeration");
        }
    }

    /** @param run how many numbers in sequence, one or two apart */
    record Sequence(@DefaultValue("5") int run) {

        Sequence {
            require(run >= 3, "sequence.run");
        }
    }

    private static void require(boolean sensible, String what) {
        if (!sensible) {
            throw new IllegalArgumentException("licensehub.audit.flags." + what + " 取值无效 / is out of range");
        }
    }

    boolean concerns(FlagKind kind, String caller) {
        return !exempt.getOrDefault(kind, Set.of()).contains(caller);
    }

    /** How many days back something is still looked at. */
    int memory() {
        return Math.max(rise.days(), enumeration.days()) + 1;
    }
}
