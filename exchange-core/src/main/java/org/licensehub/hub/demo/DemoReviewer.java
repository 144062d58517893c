package org.licensehub.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The reviewer of one hub: opens every case of the queue, page by page, sends a handful back with a reason and approves the
 * others. The department corrects what came back, and then that is approved too.
 */
final class DemoReviewer {

    private static final int PAGE = 20;

    private final DemoCallers callers;
    private final int toReturn;
    private final Set<String> returned = new HashSet<>();
    private final Map<String, Boolean> corrected = new HashMap<>();
    private final AtomicLong approved = new AtomicLong();

    /** @param toReturn how many cases are sent back at their first review */
    DemoReviewer(DemoCallers callers, int toReturn) {
        this.callers = callers;
        this.toReturn = toReturn;
    }

    /** Works until so many are approved. */
    void work(long expected) {
        Patience.until(Duration.ofMinutes(5), "reviews at " + callers.site().id(), () -> {
            callers.reviewer().pages("/api/v1/reviews", PAGE).forEach(this::decide);
            if (corrected.size() < returned.size()) {
                callers.departments().values().forEach(this::correctReturned);
            }
            return approved.get() >= expected;
        });
    }

    private void decide(JsonNode entry) {
        String id = entry.get("id").asText();
        DemoApi reviewer = callers.reviewer();
        reviewer.get("/api/v1/reviews/" + id);
        if (returned.size() < toReturn && !returned.contains(id)) {
            returned.add(id);
            reviewer.post("/api/v1/reviews/" + id + "/return", Map.of("reason", "演示：请核对颁发机构名称后重新提交"), 200);
        } else {
            reviewer.post("/api/v1/reviews/" + id + "/approval", Map.of(), 200);
            approved.incrementAndGet();
        }
    }

    private void correctReturned(DemoApi department) {
        for (JsonNode waiting : department.pages("/api/v1/quarantine", PAGE)) {
            String receipt = waiting.get("receiptId").asText();
            if (waiting.get("state").asText().equals("RETURNED") && !corrected.containsKey(receipt)) {
                Map<String, String> fields = new LinkedHashMap<>();
                department.get("/api/v1/quarantine/" + receipt).get("fields").fields()
                        .forEachRemaining(field -> fields.put(field.getKey(), field.getValue().asText()));
                fields.computeIfPresent("certificate_issuing_authority_name", (name, value) -> value.replace("（演示）", "（演示，已核对）"));
                JsonNode outcome = department.put("/api/v1/quarantine/" + receipt + "/correction", Map.of("fields", fields));
                corrected.put(receipt, outcome.get("outcome").asText().equals("ACCEPTED"));
            }
        }
    }

    long approved() {
        return approved.get();
    }

    /** Cases sent back. */
    List<String> returned() {
        return List.copyOf(returned);
    }

    /** Cases sent back whose correction was accepted. */
    long corrected() {
        return corrected.values().stream().filter(accepted -> accepted).count();
    }
}
