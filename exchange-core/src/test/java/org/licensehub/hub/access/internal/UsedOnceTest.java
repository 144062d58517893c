package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.store.protection.MasterKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

class UsedOnceTest {

    private static final JdbcTemplate JDBC = HubTables.fresh();
    private static final Duration LIFE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final MovedClock clock = new MovedClock("2026-11-22T04:00:00Z");

    @BeforeEach
    void aCaller() {
        JDBC.execute("truncate caller cascade");
        JDBC.execute("truncate used_once");
        HubTables.addCaller(JDBC, "caller");
        HubTables.addCaller(JDBC, "other");
    }

    /** As after a restart, or on another node: nothing is remembered but what is in the database. */
    private UsedOnce node() throws IOException {
        return new UsedOnce(JDBC, new PersonalData(MasterKey.loadOrCreate(folder.resolve("key"))), clock);
    }

    private boolean use(UsedOnce node, String clientId, String value) {
        return node.use("nonce", clientId, 1, value, clock.instant().plus(LIFE));
    }

    @Test
    void valueIsUsedOnceOnAllNodes() throws IOException {
        assertThat(use(node(), "caller", "n")).isTrue();
        assertThat(use(node(), "caller", "n")).isFalse();
        assertThat(use(node(), "other", "n")).isTrue();
        assertThat(node().use("client-assertion", "caller", 1, "n", clock.instant().plus(LIFE))).isTrue();
    }

    @Test
    void oneOfManyAtTheSameTimeUsesIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                UsedOnce node = node();
                work.add(() -> use(node, "caller", "raced"));
            }
            int used = 0;
            for (Future<Boolean> each : threads.invokeAll(work)) {
                used += each.get() ? 1 : 0;
            }
            assertThat(used).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void callerThatWasChangedOrDisabledUsesNothing() throws IOException {
        JDBC.update("update caller set version = 2 where client_id = 'caller'");
        assertThat(use(node(), "caller", "n")).isFalse();
        JDBC.update("update caller set disabled_at = now() where client_id = 'other'");
        assertThat(use(node(), "other", "n")).isFalse();
        assertThat(use(node(), "nobody", "n")).isFalse();
    }

    @Test
    void valueIsForgottenOnlyLongAfterItCouldBeUsed() throws IOException {
        use(node(), "caller", "n");
        clock.move(LIFE.plus(Duration.ofMinutes(59)));
        node().forgetExpired();
        assertThat(use(node(), "caller", "n")).isFalse();
        clock.move(Duration.ofMinutes(2));
        node().forgetExpired();
        assertThat(JDBC.queryForObject("select count(*) from used_once", Long.class)).isZero();
    }

    @Test
    void clockThatStepsBackMakesNoValueUnused() throws IOException {
        use(node(), "caller", "n");
        Duration forward = LIFE.plus(Duration.ofMinutes(59));
        clock.move(forward);
        node().forgetExpired();
        clock.move(forward.negated());
        assertThat(use(node(), "caller", "n")).isFalse();
        clock.move(Duration.ofDays(-1));
        node().forgetExpired();
        assertThat(use(node(), "caller", "n")).isFalse();
    }

    @Test
    void nothingCountsAsUnusedWhenItCannotBeKept() throws IOException {
        JDBC.execute("alter table used_once rename to used_once_away");
        try {
            UsedOnce node = node();
            assertThatThrownBy(() -> use(node, "caller", "n")).isInstanceOf(DataAccessException.class);
        } finally {
            JDBC.execute("alter table used_once_away rename to used_once");
        }
    }

    @Test
    void tableOfUsedValuesSurvivesACrashOfTheDatabase() {
        assertThat(JDBC.queryForObject("select relpersistence::text from pg_class where relname = 'used_once'", String.class)).isEqualTo("p");
    }

    @Test
    void valuesLieAsKeyedDigests() throws IOException {
        use(node(), "caller", "secret-nonce");
        assertThat(JDBC.queryForList("select encode(digest, 'escape') from used_once", String.class)).hasSize(1).noneMatch(text -> text.contains("nonce"));
    }
}
