package org.licensehub.hub.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.audit.LogVerifier;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.store.postgres.LocalPostgres;

/** {@code kill -9} while records are kept and answers are given: an answer has its record, a record may lack its answer. */
@Tag("chaos")
class KilledBetweenLogAndAnswerTest {

    /** Held by the test, it keeps a commit of the log from its end. */
    private static final int GATE = 4711;

    @TempDir
    private static Path home;

    private static HubProcess hub;
    private static Records.Pushed record;
    private static HubClient asker;
    private static HubClient auditor;

    @BeforeAll
    static void startHub() throws IOException {
        record = Records.generate(13, 3000).taxProofs(1).get(0);
        hub = HubProcess.single(home, "").start();
        HubClient admin = HubClient.administrator(hub.address(), home);
        asker = admin.register("asker", Set.of("licenses.read"), Set.of());
        auditor = admin.register("auditor", Set.of("audit.read"), Set.of());
        admin.grantEverything("asker", record.type().code().value());
        admin.register("department", Set.of("records.push"), Set.of(record.source())).push(record).expect(201);
        await().atMost(Duration.ofSeconds(60)).until(() -> !ask().expect(200).body().path("licenses").isEmpty());
    }

    @AfterAll
    static void endHub() {
        if (hub != null) {
            hub.close();
        }
    }

    private static HubClient.Answer ask() throws IOException {
        return asker.lookup(record.holderType(), record.holderCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 90, 400})
    void everyAnswerThatLeftIsInTheLogAndTheHubGoesOnBehindIt(int answersBefore) throws IOException {
        LookupBurst burst = new LookupBurst(asker, hub.address(), List.of(record), 600).start();
        burst.awaitAnswers(answersBefore);
        hub.kill();
        List<JsonNode> receipts = burst.end().receipts();
        hub.start();

        assertThat(burst.statuses()).containsExactly(200);
        ExportedLog log = ExportedLog.of(auditor);
        assertThat(receipts).hasSizeGreaterThanOrEqualTo(answersBefore).allSatisfy(receipt -> assertThat(log.recordOf(receipt)).hasValueSatisfying(
                body -> assertThat(body.path("event").asText()).isEqualTo("LOOKUP_ANSWERED")));
        assertThat(receipts).extracting(receipt -> receipt.path("sequence").asLong()).doesNotHaveDuplicates();
        assertIntactAndGoingOn(log, newest(receipts));
        // whether an answer reached the one who asked is nothing that a record says
        Set<List<String>> shapes = new HashSet<>();
        log.records("LOOKUP_ANSWERED").values().stream().filter(body -> !body.path("licenses").isEmpty()).forEach(body -> shapes.add(names(body)));
        assertThat(shapes).hasSize(1);
    }

    @Test
    void recordWhoseCommitEndsAfterTheHubDiedStandsInTheLogAndNobodyWasAnswered() throws Exception {
        JsonNode answered = ask().expect(200).body().path("receipt");
        long before;
        CompletableFuture<HubClient.Answer> asked;
        try (Connection owner = owner()) {
            closeGate(owner);
            before = count(owner, "select size from audit_tree");
            asked = CompletableFuture.supplyAsync(() -> {
                try {
                    return ask();
                } catch (IOException dead) {
                    throw new CompletionException(dead);
                }
            });
            await("a commit at the gate").atMost(Duration.ofSeconds(20)).until(() -> count(owner,
                    "select count(*) from pg_stat_activity where wait_event = 'advisory'") > 0);
            hub.kill();
            assertThat(count(owner, "select size from audit_tree")).as("not committed yet").isEqualTo(before);
            openGate(owner);
            await("the end of the commit").atMost(Duration.ofSeconds(20)).until(() -> count(owner, "select size from audit_tree") == before + 1);
            owner.createStatement().execute("drop function gate cascade");
        }
        assertThat(asked).isCompletedExceptionally();
        hub.start();

        ExportedLog log = ExportedLog.of(auditor);
        JsonNode unanswered = log.records("LOOKUP_ANSWERED").get(before);
        assertThat(unanswered.path("actor").asText()).isEqualTo("asker");
        assertThat(names(unanswered)).isEqualTo(names(log.recordOf(answered).orElseThrow()));
        assertIntactAndGoingOn(log, ExportedLog.head(answered.path("head")));
    }

    private static Connection owner() throws IOException, SQLException {
        String port = Files.readAllLines(home.resolve("postgres/pgdata/postmaster.pid")).get(3);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + LocalPostgres.DATABASE, LocalPostgres.USER,
                Files.readString(home.resolve("postgres/pg.password")).strip());
    }

    /** A check that is put off to the end of a transaction, and then waits: between the work of a commit and its being done. */
    private static void closeGate(Connection owner) throws SQLException {
        for (String sql : List.of("select pg_advisory_lock(" + GATE + ")",
                "create function gate() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(" + GATE + "); return null; end $$",
                "create constraint trigger gate after update on audit_tree deferrable initially deferred for each row execute function gate()")) {
            owner.createStatement().execute(sql);
        }
    }

    private static void openGate(Connection owner) throws SQLException {
        owner.createStatement().execute("select pg_advisory_unlock(" + GATE + ")");
    }

    private static long count(Connection owner, String query) throws SQLException {
        try (var rows = owner.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static TreeHead newest(List<JsonNode> receipts) {
        return receipts.stream().map(receipt -> ExportedLog.head(receipt.path("head"))).max(Comparator.comparingLong(TreeHead::size)).orElseThrow();
    }

    /** What was shown before the kill is the beginning of what is shown now, and the next record stands behind all that there are. */
    private static void assertIntactAndGoingOn(ExportedLog log, TreeHead shownBefore) throws IOException {
        LogVerifier.Report report = log.verify(shownBefore);
        assertThat(report.fault()).isNull();
        assertThat(report.records()).isEqualTo(log.size());
        JsonNode next = ask().expect(200).body().path("receipt");
        TreeHead shownNow = ExportedLog.head(next.path("head"));
        assertThat(next.path("sequence").asLong()).isGreaterThanOrEqualTo(log.size());
        assertThat(ExportedLog.grew(auditor, shownBefore, shownNow)).isTrue();
        assertThat(ExportedLog.of(auditor).verify(shownNow).fault()).as("no place between was left out").isNull();
    }

    private static List<String> names(JsonNode body) {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
