package org.licensehub.hub.audit.internal.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

class FlagPropertiesTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private final FlagProperties.NoCase noCase = new FlagProperties.NoCase(1, Set.of("123456", "test1"));
    private final FlagProperties.OffHours offHours = new FlagProperties.OffHours(1, LocalTime.of(7, 30), LocalTime.of(19, 0),
            Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY), Set.of(LocalDate.of(2026, 10, 1)),
            Set.of(LocalDate.of(2026, 10, 10)));

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "无", "没有编号", "-", "--", "/", "none", "0", "1", "00", "00000000", "1111", "123456", "TEST-1", "case"})
    void noCaseNumberAndWhatStandsForNone(String text) {
        assertThat(noCase.isNone(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-1", "CASE-2026-0001", "闽厦办20260001", "LS-1b2", "1234567890123"})
    void caseNumbers(String text) {
        assertThat(noCase.isNone(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2026-11-20T07:29:59+08:00, true", "2026-11-20T07:30:00+08:00, false", "2026-11-20T18:59:59+08:00, false", "2026-11-20T19:00:00+08:00, true",
        "2026-11-21T10:00:00+08:00, true", "2026-10-01T10:00:00+08:00, true", "2026-10-10T10:00:00+08:00, false"})
    void workingHoursHolidaysAndDaysThatAreWorkedInstead(String at, boolean off) {
        assertThat(offHours.contains(java.time.OffsetDateTime.parse(at).toInstant(), ZONE)).isEqualTo(off);
    }

    /** As it stands in docs/flags.md. */
    @Test
    void configurationIsReadAsItIsWritten() {
        Map<String, String> written = new HashMap<>(Map.of("zone", "Asia/Urumqi", "no-case.records", "7", "off-hours.begin", "08:15", "off-hours.holidays[0]", "2026-10-01",
                "off-hours.workdays[0]", "2026-10-10", "rise.least-in-day", "11", "enumeration.holders", "12", "sequence.run", "6", "exempt.OFF_HOURS[0]",
                "public-portal"));
        Map<String, String> named = new HashMap<>();
        written.forEach((name, value) -> named.put("licensehub.audit.flags." + name, value));
        FlagProperties read = new Binder(List.of(new MapConfigurationPropertySource(named)), null, ApplicationConversionService.getSharedInstance())
                .bind("licensehub.audit.flags", FlagProperties.class).get();
        assertThat(read.zone()).isEqualTo(ZoneId.of("Asia/Urumqi"));
        assertThat(read.noCase().records()).isEqualTo(7);
        assertThat(read.offHours().begin()).isEqualTo(LocalTime.of(8, 15));
        assertThat(read.offHours().holidays()).containsExactly(LocalDate.of(2026, 10, 1));
        assertThat(read.manyHolders().hour()).as("not configured").isEqualTo(60);
        assertThat(read.concerns(FlagKind.OFF_HOURS, "public-portal")).isFalse();
        assertThat(read.concerns(FlagKind.MANY_HOLDERS, "public-portal")).isTrue();
        assertThatThrownBy(() -> new FlagProperties.Sequence(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hoursAndDaysBeginByTheClockOnTheWall() {
        Instant at = Instant.parse("2026-11-20T16:30:00Z");
        assertThat(FlagPeriod.DAY.startOf(at, ZONE)).isEqualTo(Instant.parse("2026-11-20T16:00:00Z"));
        assertThat(FlagPeriod.HOUR.startOf(at, ZONE)).isEqualTo(Instant.parse("2026-11-20T16:00:00Z"));
    }
}
