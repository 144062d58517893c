package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class DailyAllowancesTest {

    private static final JdbcTemplate JDBC = HubTables.fresh();
    private static final String CALLER = "caller";

    private final MovedClock clock = new MovedClock("2026-11-22T15:00:00Z");

    DailyAllowancesTest() {
        JDBC.execute("truncate caller cascade");
        HubTables.addCaller(JDBC, CALLER);
    }

    private DailyAllowances node() {
        return new DailyAllowances(JDBC, clock, new AccessProperties(List.of(), ZoneId.of("Asia/Shanghai"), null, null, null, null));
    }

    private static int letThrough(DailyAllowances node, long limit, int calls) {
        int through = 0;
        for (int i = 0; i < calls; i++) {
            through += node.take(CALLER, limit) ? 1 : 0;
        }
        return through;
    }

    @Test
    void exactlyAsManyCallsAsTheLimitAreLetThrough() {
        for (long limit : new long[] {1, 50, 99, 100, 101, 999, 1001, 1550}) {
            JDBC.execute("truncate caller_usage");
            assertThat(letThrough(node(), limit, (int) limit + 100)).isEqualTo((int) limit);
        }
    }

    @Test
    void twoNodesUnderManyThreadsTogetherLetThroughExactlyTheLimit() throws Exception {
        List<DailyAllowances> nodes = List.of(node(), node());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                DailyAllowances node = nodes.get(i % 2);
                work.add(() -> letThrough(node, 2000, 700));
            }
            int through = 0;
            for (Future<Integer> each : threads.invokeAll(work)) {
                through += each.get();
            }
            assertThat(through).isEqualTo(2000);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void nodeThatIsKilledLosesItsBlockAndNeverCountsACallTwice() {
        assertThat(letThrough(node(), 1000, 105)).isEqualTo(105);
        assertThat(letThrough(node(), 1000, 2000)).isBetween(1000 - 105 - 10, 1000 - 105);
    }

    @Test
    void nodeThatStopsInOrderGivesItsBlockBack() {
        DailyAllowances stopped = node();
        assertThat(letThrough(stopped, 1000, 105)).isEqualTo(105);
        stopped.giveBackAll();
        assertThat(node().takenToday(CALLER)).isEqualTo(105);
        assertThat(letThrough(node(), 1000, 2000)).isEqualTo(895);
    }

    @Test
    void callsOfABlockCostNoQuery() {
        DailyAllowances node = node();
        node.take(CALLER, 1000);
        JDBC.execute("alter table caller_usage rename to caller_usage_away");
        try {
            assertThat(letThrough(node, 1000, 9)).isEqualTo(9);
        } finally {
            JDBC.execute("alter table caller_usage_away rename to caller_usage");
        }
    }

    @Test
    void newDayBeginsAtMidnightInChinaAndNotOfTheServer() {
        DailyAllowances node = node();
        assertThat(node.resetsAt()).isEqualTo(Instant.parse("2026-11-22T16:00:00Z"));
        assertThat(letThrough(node, 5, 10)).isEqualTo(5);
        clock.move(Duration.ofMinutes(59));
        assertThat(letThrough(node, 5, 10)).isZero();
        clock.move(Duration.ofMinutes(1));
        assertThat(letThrough(node, 5, 10)).isEqualTo(5);
    }

    @Test
    void clockThatStepsBackOverMidnightRenewsNothing() {
        DailyAllowances node = node();
        assertThat(letThrough(node, 5, 10)).isEqualTo(5);
        clock.move(Duration.ofHours(2));
        assertThat(letThrough(node, 5, 10)).isEqualTo(5);
        clock.move(Duration.ofHours(-2));
        assertThat(letThrough(node, 5, 10)).isZero();
        assertThat(letThrough(node(), 5, 10)).as("another node").isZero();
        clock.move(Duration.ofHours(2));
        assertThat(letThrough(node, 5, 10)).isZero();
    }

    @Test
    void raisedLimitCountsAtOnceAndALoweredOneToo() {
        DailyAllowances node = node();
        assertThat(letThrough(node, 5, 10)).isEqualTo(5);
        assertThat(letThrough(node, 8, 10)).isEqualTo(3);
        assertThat(letThrough(node, 4, 10)).isZero();
    }
}
