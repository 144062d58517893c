package org.licensehub.hub.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.access.internal.HubTables;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.audit.LogVerifier;
import org.licensehub.hub.audit.MerkleProofs;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.support.TransactionTemplate;

/** A clock that is set back while the log is written: its times may step, its order and its proofs do not. */
class ClockSteppingBackTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path home;
    private final HikariDataSource database = TestPostgres.freshDatabase();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    private Clock clock = Clock.fixed(Instant.parse("2026-03-29T01:30:00Z"), ZoneOffset.UTC);
    private HubProperties hub;
    private HubKeys keys;

    @BeforeEach
    void open() throws IOException {
        HubTables.make(database);
        hub = new Binder(new MapConfigurationPropertySource()).bindOrCreate("licensehub", HubProperties.class);
        keys = HubKeys.loadOrCreate(home, hub.id(), hub.name(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** One of several nodes, each with the clock of its machine. */
    private AuditStore node(Duration behind) {
        return new AuditStore(jdbc, JSON, keys, hub, Clock.offset(clock, behind.negated()));
    }

    private AuditReceipt append(AuditStore node) {
        return transaction.execute(status -> node.append(List.of(AuditDraft.of(AuditEvent.LOOKUP_ANSWERED, "caller")))).get(0);
    }

    /** Forward, an hour back, and further back again; now and then by a node whose clock is a day behind. */
    private List<AuditReceipt> appendWhileTheClockSteps() {
        List<AuditReceipt> receipts = new ArrayList<>();
        for (Duration step : List.of(Duration.ofMinutes(1), Duration.ofHours(-1), Duration.ofSeconds(1), Duration.ofDays(-40), Duration.ZERO)) {
            clock = Clock.offset(clock, step);
            receipts.add(append(node(Duration.ZERO)));
            receipts.add(append(node(Duration.ofDays(1))));
        }
        return receipts;
    }

    private static Instant at(AuditReceipt receipt) {
        return Instant.parse(receipt.head().time());
    }

    @Test
    void timesStepAndPlacesDoNot() {
        List<AuditReceipt> receipts = appendWhileTheClockSteps();
        assertThat(receipts).extracting(AuditReceipt::sequence).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(receipts).extracting(ClockSteppingBackTest::at).as("told as the clocks had it").isNotEqualTo(
                receipts.stream().map(ClockSteppingBackTest::at).sorted().toList());
        assertThat(node(Duration.ZERO).latestHead()).contains(receipts.get(9).head());
    }

    @Test
    void everyHeadGrowsOutOfTheOneBeforeItThoughItIsOlderByItsTime() {
        List<TreeHead> heads = appendWhileTheClockSteps().stream().map(AuditReceipt::head).toList();
        MerkleProofs proofs = new MerkleProofs(node(Duration.ZERO));
        for (int i = 1; i < heads.size(); i++) {
            TreeHead first = heads.get(i - 1);
            TreeHead second = heads.get(i);
            assertThat(second.signedBy(keys.hubPublicKey())).isTrue();
            assertThat(MerkleTree.verifyConsistency(first.size(), HexFormat.of().parseHex(first.root()), second.size(),
                    HexFormat.of().parseHex(second.root()), proofs.consistency(first.size(), second.size()))).isTrue();
        }
    }

    @Test
    void exportIsIntactWithEveryHeadThatSomebodyKept() throws IOException {
        List<AuditReceipt> receipts = appendWhileTheClockSteps();
        GroupCommitter committer = new GroupCommitter(node(Duration.ZERO), null, transaction, null, new LogKeepProperties(null, ZoneOffset.UTC, null, 100));
        committer.start();
        MockHttpServletResponse export = new MockHttpServletResponse();
        try {
            AuditStore store = node(Duration.ZERO);
            new AuditController(store, new AuditLog(store, committer), null, keys, JSON).export(0, () -> "auditor", export);
        } finally {
            committer.stop();
        }
        byte[] lines = export.getContentAsString(StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        for (AuditReceipt receipt : receipts) {
            LogVerifier.Report report = LogVerifier.verify(new ByteArrayInputStream(lines), keys.hubPublicKey(), Optional.of(receipt.head()));
            assertThat(report.fault()).isNull();
            assertThat(report.records()).isEqualTo(11);
        }
    }
}
