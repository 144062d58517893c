package org.licensehub.hub.api;

import static org.licensehub.hub.api.RunningHub.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.GuardedDraft;
import org.licensehub.hub.audit.RevisionGuard;

/**
 * Not a test of the lanes: {@code ./mvnw test -pl exchange-core -am -Dtest=AuditSearchBenchmark -Dsurefire.failIfNoSpecifiedTests=false}, results in
 * docs/benchmarks.md. How long the index takes to follow the log, and how long searches take over HTTP, in a log of some hundred thousand records.
 */
class AuditSearchBenchmark {

    private static final int RECORDS = Integer.getInteger("records", 500_000);
    private static final int AT_ONCE = 1000;
    private static final int ROUNDS = 9;

    private final AuditLog log = hub().part(AuditLog.class);
    private final ApiCaller auditor = hub().newCaller(Set.of("audit.read"));

    @Test
    void searchesOfALongLog() {
        long began = System.nanoTime();
        for (int first = 0; first < RECORDS; first += AT_ONCE) {
            List<GuardedDraft> drafts = new ArrayList<>();
            for (int i = first; i < first + AT_ONCE; i++) {
                drafts.add(new GuardedDraft(draft(i), RevisionGuard.none()));
            }
            log.appendAll(drafts);
        }
        long appended = System.nanoTime();
        auditor.get("/api/v1/audit/records?limit=1").expect(200);
        System.out.printf("%,d records in %,d s; the index had followed %,d ms later%n", RECORDS, Duration.ofNanos(appended - began).toSeconds(),
                Duration.ofNanos(System.nanoTime() - appended).toMillis());
        Instant recent = Instant.now().minusSeconds(5);
        hub().database().execute("analyze audit_index");
        for (String query : List.of("caseNumber=CASE-77", "operator=operator-7", "caller=caller-3", "caller=caller-3&outcome=REFUSED", "outcome=REFUSED",
                "licenseType=11350000DEM000030A005&caller=caller-3", "licenseType=11350000DEM000030A001", "from=" + recent, "caller=caller-3&from=" + recent,
                "event=LOG_SEARCHED")) {
            long[] nanos = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long start = System.nanoTime();
                auditor.get("/api/v1/audit/records?limit=100&" + query).expect(200);
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            System.out.printf("| %s | %.1f ms | %.1f ms |%n", query.replaceAll("from=.*", "from= 5 s ago"), nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS - 1] / 1e6);
        }
    }

    private static AuditDraft draft(int i) {
        AuditEvent event = i % 1000 == 0 ? AuditEvent.ACCESS_REFUSED : AuditEvent.LOOKUP_ANSWERED;
        return AuditDraft.of(event, "caller-" + i % 20).with("organisation", "海沧区行政审批局").with("operator", "operator-" + i % 500)
                .with("serviceItem", "LOCAL-610722-001").with("caseNumber", "CASE-" + i / 5).with("purpose", "受理")
                .with("licenses", List.of("1.2.156.3005.2.11350000DEM000030A005.11350205DEM0000222.20260000000001.001.7")).with("answerDigest", "0".repeat(64));
    }
}
