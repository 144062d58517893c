package org.licensehub.hub.api;

import static org.licensehub.hub.api.RunningHub.hub;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.audit.HolderRecords;
import org.licensehub.hub.audit.NumberRuns;
import org.licensehub.signing.Sm3;
import org.licensehub.store.protection.HolderKey;

/**
 * Not a test of the lanes: {@code ./mvnw test -pl exchange-core -am -Dtest=OversightBenchmark -Dsurefire.failIfNoSpecifiedTests=false}, results in
 * docs/benchmarks.md. What noticing numbers in sequence costs an answer, how fast flags follow the log, and how long a holder index takes.
 */
class OversightBenchmark {

    private static final int RECORDS = Integer.getInteger("records", 100_000);
    private static final int HOLDERS = Integer.getInteger("holders", 80_000);
    private static final int AT_ONCE = 5000;
    private static final int NUMBERS = 100_000;
    private static final int ROUNDS = 50;

    @Test
    void noticingNumbersInSequence() {
        NumberRuns runs = new NumberRuns(5, 1 << 14, Clock.systemUTC());
        String[] numbers = new String[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            numbers[i] = "350205%08d%03d0".formatted(random.nextInt(19_000_000, 20_300_000), random.nextInt(1000));
        }
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < NUMBERS; i++) {
                runs.asked("caller-" + i % 4, "window-1", numbers[i], i);
            }
            if (round >= ROUNDS - 3) {
                System.out.printf("noticing: %.0f ns a number%n", (System.nanoTime() - start) / (double) NUMBERS);
            }
        }
    }

    @Test
    void flagsAndHolderIndexOfALongLog() {
        ApiCaller auditor = hub().newCaller(Set.of("audit.read"));
        for (int first = 0; first < RECORDS; first += AT_ONCE) {
            int begin = first;
            Instant at = Instant.parse("2026-11-01T02:00:00Z").plus(Duration.ofSeconds(first * 2L));
            PastRecords.at(at, AT_ONCE, i -> PastRecords.lookup("caller-" + (begin + i) % 20, "operator-" + (begin + i) % 500, holder((begin + i) * 7919L % HOLDERS)));
        }
        auditor.get("/api/v1/audit/records?limit=1").expect(200);
        timed("flags follow %,d records".formatted(RECORDS), () -> auditor.get("/api/v1/audit/flags?limit=1").expect(200));
        System.out.println(auditor.get("/api/v1/statistics/audit-flags").expect(200).text());
        timed("first holder index of %,d records, %,d holders".formatted(RECORDS, HOLDERS), () -> auditor.post("/api/v1/audit/holder-index", Map.of()).expect(200));
        PastRecords.at(Instant.now(), AT_ONCE, i -> PastRecords.lookup("caller-1", "operator-1", holder(i)));
        timed("next holder index, 5,000 records later", () -> auditor.post("/api/v1/audit/holder-index", Map.of()).expect(200));
        HolderRecords records = hub().part(HolderRecords.class);
        HolderRecords.Published published = records.published().orElseThrow();
        long size = hub().database().queryForObject("select size from audit_tree", Long.class);
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long start = System.nanoTime();
            records.uses(holder(i), 0, size, 100);
            records.proof(holder(i), published.number(), size).orElseThrow();
            nanos.add(System.nanoTime() - start);
        }
        nanos.sort(null);
        System.out.printf("uses and proof of a holder: median %.1f ms, longest %.1f ms%n", nanos.get(100) / 1e6, nanos.get(199) / 1e6);
    }

    private static void timed(String what, Runnable task) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long before = runtime.totalMemory() - runtime.freeMemory();
        long start = System.nanoTime();
        task.run();
        System.out.printf("%s: %.1f s (heap %,d MB before, %,d MB after, not collected)%n", what, (System.nanoTime() - start) / 1e9, before >> 20,
                runtime.totalMemory() - runtime.freeMemory() >> 20);
    }

    private static HolderKey holder(long number) {
        return new HolderKey(Sm3.digest(ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
    }
}
