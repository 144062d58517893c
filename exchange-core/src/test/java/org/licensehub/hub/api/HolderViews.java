package org.licensehub.hub.api;

import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.licensehub.hub.audit.HolderViewVerifier;
import org.licensehub.signing.Sm2Verifier;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;

/** What holders are shown, and the index that proves it. */
final class HolderViews {

    static final String PATH = "/api/v1/holder-view/uses";
    static final ApiCaller PORTAL = hub().newCaller(Set.of("holder.view"));
    static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    static final ApiCaller AUDITOR = hub().newCaller(Set.of("audit.read"));

    private HolderViews() {
    }

    static JsonNode publish() {
        return AUDITOR.post("/api/v1/audit/holder-index", Map.of()).expect(200).json();
    }

    static PublicKey key() {
        return Sm2Verifier.publicKeyFromPem(AUDITOR.get("/api/v1/audit/key").expect(200).text());
    }

    static Map<String, Object> of(Holder holder) {
        return new HashMap<>(Map.of("holderCode", holder.number(), "holderCodeType", holder.type()));
    }

    /** All pages. */
    static List<ObjectNode> pages(Holder holder, int limit) {
        List<ObjectNode> pages = new ArrayList<>();
        Map<String, Object> wanted = of(holder);
        wanted.put("limit", limit);
        do {
            pages.add((ObjectNode) PORTAL.post(PATH, wanted).expect(200).json());
            wanted.put("after", pages.get(pages.size() - 1).get("next").asText());
        } while (!pages.get(pages.size() - 1).get("next").isNull());
        return pages;
    }

    static List<JsonNode> items(List<ObjectNode> pages) {
        List<JsonNode> items = new ArrayList<>();
        pages.forEach(page -> page.get("items").forEach(items::add));
        return items;
    }

    static HolderViewVerifier.Report verify(List<ObjectNode> pages) {
        try {
            return HolderViewVerifier.verify(new ByteArrayInputStream(String.join("\n", pages.stream().map(JsonNode::toString).toList())
                    .getBytes(StandardCharsets.UTF_8)), key());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static HolderKey keyOf(Holder holder) {
        return hub().part(PersonalData.class).holderKey(holder.type(), holder.number());
    }

    /** Somebody who was looked up so often. */
    static Holder lookedUp(int times) {
        Holder holder = Holder.aPerson();
        for (int i = 0; i < times; i++) {
            READER.lookup(holder, elements()).expect(200);
        }
        return holder;
    }
}
