package org.licensehub.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.licensehub.hub.demo.DemoLookups.Found;

/** Cancels licenses at the district and measures how long each level takes to know. */
final class DemoCancellations {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 50;

    private final DemoApi registrar;
    private final DemoLookups lookups;
    private final Map<String, Durations> known = new LinkedHashMap<>();
    private final AtomicLong stale = new AtomicLong();

    DemoCancellations(DemoApi registrar, DemoLookups lookups) {
        this.registrar = registrar;
        this.lookups = lookups;
        List.of(DemoSite.DISTRICT, DemoSite.CITY, DemoSite.PROVINCE).forEach(site -> known.put(site, new Durations()));
    }

    /** @param watchers as many hands as there are levels above */
    void cancelAndWatch(Found license, Crew watchers) {
        long start = System.nanoTime();
        cancel(license);
        if (!isCancelled(DemoSite.DISTRICT, license)) {
            stale.incrementAndGet();
        }
        known.get(DemoSite.DISTRICT).add(System.nanoTime() - start);
        List<Future<?>> watching = List.of(watchers.start(() -> watch(DemoSite.CITY, license, start)),
                watchers.start(() -> watch(DemoSite.PROVINCE, license, start)));
        Crew.await(watching);
    }

    /** Returns when the district has acknowledged. */
    void cancel(Found license) {
        registrar.post("/api/v1/licenses/" + license.identifier() + "/ending", Map.of("ending", "CANCELLED", "reason", "演示：持证人申请注销"), 200);
    }

    private void watch(String site, Found license, long start) {
        Patience.until(LONGEST, PAUSE_MILLIS, "cancellation at " + site, () -> isCancelled(site, license));
        known.get(site).add(System.nanoTime() - start);
    }

    boolean isCancelled(String site, Found license) {
        for (JsonNode found : lookups.local(site, license.holder(), true)) {
            if (found.get("identifier").asText().equals(license.identifier())) {
                return found.get("state").asText().equals("CANCELLED");
            }
        }
        return false;
    }

    /** From the request to the first lookup that shows the license as cancelled, by level. */
    Map<String, Durations> known() {
        return known;
    }

    /** Acknowledged cancellations that the next lookup at the district did not show: none may be. */
    long stale() {
        return stale.get();
    }
}
