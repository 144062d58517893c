package org.licensehub.hub.api;

import static org.licensehub.hub.api.RunningHub.hub;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.RevisionGuard;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Not a test of the lanes: {@code ./mvnw test -pl exchange-core -am -Dtest=AuditBenchmark -Dsurefire.failIfNoSpecifiedTests=false}, results in
 * docs/benchmarks.md. Durable records a second of the log, with tree, signed head and revision of the holder, in turns with rows of the same content
 * that each caller inserts and commits by itself into a table with the same indexes; same database.
 */
class AuditBenchmark {

    private static final int ROUNDS = 5;
    private static final long SECONDS = 4;
    private static final int REFERENCE_CALLERS = 32;

    private final AuditLog log = hub().part(AuditLog.class);
    private final PersonalData protection = hub().part(PersonalData.class);
    private final JdbcTemplate jdbc = hub().database();
    private final AtomicLong numbers = new AtomicLong();

    @Test
    void groupCommitAgainstRowsCommittedOneByOne() throws InterruptedException, ExecutionException {
        jdbc.execute("create table single_record (like audit_record including all)");
        ratesOf(REFERENCE_CALLERS, this::appendToLog);
        ratesOf(REFERENCE_CALLERS, this::insertRow);
        for (int callers : new int[] {REFERENCE_CALLERS, 256}) {
            double[] ours = new double[ROUNDS];
            double[] single = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                ours[i] = ratesOf(callers, this::appendToLog);
                single[i] = ratesOf(REFERENCE_CALLERS, this::insertRow);
            }
            Arrays.sort(ours);
            Arrays.sort(single);
            System.out.printf("| %d callers of the log | %,.0f/s | single rows, %d callers | %,.0f/s | %.1f× |%n", callers, ours[ROUNDS / 2],
                    REFERENCE_CALLERS, single[ROUNDS / 2], ours[ROUNDS / 2] / single[ROUNDS / 2]);
        }
    }

    private void appendToLog() {
        HolderKey holder = holder();
        log.append(draft(holder), new RevisionGuard(Map.of(holder, 0L)));
    }

    private static AuditDraft draft(HolderKey holder) {
        return AuditDraft.of(AuditEvent.LOOKUP_ANSWERED, "caller").about(holder).with("organisation", "海沧区行政审批局").with("operator", "窗口01")
                .with("serviceItem", "LOCAL-610722-001").with("caseNumber", "2026-000001").with("purpose", "受理").with("holderCodeType", "111")
                .with("licenses", List.of("1.2.156.3005.2.11350000DEM000030A005.11350205DEM0000222.20260000000001.001.7")).with("answerDigest", "0".repeat(64));
    }

    private void insertRow() {
        long number = numbers.incrementAndGet();
        HolderKey holder = holder();
        jdbc.update("insert into single_record (sequence, event, at, holder_key, leaf_hash, body, month) values (?, ?, ?, ?, ?, ?, 0)", number,
                AuditEvent.LOOKUP_ANSWERED.name(), Timestamp.from(Instant.EPOCH), holder.bytes(), holder.bytes(), "x".repeat(560));
    }

    private HolderKey holder() {
        return protection.holderKey("111", "benchmark-" + numbers.incrementAndGet());
    }

    private static double ratesOf(int callers, Runnable work) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            long start = System.nanoTime();
            long end = start + SECONDS * 1_000_000_000L;
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                counts.add(threads.submit(() -> {
                    long done = 0;
                    while (System.nanoTime() < end) {
                        work.run();
                        done++;
                    }
                    return done;
                }));
            }
            long done = 0;
            for (Future<Long> count : counts) {
                done += count.get();
            }
            return done * 1e9 / (System.nanoTime() - start);
        } finally {
            threads.shutdown();
        }
    }
}
