package org.licensehub.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.store.number.CheckCharacters;

/** Numbers in sequence are noticed while they are asked for, and nothing else is. */
class NumberRunsTest {

    private static final int RUN = 5;
    private final SettableClock clock = new SettableClock();
    private final NumberRuns runs = new NumberRuns(RUN, 4, clock);
    private long position;

    /** A clock that is told what time it is. */
    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-11-20T02:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static String number(int day, int tail) {
        String body = "3502051850" + "%04d".formatted(day) + "%03d".formatted(tail);
        return body + CheckCharacters.mod11Radix2(body);
    }

    private void ask(String caller, String operator, int day, int... tails) {
        for (int tail : tails) {
            runs.asked(caller, operator, number(day, tail), position++);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, -1, -2})
    void numbersOneOrTwoApartAreNoticedUpwardsAndDownwards(int step) {
        ask("caller", "operator", 101, IntStream.range(0, RUN).map(i -> 500 + i * step).toArray());
        assertThat(runs.take()).containsExactly(new NumberRuns.Noticed("caller", "operator", 0, RUN - 1, RUN));
        assertThat(runs.take()).isEmpty();
    }

    @Test
    void runIsToldAgainWhenItHasDoubled() {
        ask("caller", "operator", 101, IntStream.range(1, 25).toArray());
        assertThat(runs.take()).extracting(NumberRuns.Noticed::length).containsExactly(5, 10, 20);
    }

    @Test
    void whatIsBetweenDoesNotHideARunNorDoesAnotherOperatorOfTheSameCaller() {
        for (int i = 0; i < RUN; i++) {
            ask("caller", "operator-" + i, 101, 10 + i, 10 + i);
            ask("caller", "operator", 101, 700 + 50 * i);
            ask("caller", "operator", 201 + i, 10);
            ask("other", "operator", 101, 800 - 3 * i);
        }
        assertThat(runs.take()).singleElement().satisfies(run -> {
            assertThat(run.caller()).isEqualTo("caller");
            assertThat(run.operator()).as("several").isEmpty();
        });
    }

    @Test
    void oneLessThanARunOthersInterestsAndNumbersFartherApartAreNotNoticed() {
        ask("caller", "operator", 101, 1, 2, 3, 4);
        ask("caller", "operator", 102, 1, 4, 7, 10, 13, 16);
        ask("caller", "operator", 103, 1, 2, 1, 2, 1, 2, 1);
        ask("a", "operator", 104, 1, 3, 5);
        ask("b", "operator", 104, 2, 4, 6);
        for (String other : List.of("91350205DEM000065M", "E12345678", "", "35020518500101001", "x".repeat(18))) {
            IntStream.range(0, 9).forEach(i -> runs.asked("caller", "operator", other, i));
        }
        assertThat(runs.take()).isEmpty();
    }

    @Test
    void anHourLaterItIsAnotherRun() {
        ask("caller", "operator", 101, 1, 2, 3);
        clock.now = clock.now.plus(Duration.ofMinutes(62));
        ask("caller", "operator", 101, 4, 5);
        assertThat(runs.take()).isEmpty();
    }

    /** Sixteen places here, and thousands who pass through. */
    @Test
    void runThatHasBegunOutlastsThoseWhoComeOnce() {
        ask("caller", "operator", 101, 1, 2);
        IntStream.range(0, 5000).forEach(i -> ask("caller-" + i, "operator", 201 + i % 500, i % 900));
        ask("caller", "operator", 101, 3, 4, 5);
        assertThat(runs.take()).extracting(NumberRuns.Noticed::caller).containsExactly("caller");
    }

    @Test
    void memoryOfWhatWasNoticedHasAnEnd() {
        IntStream.range(0, 2000).forEach(i -> ask("caller-" + i, "operator", 101, 1, 2, 3, 4, 5));
        assertThat(runs.take()).hasSize(1000);
    }
}
