package org.licensehub.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.licensehub.hub.demo.DemoLookups.Found;
import org.licensehub.hub.demo.DemoPlan.Planned;
import org.licensehub.hub.demo.DemoPlan.Turn;

/** The city hub is killed while the district goes on issuing and cancelling; afterwards all three are compared. */
final class DemoOutage {

    private static final Duration CATCH_UP = Duration.ofMinutes(5);

    private final Map<String, DemoCallers> callers;
    private final Map<String, DemoHub> hubs;
    private final DemoConsole console;
    private final List<Comparison> comparisons = new ArrayList<>();

    DemoOutage(Map<String, DemoCallers> callers, Map<String, DemoHub> hubs, DemoConsole console) {
        this.callers = callers;
        this.hubs = hubs;
        this.console = console;
    }

    /** One scope as two neighbours hold it; @param scope the hub that issued */
    record Comparison(String below, String above, String scope, long here, long there, boolean equal, String digest) {
    }

    /** @return what the district answered of the hub above meanwhile */
    String strike(DemoPlan plan, DemoFeeds district, List<Found> toCancel, DemoCancellations cancellations, DemoLookups lookups) {
        hubs.get(DemoSite.CITY).kill();
        console.say("断网演练：市库已停止，区库继续签发与注销 / city hub killed; the district goes on issuing and cancelling");
        long before = issued(DemoSite.DISTRICT);
        plan.on(Turn.RESERVE).map(Planned::record).forEach(district::push);
        toCancel.forEach(cancellations::cancel);
        String above = lookups.aboveWhileAway(DemoSite.DISTRICT, toCancel.get(0).holder());
        Patience.until(CATCH_UP, "issuing while the city hub is away", () -> issued(DemoSite.DISTRICT) >= before + plan.reserve());
        return above;
    }

    /** Starts the city hub again and waits until nothing is left to deliver. @return seconds until then, from the start */
    double recover() throws IOException {
        long start = System.nanoTime();
        hubs.get(DemoSite.CITY).start();
        hubs.get(DemoSite.CITY).awaitReady();
        awaitDelivery();
        return Math.round((System.nanoTime() - start) / 1e8) / 10.0;
    }

    /** Waits until the district has nothing for the city and the city nothing for the province. */
    void awaitDelivery() {
        Patience.until(CATCH_UP, "delivery to the hubs above", () -> waiting(DemoSite.DISTRICT, "hub-350200") == 0 && waiting(DemoSite.CITY, "hub-350000") == 0);
    }

    private long waiting(String site, String peer) {
        for (JsonNode neighbour : callers.get(site).admin().get("/api/v1/peering/neighbours")) {
            if (neighbour.get("id").asText().equals(peer)) {
                return neighbour.get("waiting").asLong();
            }
        }
        throw new IllegalStateException("没有该相邻库 / no such neighbour");
    }

    private long issued(String site) {
        return callers.get(site).auditCounts().getOrDefault("LICENSE_ISSUED", 0L);
    }

    /** Compares each lower hub with the one above it, scope by scope. */
    List<Comparison> reconcile() {
        comparisons.clear();
        for (String site : List.of(DemoSite.DISTRICT, DemoSite.CITY)) {
            JsonNode report = callers.get(site).admin().post("/api/v1/peering/reconciliation", Map.of(), 200);
            for (JsonNode scope : report.get("scopes")) {
                comparisons.add(new Comparison(callers.get(site).site().id(), report.get("peer").asText(), scope.get("scope").asText(),
                        scope.get("here").asLong(), scope.get("there").asLong(), scope.get("equal").asBoolean(), scope.get("digestHere").asText()));
            }
        }
        return List.copyOf(comparisons);
    }
}
