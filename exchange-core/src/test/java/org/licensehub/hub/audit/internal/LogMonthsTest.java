package org.licensehub.hub.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.access.internal.HubTables;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.LogVerifier;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.support.TransactionTemplate;

/** A log over many months, of which those whose time is over are dropped while everything that is kept can still be proven. */
class LogMonthsTest {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path home;
    private final HikariDataSource database = TestPostgres.freshDatabase();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-15T00:00:00Z"));
    private final Clock clock = new MovableClock(CHINA);
    private HubProperties hub;
    private HubKeys keys;
    private AuditStore store;
    private AuditIndex index;
    private GroupCommitter committer;
    private AuditController controller;

    private final class MovableClock extends Clock {
        private final ZoneId zone;

        private MovableClock(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new MovableClock(other);
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    @BeforeEach
    void open() throws IOException {
        HubTables.make(database);
        hub = new Binder(new MapConfigurationPropertySource()).bindOrCreate("licensehub", HubProperties.class);
        keys = HubKeys.loadOrCreate(home, hub.id(), hub.name(), Clock.systemUTC());
        store = new AuditStore(jdbc, JSON, keys, hub, clock);
        index = new AuditIndex(jdbc, store, transaction, JSON, hub);
        committer = new GroupCommitter(store, null, transaction, null, kept(null));
        committer.start();
        controller = new AuditController(store, new AuditLog(store, committer), null, keys, JSON);
    }

    @AfterEach
    void close() {
        committer.stop();
        database.close();
    }

    private static LogKeepProperties kept(String keep) {
        return new LogKeepProperties(keep == null ? null : Period.parse(keep), CHINA, null, 100);
    }

    private LogMonths months(String keep) {
        return new LogMonths(jdbc, store, transaction, kept(keep), hub, clock);
    }

    private void append(int records) {
        for (int i = 0; i < records; i++) {
            int number = i;
            transaction.executeWithoutResult(status -> store.append(List.of(AuditDraft.of(AuditEvent.LOOKUP_ANSWERED, "caller").with("number", number))));
        }
    }

    private void month(String at, int records, LogMonths months) {
        now.set(Instant.parse(at));
        months.turnTheYear();
        append(records);
        followed();
    }

    /** Search, flags and holder index are made from every record before it goes. */
    private void followed() {
        long size = store.latestHead().orElseThrow().size();
        index.catchUp(size);
        jdbc.update("update audit_flag_state set next = ?", size);
        jdbc.update("update holder_index_state set next = ?", size);
    }

    private List<String> parts() {
        return jdbc.queryForList("select inhrelid::regclass::text from pg_inherits where inhparent = 'audit_record'::regclass order by 1", String.class);
    }

    private List<String> export() throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        controller.export(0, () -> "auditor", response);
        return new ArrayList<>(response.getContentAsString(StandardCharsets.UTF_8).lines().toList());
    }

    private LogVerifier.Report verify(List<String> export, TreeHead witnessed) throws IOException {
        return LogVerifier.verify(new ByteArrayInputStream(String.join("\n", export).getBytes(StandardCharsets.UTF_8)), keys.hubPublicKey(),
                Optional.ofNullable(witnessed));
    }

    /** A year of it: what is kept for six months is gone before. */
    private LogMonths aYear() {
        LogMonths months = months("P6M");
        for (int month = 1; month <= 12; month++) {
            month("2026-%02d-15T00:00:00Z".formatted(month), 37 + month, months);
        }
        return months;
    }

    @Test
    void eachMonthOfTheCalendarHereHasItsPart() {
        LogMonths months = months(null);
        month("2026-01-31T15:59:00Z", 3, months);
        month("2026-01-31T16:01:00Z", 4, months);

        assertThat(parts()).containsExactly("audit_record_0", "audit_record_202601", "audit_record_202602");
        assertThat(jdbc.queryForObject("select count(*) from audit_record_202601", Integer.class)).isEqualTo(3);
        assertThat(jdbc.queryForObject("select count(*) from audit_record_202602", Integer.class)).isEqualTo(4);
        assertThat(jdbc.queryForObject("select count(*) from audit_index_202602", Integer.class)).isEqualTo(4);
        assertThatThrownBy(() -> jdbc.update("delete from audit_record_202601")).hasMessageContaining("append-only");
    }

    @Test
    void clockThatIsSetBackBeginsNothingAndNothingIsLost() {
        LogMonths months = months("P6M");
        month("2026-03-15T00:00:00Z", 3, months);
        month("2026-01-15T00:00:00Z", 3, months);
        month("2026-03-16T00:00:00Z", 3, months);

        assertThat(parts()).containsExactly("audit_record_0", "audit_record_202603");
        assertThat(store.recordsFrom(0, 100)).hasSize(9);
    }

    @Test
    void nothingIsDroppedUnlessSomebodySaysHowLongTheLogIsKept() {
        LogMonths months = months(null);
        month("2026-01-15T00:00:00Z", 3, months);
        month("2046-01-15T00:00:00Z", 3, months);
        assertThat(store.recordsFrom(0, 100)).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P5M", "P0D", "P180D", "P1Y1D", "P-12M"})
    void shorterThanTheLawAsksForOrNotInMonthsStopsTheStart(String keep) {
        assertThatThrownBy(() -> kept(keep)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("keep");
    }

    @Test
    void monthsWhoseTimeIsOverAreDroppedWholeAndTheLogSaysSo() {
        aYear();

        assertThat(parts()).hasSize(7).startsWith("audit_record_202606");
        long begins = store.base().size();
        assertThat(begins).isEqualTo(store.recordsFrom(0, 1).get(0).sequence()).isPositive();
        List<String> said = jdbc.queryForList("select body from audit_record where event = 'LOG_MONTH_DROPPED' order by sequence", String.class);
        assertThat(said).hasSize(5);
        assertThat(said.get(4)).contains("\"month\":202605", "\"size\":" + begins, store.base().head().root(), "P6M");
        for (String table : List.of("audit_head", "audit_index")) {
            assertThat(jdbc.queryForObject("select count(*) from pg_inherits where inhparent = ?::regclass", Integer.class, table)).isEqualTo(7);
        }
    }

    /** A hub that was updated has records of the day before in what it calls month 0. */
    @Test
    void recordsFromBeforeThereWereMonthsAreKeptAsLongAsOthers() {
        append(5);
        LogMonths months = months("P6M");
        for (int month = 1; month <= 7; month++) {
            month("2026-%02d-15T00:00:00Z".formatted(month), 1, months);
            assertThat(store.base().size()).isEqualTo(month < 7 ? 0 : 5);
        }
    }

    /** A month that was begun stays begun, and what was dropped is gone: a clock that is wrong for a moment must do neither. */
    @Test
    void clockThatLeapsAheadBeginsAndDropsNothing() {
        LogMonths months = months("P6M");
        month("2026-01-15T00:00:00Z", 3, months);
        month("2026-02-15T00:00:00Z", 3, months);
        now.set(Instant.parse("2099-01-15T00:00:00Z"));
        months.turnTheYear();
        now.set(Instant.parse("2026-03-15T00:00:00Z"));
        months.turnTheYear();

        assertThat(parts()).endsWith("audit_record_202602", "audit_record_202603");
    }

    @Test
    void monthThatIsDamagedIsNotDroppedAndKeepsNobodyFromWorking() {
        LogMonths months = months("P6M");
        month("2026-01-15T00:00:00Z", 40, months);
        month("2026-02-15T00:00:00Z", 3, months);
        jdbc.execute("alter table audit_node disable trigger all");
        jdbc.update("update audit_node set hash = decode(repeat('00', 32), 'hex') where level = 4 and position = 0");
        for (int month = 3; month <= 9; month++) {
            month("2026-%02d-15T00:00:00Z".formatted(month), 1, months);
        }
        assertThat(store.recordsFrom(0, 1).get(0).sequence()).isZero();
    }

    /** Promise 3 comes before tidiness: whoever reads keeps us from dropping, and nobody waits for us. */
    @Test
    void dropWaitsForNobodyWhoReadsTheLog() throws Exception {
        LogMonths months = months("P6M");
        month("2026-01-15T00:00:00Z", 3, months);
        month("2026-02-15T00:00:00Z", 3, months);
        now.set(Instant.parse("2026-08-15T00:00:00Z"));
        months.turnTheYear();
        try (var reader = database.getConnection()) {
            reader.setAutoCommit(false);
            reader.createStatement().executeQuery("select count(*) from audit_head");
            months.turnTheYear();
            assertThat(store.base().size()).isZero();
            append(1);
        }
        now.set(Instant.parse("2026-08-15T01:00:00Z"));
        months.turnTheYear();
        assertThat(store.base().size()).isEqualTo(3);
    }

    @Test
    void monthThatSomebodyHasNotGoneThroughIsNotDropped() {
        LogMonths months = months("P6M");
        month("2026-01-15T00:00:00Z", 3, months);
        month("2026-02-15T00:00:00Z", 3, months);
        for (String table : List.of("audit_index_state", "audit_flag_state", "holder_index_state")) {
            long next = jdbc.queryForObject("select next from " + table, Long.class);
            jdbc.update("update " + table + " set next = 2");
            now.set(Instant.parse("2026-08-15T00:00:00Z"));
            months.turnTheYear();
            assertThat(store.base().size()).as(table).isZero();
            jdbc.update("update " + table + " set next = ?", next);
        }
        months.turnTheYear();
        assertThat(store.base().size()).isEqualTo(3);
    }

    @Test
    void everyRecordThatIsKeptIsProvenInTheNewestHead() {
        aYear();
        TreeHead head = store.latestHead().orElseThrow();
        for (AuditStore.StoredRecord record : store.recordsFrom(0, 10_000)) {
            AuditController.InclusionProof proof = controller.inclusion(record.sequence(), null);
            assertThat(MerkleTree.verifyInclusion(HexFormat.of().parseHex(record.leafHash()), record.sequence(), head.size(),
                    proof.path().stream().map(HexFormat.of()::parseHex).toList(), HexFormat.of().parseHex(head.root()))).isTrue();
        }
        assertThatThrownBy(() -> controller.inclusion(store.base().size() - 1, null)).isInstanceOf(ProblemException.class).hasMessageContaining("保存期限");
    }

    @Test
    void growthIsProvenFromWhereTheLogBeginsOn() {
        aYear();
        TreeHead base = store.base().head();
        for (TreeHead first : List.of(base, store.headsAfter(base.size(), 5).get(4))) {
            AuditController.ConsistencyProof proof = controller.consistency(first.size(), null);
            assertThat(MerkleTree.verifyConsistency(first.size(), HexFormat.of().parseHex(first.root()), proof.second().size(),
                    HexFormat.of().parseHex(proof.second().root()), proof.path().stream().map(HexFormat.of()::parseHex).toList())).isTrue();
        }
        assertThatThrownBy(() -> controller.consistency(base.size() - 1, null)).isInstanceOf(ProblemException.class);
    }

    @Test
    void exportOfWhatIsKeptIsIntactWithAHeadThatSomebodyElseKept() throws IOException {
        LogMonths months = aYear();
        TreeHead witnessed = store.latestHead().orElseThrow();
        month("2027-01-15T00:00:00Z", 5, months);

        LogVerifier.Report report = verify(export(), witnessed);

        assertThat(report.fault()).isNull();
        assertThat(report.intact()).isTrue();
        assertThat(report.from()).isEqualTo(store.base().size());
        assertThat(report.records()).isEqualTo(store.latestHead().orElseThrow().size());
    }

    /** Whoever cuts the beginning off, with the right key and all, has no record of it that fits. */
    @Test
    void beginningThatIsMissingWithoutARecordOfItIsFound() throws IOException {
        LogMonths months = months("P6M");
        month("2026-01-15T00:00:00Z", 20, months);
        month("2026-02-15T00:00:00Z", 20, months);
        long end = jdbc.queryForObject("select first_sequence from audit_month where month = 202602", Long.class);
        AuditStore.Base base = store.endBase(end);
        // nor one that comes too early
        transaction.executeWithoutResult(status -> store.append(List.of(AuditDraft.of(AuditEvent.LOG_MONTH_DROPPED, "hub:audit").with("month", 202601)
                .with("from", 0).with("size", end).with("root", base.head().root()).with("keep", "P1M"))));
        List<String> whole = export();
        List<String> cut = new ArrayList<>(whole.subList(whole.size() - 2 * (int) (store.latestHead().orElseThrow().size() - end), whole.size()));
        cut.add(0, JSON.createObjectNode().put("type", "base").put("size", end).<com.fasterxml.jackson.databind.node.ObjectNode>set("frontier",
                JSON.valueToTree(base.frontier().stream().map(HexFormat.of()::formatHex).toList())).set("head", JSON.valueToTree(base.head())).toString());

        assertThat(verify(whole, null).intact()).isTrue();
        assertThat(verify(cut, null).fault()).contains("没有按期销毁的记录");
    }

    @Test
    void forgedBeginningIsFound() throws IOException {
        aYear();
        List<String> export = export();
        JsonNode base = JSON.readTree(export.get(0));
        assertThat(base.get("type").asText()).isEqualTo("base");
        String root = base.at("/frontier/0").asText();
        export.set(0, export.get(0).replace(root, (root.charAt(0) == '0' ? "1" : "0") + root.substring(1)));
        assertThat(verify(export, null).fault()).contains("日志起点");

        assertThat(verify(export(), store.base().head()).intact()).isTrue();
        List<String> without = export().stream().skip(1).toList();
        assertThat(verify(without, null).intact()).isFalse();
    }

    @Test
    void changedRecordIsStillNamedAfterTheBeginningIsGone() throws IOException {
        aYear();
        List<String> export = export();
        int line = IntStream.range(0, export.size()).filter(i -> export.get(i).contains("LOOKUP_ANSWERED")).skip(50).findFirst().orElseThrow();
        long sequence = JSON.readTree(export.get(line)).get("sequence").asLong();
        export.set(line, export.get(line).replace("LOOKUP_ANSWERED", "LOOKUP_ANSWERES"));

        LogVerifier.Report report = verify(export, null);
        assertThat(List.of(report.sequence(), report.lastInDoubt())).containsExactly(sequence, sequence);
    }

    @Test
    void answersGoOnWhileMonthsBeginAndEnd() throws Exception {
        month("2026-01-15T00:00:00Z", 5, months("P6M"));
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            AuditLog log = new AuditLog(store, committer);
            Callable<Integer> writer = () -> {
                for (int i = 0; i < 150; i++) {
                    log.append(AuditDraft.of(AuditEvent.LOOKUP_ANSWERED, "caller").with("number", i));
                }
                return 150;
            };
            List<Future<Integer>> running = List.of(writers.submit(writer), writers.submit(writer), writers.submit(writer), writers.submit(writer));
            LogMonths one = months("P6M");
            LogMonths other = months("P6M");
            for (int month = 2; month <= 12; month++) {
                now.set(Instant.parse("2026-%02d-15T00:00:00Z".formatted(month)));
                Future<?> beside = writers.submit(other::turnTheYear);
                one.turnTheYear();
                beside.get();
                followed();
            }
            for (Future<Integer> each : running) {
                assertThat(each.get()).isEqualTo(150);
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(verify(export(), null).fault()).isNull();
    }
}
