package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {

    @Test
    void isPerSecondAndHasNoMoreBurstThanCallsIfNothingElseIsSaid() {
        assertThat(new Rate(7, null, null)).isEqualTo(new Rate(7, Duration.ofSeconds(1), 7L));
    }

    @ParameterizedTest
    @CsvSource({"0, PT1S, 1", "-1, PT1S, 1", "1, PT1S, 0", "1, PT0S, 1", "1, PT0.0001S, 1", "1, PT25H, 1", "1, PT1H, 25", "2000000000, PT1S, 1", "1000, PT0.001S, 9223372036854775807"})
    void limitThatMakesNoSenseStopsTheStart(long calls, Duration per, long burst) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(calls, per, burst));
    }

    @Test
    void shareHasRoomForOne() {
        assertThat(new Rate(600, Duration.ofMinutes(1), 600L).share(10)).isEqualTo(new Rate(60, Duration.ofMinutes(1), 60L));
        assertThat(new Rate(3, Duration.ofMinutes(1), 3L).share(10)).isEqualTo(new Rate(1, Duration.ofMinutes(1), 1L));
    }
}
