package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantRequestsClockTest {

    /** 2026-11-23 is a Monday in Xiamen; the last case is a Saturday there and a Friday in UTC. */
    @ParameterizedTest
    @CsvSource({"5, 2026-11-23T02:00:00Z, 2026-11-30T02:00:00Z", "5, 2026-11-27T02:00:00Z, 2026-12-04T02:00:00Z",
        "5, 2026-11-28T02:00:00Z, 2026-12-04T02:00:00Z", "1, 2026-11-27T02:00:00Z, 2026-11-30T02:00:00Z", "1, 2026-11-27T17:00:00Z, 2026-11-29T17:00:00Z"})
    void daysThatCountAreMondaysToFridaysOfTheHubsZone(int days, Instant asked, Instant due) {
        AccessProperties access = new AccessProperties(List.of(), ZoneId.of("Asia/Shanghai"), null, null, null, null);
        assertThat(new GrantRequests(null, null, null, null, null, new GrantProperties(days), access, null, null).dueAfter(asked)).isEqualTo(due);
    }
}
