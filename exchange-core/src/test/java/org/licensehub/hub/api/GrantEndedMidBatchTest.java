package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.licensehub.store.postgres.LocalPostgres;

/** A grant that nobody withdraws and whose time is over while a batch, decided under it, waits for its place in the log. */
class GrantEndedMidBatchTest implements KeepsNumbersOutOfLogs {

    private static final Duration TIME_TO_ASK = Duration.ofSeconds(5);

    private static Answer batch(ApiCaller caller, List<Holder> holders) {
        return caller.post("/api/v1/lookups/batch", Map.of("elements", elements(), "licenseTypes", List.of(PushedRecord.codeOf(PushedRecord.TAX_PROOF)),
                "holders", holders.stream().map(holder -> Map.of("holderCode", holder.number(), "holderCodeType", holder.type())).toList()));
    }

    /** Asks while the log is locked, and frees the log when the time is over. */
    private static Answer askedBeforeAndRecordedAfter(ApiCaller caller, List<Holder> holders, Instant end) throws SQLException {
        LocalPostgres server = hub().server();
        try (Connection lock = DriverManager.getConnection(server.jdbcUrl(LocalPostgres.DATABASE), LocalPostgres.USER, server.password())) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("select size from audit_tree for update");
            CompletableFuture<Answer> asked = CompletableFuture.supplyAsync(() -> batch(caller, holders));
            await("the batch waits for the log").until(() -> hub().database().queryForObject("select count(*) from pg_stat_activity"
                    + " where wait_event_type = 'Lock' and query like '%audit_tree for update'", Integer.class) > 0);
            assertThat(Instant.now()).as("asked while the grant was good").isBefore(end);
            await("the end of the grant").atMost(TIME_TO_ASK.multipliedBy(2)).until(() -> Instant.now().isAfter(end));
            lock.rollback();
            return asked.join();
        }
    }

    @Test
    void noItemIsAnsweredOnceTheTimeOfTheGrantIsOverThoughTheBatchWasDecidedBefore() throws SQLException {
        ApiCaller caller = hub().newApprovalSystem();
        Map<String, Object> grant = hub().grantFor(caller, PushedRecord.TAX_PROOF);
        Instant end = Instant.now().plus(TIME_TO_ASK);
        grant.put("validTo", end.toString());
        hub().grant(grant);
        List<Holder> holders = IntStream.range(0, 50).mapToObj(i -> Holder.aPerson()).toList();

        JsonNode answer = askedBeforeAndRecordedAfter(caller, holders, end).expect(200).json();

        assertThat(answer.get("items").findValuesAsText("outcome")).hasSize(50).containsOnly("DENIED");
        assertThat(answer.at("/refusals/0/missing").asText()).isEqualTo("PERIOD");
        answer.get("items").forEach(item -> assertThat(hub().auditBody(item.get("receipt"))).contains("\"ACCESS_REFUSED\""));
        assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'LOOKUP_ANSWERED' and body like ?", Integer.class,
                "%" + caller.clientId() + "\"%")).isZero();
        batch(caller, holders).expectProblem(403, "missing-grant");
    }
}
