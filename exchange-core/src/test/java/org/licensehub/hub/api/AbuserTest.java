package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One caller sends fifty times what is its share, each call at its time whatever became of the one before; others keep to theirs. How long
 * these wait, with and without it, is printed in one line for docs/benchmarks.md; callers and hub share a JVM here, and nothing is judged by that.
 */
@Tag("slow")
class AbuserTest implements KeepsNumbersOutOfLogs {

    private static final int SHARE = 20;
    private static final int TIMES = 50;
    private static final int OTHERS = 4;
    private static final Duration LASTS = Duration.ofSeconds(8);
    private static final String SOURCE = "350205-abuser";

    private final List<Holder> holders = licensed();

    private static List<Holder> licensed() {
        ApiCaller department = hub().newDepartment(SOURCE);
        ApiCaller reader = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        List<PushedRecord> records = IntStream.range(0, 16).mapToObj(i -> aRecord().from(SOURCE)).toList();
        records.forEach(record -> department.push(record).expect(201));
        records.forEach(record -> hub().awaitLicense(reader, record.holder()));
        return records.stream().map(PushedRecord::holder).toList();
    }

    private static ApiCaller caller(int callsPerSecond) {
        ApiCaller caller = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        JsonNode now = hub().admin().get("/api/v1/callers/" + caller.clientId()).expect(200).json().get("caller");
        hub().admin().put("/api/v1/callers/" + caller.clientId(), Map.of("name", now.get("name"), "organisation", now.get("organisation"), "scopes",
                now.get("scopes"), "version", now.get("version"), "callsPerSecond", callsPerSecond)).expect(200);
        return caller;
    }

    /** Calls of one caller: answers by status, and how long each of those that were answered took. */
    private static final class Seen {
        private final AtomicLong answered = new AtomicLong();
        private final AtomicLong shed = new AtomicLong();
        private final AtomicLong other = new AtomicLong();
        private final List<Long> nanos = new ArrayList<>();

        private void add(int status, long took) {
            (status == 200 ? answered : status == 429 ? shed : other).incrementAndGet();
            if (status == 200) {
                synchronized (nanos) {
                    nanos.add(took);
                }
            }
        }

        private static double p99(List<Seen> all) {
            long[] sorted = all.stream().flatMap(seen -> seen.nanos.stream()).mapToLong(Long::longValue).sorted().toArray();
            return sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e6;
        }
    }

    /** @param perSecond calls, evenly, each measured from when it was due */
    private Future<?> call(ExecutorService pace, ExecutorService calls, ApiCaller caller, int perSecond, Seen seen) {
        long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        return pace.submit(() -> {
            long begin = System.nanoTime();
            List<Future<?>> sent = new ArrayList<>();
            for (long due = begin; due - begin < LASTS.toNanos(); due += gap) {
                LockSupport.parkNanos(due - System.nanoTime());
                long at = due;
                Holder holder = holders.get(sent.size() % holders.size());
                sent.add(calls.submit(() -> {
                    int status = caller.lookup(holder, elements()).status();
                    seen.add(status, System.nanoTime() - at);
                }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
            return null;
        });
    }

    private List<Seen> run(List<ApiCaller> polite, ApiCaller abuser, Seen ofAbuser) throws Exception {
        ExecutorService pace = Executors.newCachedThreadPool();
        ExecutorService calls = Executors.newFixedThreadPool(32);
        ExecutorService abuse = Executors.newFixedThreadPool(64);
        try {
            List<Seen> seen = polite.stream().map(each -> new Seen()).toList();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < polite.size(); i++) {
                running.add(call(pace, calls, polite.get(i), SHARE / 2, seen.get(i)));
            }
            if (abuser != null) {
                running.add(call(pace, abuse, abuser, SHARE * TIMES, ofAbuser));
            }
            for (Future<?> each : running) {
                each.get();
            }
            return seen;
        } finally {
            pace.shutdownNow();
            calls.shutdownNow();
            abuse.shutdownNow();
        }
    }

    @Test
    void abuserIsShedDownToItsShareAndOthersAreAllAnswered() throws Exception {
        List<ApiCaller> polite = IntStream.range(0, OTHERS).mapToObj(i -> caller(SHARE)).toList();
        ApiCaller abuser = caller(SHARE);
        run(polite, abuser, new Seen());
        double calm = Seen.p99(run(polite, null, null));
        Seen ofAbuser = new Seen();
        long begin = System.nanoTime();
        List<Seen> seen = run(polite, abuser, ofAbuser);
        long lasted = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        double underAbuse = Seen.p99(seen);
        System.out.printf("AbuserTest: others' p99 %.1f ms alone, %.1f ms beside the abuser; abuser: %d answered, %d shed%n", calm, underAbuse,
                ofAbuser.answered.get(), ofAbuser.shed.get());

        // what came back meanwhile, a full bucket, and what a node does not tell the others at once
        long share = SHARE * (lasted + 2) + 2 * SHARE;
        assertThat(ofAbuser.answered.get()).isBetween(SHARE * LASTS.toSeconds() / 2, share);
        assertThat(ofAbuser.shed.get()).isGreaterThan(10 * ofAbuser.answered.get());
        assertThat(ofAbuser.other).hasValue(0);
        assertThat(seen).allSatisfy(each -> {
            assertThat(each.shed).hasValue(0);
            assertThat(each.other).hasValue(0);
            assertThat(each.answered.get()).isEqualTo(SHARE / 2 * LASTS.toSeconds());
        });
    }
}
