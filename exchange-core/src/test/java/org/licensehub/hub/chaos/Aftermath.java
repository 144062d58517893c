package org.licensehub.hub.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.licensehub.hub.audit.LogVerifier;
import org.licensehub.hub.audit.TreeHead;
import org.springframework.jdbc.core.JdbcTemplate;

/** What must be true of a hub after it was killed, whatever it was doing. */
final class Aftermath {

    private static final Duration SEALING = Duration.ofSeconds(120);

    private final HubProcess hub;
    private final HubClient department;
    private final HubClient auditor;

    Aftermath(HubProcess hub, HubClient department, HubClient auditor) {
        this.hub = hub;
        this.department = department;
        this.auditor = auditor;
    }

    /** Every acknowledged record gets its old receipt when it is pushed again. */
    void sameReceiptsFor(Map<Records.Pushed, String> acknowledged) throws IOException {
        for (Map.Entry<Records.Pushed, String> pushed : acknowledged.entrySet()) {
            HubClient.Answer again = department.push(pushed.getKey()).expect(200);
            assertThat(again.body().path("receiptId").asText()).isEqualTo(pushed.getValue());
            assertThat(again.body().path("repeated").asBoolean()).isTrue();
            assertThat(again.body().path("outcome").asText()).isEqualTo("ACCEPTED");
        }
    }

    /** Each receipt leads to one license, and one that needs no reviewer is sealed once. */
    void eachIssuedExactlyOnce(Map<Records.Pushed, String> acknowledged) throws IOException {
        JdbcTemplate database = hub.database();
        await("everything sealed").atMost(SEALING).pollInterval(Duration.ofMillis(200)).until(() -> database.queryForObject(
                "select count(*) from license where state = 'PENDING_SEAL'", Integer.class) == 0);
        Map<String, String> licenses = new HashMap<>();
        Map<String, String> states = new HashMap<>();
        database.query("select r.id, l.id, l.state from intake_record r join license l on l.source = r.source"
                + " and l.source_key_digest = r.source_key_digest and l.revision = r.revision", row -> {
                    assertThat(licenses.put(row.getString(1), row.getString(2))).as("second license of a record").isNull();
                    states.put(row.getString(1), row.getString(3));
                });
        assertThat(licenses).doesNotContainValue(null).hasSize(count("intake_record")).hasSize(count("license"));

        List<JsonNode> log = log(export());
        Map<String, Long> accepted = countsOf(log, "RECORD_ACCEPTED", "record");
        Map<String, Long> issued = countsOf(log, "LICENSE_ISSUED", "licenseId");
        acknowledged.forEach((record, receipt) -> {
            assertThat(accepted).as("acceptance in the log").containsEntry(receipt, 1L);
            boolean sealed = record.sealedWithoutReview();
            assertThat(states).containsEntry(receipt, sealed ? "VALID" : "PENDING_REVIEW");
            assertThat(issued.getOrDefault(licenses.get(receipt), 0L)).as("issued in the log").isEqualTo(sealed ? 1L : 0L);
        });
        assertThat(issued.values()).as("issued exactly once").containsOnly(1L);
        assertThat(issued.keySet()).isEqualTo(database.queryForList("select id from license where identifier is not null", UUID.class)
                .stream().map(UUID::toString).collect(Collectors.toSet()));
    }

    /** The exported log verifies and still holds the last head that anybody saw before the kill. */
    void logIntactSince(TreeHead lastSeen) throws IOException {
        LogVerifier.Report report = LogWatch.verify(auditor, export(), lastSeen);
        assertThat(report.fault()).isNull();
        assertThat(report.intact()).isTrue();
        assertThat(report.records()).isGreaterThanOrEqualTo(lastSeen.size());
    }

    private byte[] export() throws IOException {
        return auditor.download("/api/v1/audit/export");
    }

    private int count(String table) {
        return hub.database().queryForObject("select count(*) from " + table, Integer.class);
    }

    private static List<JsonNode> log(byte[] export) throws IOException {
        List<JsonNode> bodies = new java.util.ArrayList<>();
        for (String line : new String(export, StandardCharsets.UTF_8).split("\n")) {
            JsonNode entry = HubClient.JSON.readTree(line);
            if (entry.path("type").asText().equals("record")) {
                bodies.add(HubClient.JSON.readTree(entry.path("body").asText()));
            }
        }
        return bodies;
    }

    private static Map<String, Long> countsOf(List<JsonNode> log, String event, String reference) {
        return log.stream().filter(body -> body.path("event").asText().equals(event))
                .collect(Collectors.groupingBy(body -> body.path(reference).asText(), Collectors.counting()));
    }
}
