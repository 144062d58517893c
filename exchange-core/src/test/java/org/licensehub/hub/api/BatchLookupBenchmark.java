package org.licensehub.hub.api;

import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.licensehub.store.cache.HolderCache;
import org.licensehub.store.protection.PersonalData;

/**
 * Not a test of the lanes: {@code ./mvnw test -pl exchange-core -am -Dtest=BatchLookupBenchmark -Dsurefire.failIfNoSpecifiedTests=false},
 * results in docs/benchmarks.md. The same holders, none of them in the cache, asked one after another and in one batch, in turns; each answer with
 * its audit record. Client and hub share one JVM.
 */
class BatchLookupBenchmark {

    private static final int HOLDERS = 1_000;
    private static final int ROUNDS = 7;
    private static final String SOURCE = "350205-benchmark";

    private final ApiCaller reader = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private final List<Holder> holders = new ArrayList<>();

    @Test
    void oneBatchAgainstSingleLookups() {
        ApiCaller department = hub().newDepartment(SOURCE);
        for (int i = 0; i < HOLDERS; i++) {
            PushedRecord record = aRecord().from(SOURCE);
            department.push(record).expect(201);
            holders.add(record.holder());
        }
        holders.forEach(holder -> hub().awaitLicense(reader, holder));
        double[] single = new double[ROUNDS];
        double[] batch = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            single[i] = microsPerHolder(this::askSingly);
            batch[i] = microsPerHolder(this::askTogether);
        }
        Arrays.sort(single);
        Arrays.sort(batch);
        System.out.printf("| %d holders, cold, audited | single lookups %.0f µs a holder | one batch %.0f µs a holder | %.1f× |%n", HOLDERS,
                single[ROUNDS / 2], batch[ROUNDS / 2], single[ROUNDS / 2] / batch[ROUNDS / 2]);
    }

    private double microsPerHolder(Runnable questions) {
        PersonalData protection = hub().part(PersonalData.class);
        HolderCache cache = hub().part(HolderCache.class);
        holders.forEach(holder -> cache.forget(protection.holderKey(holder.type(), holder.number())));
        long start = System.nanoTime();
        questions.run();
        return (System.nanoTime() - start) / 1e3 / HOLDERS;
    }

    private void askSingly() {
        holders.forEach(holder -> reader.lookup(holder, elements()).expect(200));
    }

    private void askTogether() {
        Map<String, Object> question = new HashMap<>();
        question.put("elements", elements());
        question.put("holders", holders.stream().map(holder -> Map.of("holderCode", holder.number(), "holderCodeType", holder.type())).toList());
        reader.post("/api/v1/lookups/batch", question).expect(200);
    }
}
