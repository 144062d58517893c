package org.licensehub.hub.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.access.internal.HubTables;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.AuditUnavailableException;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import com.zaxxer.hikari.HikariDataSource;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Whoever runs a hub hears of it before the log is full, and nobody waits without end for a log that is slow. */
class LogCapacityTest {

    @TempDir
    private Path home;
    private final HikariDataSource database = TestPostgres.freshDatabase();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    private final LogKeepProperties settings = new LogKeepProperties(null, ZoneId.of("Asia/Shanghai"), DataSize.ofMegabytes(1), 4);
    private HubProperties hub;
    private GroupCommitter committer;
    private AuditLog log;

    @BeforeEach
    void open() throws Exception {
        HubTables.make(database);
        hub = new Binder(new MapConfigurationPropertySource(Map.of("licensehub.database.embedded", "false"))).bindOrCreate("licensehub", HubProperties.class);
        AuditStore store = new AuditStore(jdbc, new ObjectMapper(), HubKeys.loadOrCreate(home, hub.id(), hub.name(), Clock.systemUTC()), hub, Clock.systemUTC());
        committer = new GroupCommitter(store, null, transaction, null, settings);
        committer.start();
        log = new AuditLog(store, committer);
    }

    @AfterEach
    void close() {
        committer.stop();
        database.close();
    }

    private List<String> alarms() {
        return jdbc.queryForList("select body from audit_record where event = 'LOG_ALARM' order by sequence", String.class);
    }

    @Test
    void alarmAtSevenTenthsAndAtEachTenthMoreAndNoneTwice() {
        AtomicLong used = new AtomicLong();
        LogCapacity capacity = new LogCapacity(List.of(new LogCapacity.Limited("DISK", used::get, () -> 1_000)), log);
        List<Integer> alarmed = new ArrayList<>();
        for (int at : new int[] {0, 500, 699, 700, 705, 799, 801, 880, 901, 850, 701, 660, 649, 700}) {
            int before = alarms().size();
            used.set(at);
            capacity.watch();
            if (alarms().size() > before) {
                alarmed.add(at);
            }
            assertThat(capacity.usage().get(0).alarm()).isEqualTo(at >= 700 || at == 660);
        }
        assertThat(alarmed).containsExactly(700, 801, 901, 700);
        assertThat(alarms().get(1)).contains("\"runsOutOf\":\"DISK\"", "\"used\":801", "\"limit\":1000", "\"percent\":80");
    }

    @Test
    void sizeOfTheLogIsThatOfAllItsMonthsAndItsLimitIsTheOneThatWasSet() {
        LogCapacity capacity = new LogCapacity(hub, settings, jdbc, committer, log);
        long empty = size(capacity);
        for (int i = 0; i < 500; i++) {
            log.append(AuditDraft.of(AuditEvent.LOOKUP_ANSWERED, "caller").with("filler", "x".repeat(1_000)));
        }
        assertThat(size(capacity)).isBetween(empty + 500_000, empty + 3_000_000);
        capacity.watch();
        assertThat(alarms()).singleElement().asString().contains("\"runsOutOf\":\"SIZE\"", "\"limit\":" + DataSize.ofMegabytes(1).toBytes());
    }

    private static long size(LogCapacity capacity) {
        return capacity.usage().stream().filter(usage -> usage.name().equals("SIZE")).findFirst().orElseThrow().used();
    }

    @Test
    void answerThatIsOneTooManyIsRefusedAtOnceAndThoseThatWaitAreRecorded() throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<?> slow = threads.submit(() -> transaction.executeWithoutResult(status -> {
                jdbc.queryForObject("select size from audit_tree for update", Long.class);
                locked.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
            locked.await();
            List<Future<?>> waiting = new ArrayList<>();
            // one is being committed, four may wait
            waiting.add(threads.submit(() -> log.append(AuditDraft.of(AuditEvent.LOOKUP_ANSWERED, "first"))));
            await().until(() -> database.getHikariPoolMXBean().getActiveConnections() == 2);
            for (int i = 0; i < settings.waiting(); i++) {
                waiting.add(threads.submit(() -> log.append(AuditDraft.of(AuditEvent.LOOKUP_ANSWERED, "waits"))));
            }
            await().until(() -> committer.waiting() == settings.waiting());

            assertThatThrownBy(() -> log.append(AuditDraft.of(AuditEvent.LOOKUP_ANSWERED, "too many"))).isInstanceOf(AuditUnavailableException.class);
            release.countDown();
            slow.get();
            for (Future<?> each : waiting) {
                each.get();
            }
        } finally {
            release.countDown();
            threads.shutdownNow();
        }
        assertThat(jdbc.queryForObject("select count(*) from audit_record", Integer.class)).isEqualTo(1 + settings.waiting());
    }
}
