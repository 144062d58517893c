package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.RunningHub.SERVICE_ITEM;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a caller is told beforehand is what it gets, or is refused, afterwards. */
class AccessTrialTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-trial";
    private static final String TAX_PROOF = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);

    private static JsonNode tried(ApiCaller caller, String action) {
        JsonNode answer = caller.post("/api/v1/access:dry-run", Map.of("serviceItem", SERVICE_ITEM, "licenseTypes", List.of(TAX_PROOF))).expect(200).json();
        assertThat(answer.get("licenseTypes")).hasSize(1);
        return answer.at("/licenseTypes/0/actions/" + action);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void withoutAGrantItIsToldWhichOneIsMissing() {
        ApiCaller caller = hub().newApprovalSystem();
        JsonNode lookup = tried(caller, "LOOKUP");
        assertThat(lookup.get("allowed").asBoolean()).isFalse();
        assertThat(lookup.at("/missing/licenseType").asText()).isEqualTo(TAX_PROOF);
        assertThat(lookup.at("/missing/serviceItem").asText()).isEqualTo(SERVICE_ITEM);
        assertThat(lookup.at("/missing/howToGetIt").asText()).isNotBlank();
    }

    @Test
    void fieldsToldMaskedAreThoseThatTheAnswerMasks() {
        PushedRecord record = PushedRecord.aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        hub().awaitLicense(hub().newApprovalSystem(PushedRecord.TAX_PROOF), record.holder());
        ApiCaller narrow = hub().newApprovalSystem();
        Map<String, Object> grant = hub().grantFor(narrow, PushedRecord.TAX_PROOF);
        grant.put("fields", List.of("certificate_number", "KZ_SZ"));
        grant.put("actions", List.of("LOOKUP"));
        grant.put("serviceItems", List.of(SERVICE_ITEM));
        hub().grant(grant);

        JsonNode lookup = tried(narrow, "LOOKUP");
        assertThat(texts(lookup.get("clear"))).containsExactlyInAnyOrder("certificate_number", "KZ_SZ");
        JsonNode license = narrow.lookup(record.holder(), elements()).expect(200).json().at("/licenses/0");
        List<String> told = new ArrayList<>();
        lookup.get("masked").fieldNames().forEachRemaining(told::add);
        assertThat(told).containsAll(texts(license.get("masked")));
        assertThat(tried(narrow, "FILE").get("allowed").asBoolean()).isFalse();
        narrow.file(license.get("identifier").asText(), elements()).expectProblem(403, "missing-grant");
    }

    @Test
    void wholeCatalogueIsTriedIfNoTypeIsNamedAndNothingIsWrittenToTheLog() {
        ApiCaller caller = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        long before = hub().database().queryForObject("select count(*) from audit_record where body like ?", Long.class, "%" + caller.clientId() + "%");
        JsonNode answer = caller.post("/api/v1/access:dry-run", Map.of("serviceItem", SERVICE_ITEM)).expect(200).json();
        assertThat(answer.get("licenseTypes")).hasSize(12);
        assertThat(hub().database().queryForObject("select count(*) from audit_record where body like ?", Long.class, "%" + caller.clientId() + "%"))
                .isEqualTo(before);
    }

    @Test
    void questionThatIsNoneIsRefusedByName() {
        ApiCaller caller = hub().newApprovalSystem();
        String path = "/api/v1/access:dry-run";
        assertThat(caller.post(path, Map.of()).expectProblem(400, "invalid-request").text()).contains("serviceItem");
        assertThat(caller.post(path, Map.of("serviceItem", "nothing")).expectProblem(400, "invalid-request").text()).contains("serviceItem");
        caller.post(path, Map.of("serviceItem", SERVICE_ITEM, "licenseTypes", List.of("x"))).expectProblem(400, "invalid-request");
        caller.post(path, "{\"serviceItem\":\"" + SERVICE_ITEM + "\",\"licenseTypes\":[null]}").expectProblem(400, "invalid-request");
        hub().newCaller(Set.of("records.push")).post(path, Map.of("serviceItem", SERVICE_ITEM)).expectProblem(403, "missing-scope");
        hub().anonymous().post(path, Map.of("serviceItem", SERVICE_ITEM)).expectProblem(401, "unauthenticated");
    }
}
