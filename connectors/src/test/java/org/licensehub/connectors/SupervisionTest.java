package org.licensehub.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SupervisionTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private static final class SetClock extends Clock {

        private Instant now = START;

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

    private final SetClock clock = new SetClock();
    private final Supervision supervision = new Supervision("c", "t", clock, () -> false);

    private void failOnce() {
        assertThat(supervision.begin(null, null)).isTrue();
        supervision.failed("down");
        supervision.failed("down again in the same poll");
        supervision.commit(null, null, 1);
    }

    @Test
    void thePauseDoublesFromTheDelayToTheCap() {
        supervision.started();
        supervision.pace(Duration.ofSeconds(5), Duration.ofSeconds(60));
        for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
            failOnce();
            assertThat(supervision.status().nextAttempt()).contains(clock.now.plusSeconds(seconds));
            clock.now = clock.now.plusSeconds(seconds).minusMillis(1);
            assertThat(supervision.begin(null, null)).isFalse();
            clock.now = clock.now.plusMillis(1);
        }
        assertThat(supervision.status().consecutiveFailures()).isEqualTo(6);
    }

    @Test
    void oneGoodPollEndsTheBackOff() {
        supervision.started();
        failOnce();
        clock.now = clock.now.plusSeconds(60);
        assertThat(supervision.begin(null, null)).isTrue();
        supervision.commit(null, null, 1);

        assertThat(supervision.status().state()).isEqualTo(ConnectorStatus.State.RUNNING);
        assertThat(supervision.status().lastSuccess()).contains(clock.now);
        assertThat(supervision.status().lastFailure()).contains("down again in the same poll");
        assertThat(supervision.begin(null, null)).isTrue();
    }

    @Test
    void aReasonNamesClassesAndStatesAndNeverMessages() {
        Exception failure = new IllegalStateException("holder 350205190001010011",
                new SQLException("key (350205190001010011) exists", "23505"));

        assertThat(FailureReason.of(failure)).isEqualTo("IllegalStateException <- SQLException 23505");
    }
}
