package org.licensehub.hub.api;

import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.licensehub.store.catalogue.CommonField;

/** The people who deal with seals in a test, each with an account of their own. */
final class SealDesk {

    static final ApiCaller APPLICANT = hub().newCaller(Set.of("seals.apply"));
    static final ApiCaller FIRST = hub().newCaller(Set.of("seals.approve"));
    static final ApiCaller SECOND = hub().newCaller(Set.of("seals.approve"));
    static final ApiCaller MANAGER = hub().newCaller(Set.of("seals.manage"));
    static final ApiCaller READER = hub().newCaller(Set.of("seals.read"));

    private static final AtomicInteger AUTHORITIES = new AtomicInteger();

    private SealDesk() {
    }

    /** An authority that no other test knows. */
    record Authority(String name, String code) {

        static Authority fresh() {
            return new Authority("海沧区示例" + AUTHORITIES.incrementAndGet() + "局", Numbers.ofOrganisation());
        }

        PushedRecord issues(PushedRecord record) {
            return record.with(CommonField.ISSUER_NAME, name).with(CommonField.ISSUER_CODE, code);
        }

        Map<String, Object> application() {
            Map<String, Object> application = new LinkedHashMap<>();
            application.put("ownerName", name);
            application.put("ownerCode", code);
            application.put("kind", "LICENSE");
            application.put("reason", "新设机构");
            return application;
        }
    }

    static String applied(Authority authority) {
        return APPLICANT.post("/api/v1/seals", authority.application()).expect(201).json().get("id").asText();
    }

    static Answer step(ApiCaller who, String id, String step) {
        return who.post("/api/v1/seals/" + id + "/" + step, step.equals("filing") ? Map.of("reason", "办理" + step, "filingNumber", "BA-" + id)
                : Map.of("reason", "办理" + step));
    }

    static void approve(String id) {
        step(FIRST, id, "approvals").expect(200);
        step(SECOND, id, "approvals").expect(200);
    }

    /** From applied for to in use. */
    static void complete(String id) {
        approve(id);
        for (String step : List.of("making", "filing", "activation")) {
            step(MANAGER, id, step).expect(200);
        }
    }

    static String inUse(Authority authority) {
        String id = applied(authority);
        complete(id);
        return id;
    }

    static JsonNode seal(String id) {
        return READER.get("/api/v1/seals/" + id).expect(200).json();
    }

    /** All items of a list, read in pages of this size. */
    static List<JsonNode> pages(String path, int size) {
        List<JsonNode> items = new ArrayList<>();
        String separator = path.contains("?") ? "&" : "?";
        String after = null;
        do {
            JsonNode page = READER.get(path + separator + "limit=" + size + (after == null ? "" : "&after="
                    + java.net.URLEncoder.encode(after, java.nio.charset.StandardCharsets.UTF_8))).expect(200).json();
            page.get("items").forEach(items::add);
            after = page.get("next").isNull() ? null : page.get("next").asText();
        } while (after != null);
        return items;
    }
}
