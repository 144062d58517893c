package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** 免提交证照清单: who applies need not bring what the library holds. */
class WaiverListsTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-waivers";
    private static final String TAX_PROOF = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    private static final String EMPLOYMENT = PushedRecord.codeOf(PushedRecord.EMPLOYMENT_CERTIFICATE);
    private static final String ITEM = "LOCAL-610722-003";
    private static final String PATH = "/api/v1/waiver-lists/" + ITEM;
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller PUBLISHER = hub().newCaller(Set.of("grants.request"));

    private static Map<String, Object> material(String code, String... types) {
        return Map.of("code", code, "name", "材料 " + code, "licenseTypes", List.of(types));
    }

    private static Map<String, Object> list() {
        return Map.of("materials", List.of(material("tax", TAX_PROOF), material("form"), material("job", EMPLOYMENT), material("either", EMPLOYMENT, TAX_PROOF)));
    }

    private static Map<String, String> elementsOf(String item) {
        Map<String, String> elements = elements();
        elements.put("serviceItem", item);
        return elements;
    }

    private static Answer check(ApiCaller caller, Holder holder) {
        return caller.post(PATH + "/check", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "elements", elementsOf(ITEM)));
    }

    private static List<String> outcomes(Answer answer) {
        return answer.json().get("materials").findValuesAsText("outcome");
    }

    @Test
    void applicantIsToldWhatNeedNotBeBroughtAndNothingElseOfTheLicenses() {
        PUBLISHER.put(PATH, list()).expect(200);
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        ApiCaller reader = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        String identifier = hub().awaitLicense(reader, record.holder()).get("identifier").asText();

        Answer answer = check(reader, record.holder()).expect(200);
        assertThat(outcomes(answer)).containsExactly("WAIVED", "PAPER", "DENIED", "WAIVED");
        assertThat(answer.json().at("/materials/0/licenses/0").asText()).isEqualTo(identifier);
        assertThat(answer.json().at("/materials/3/licenses/0").asText()).isEqualTo(identifier);
        assertThat(answer.json().get("toBring").asInt()).isEqualTo(2);
        assertThat(answer.text()).doesNotContain(record.holder().number(), record.holder().name(), record.fields().get("certificate_number"));
        assertThat(hub().auditBody(answer.json().get("receipt"))).contains("LOOKUP_ANSWERED", identifier, "\"waiverList\":\"");

        hub().newManager().post("/api/v1/licenses/" + identifier + "/ending", Map.of("ending", "CANCELLED", "reason", "注销")).expect(200);
        assertThat(outcomes(check(reader, record.holder()).expect(200))).containsExactly("NOT_HELD", "PAPER", "DENIED", "NOT_HELD");
        check(hub().newApprovalSystem(), record.holder()).expectProblem(403, "missing-grant");
    }

    @Test
    void listIsReadByEverybodyAndChangedByWhoPublishedItOnly() {
        long version = PUBLISHER.put(PATH, list()).expect(200).json().get("version").asLong();
        JsonNode read = hub().anonymous().get(PATH).expect(200).json();
        assertThat(read.get("version").asLong()).isEqualTo(version);
        assertThat(read.get("materials")).hasSize(4);
        assertThat(PUBLISHER.put(PATH, list()).expect(200).json().get("version").asLong()).isEqualTo(version + 1);
        hub().newCaller(Set.of("grants.request")).put(PATH, list()).expectProblem(400, "invalid-request").expectFault("serviceItem", "taken");
        hub().anonymous().put(PATH, list()).expectProblem(401, "unauthenticated");
        hub().newApprovalSystem().put(PATH, list()).expectProblem(403, "missing-scope");
        hub().anonymous().post(PATH + "/check", Map.of()).expectProblem(401, "unauthenticated");
        hub().anonymous().get("/api/v1/waiver-lists/LOCAL-610722-030").expectProblem(404, "not-found");
        ApiCaller narrowed = hub().newApprovalSystem();
        hub().database().update("update caller set interfaces = '{LICENSE_FILES}', version = version + 1 where client_id = ?", narrowed.clientId());
        narrowed.get(PATH).expect(200);
        check(narrowed, Holder.aPerson()).expectProblem(403, "interface-not-allowed");
    }

    @Test
    void coverageTellsHowFarListAndLibraryGo() {
        String item = "LOCAL-610722-004";
        String never = PushedRecord.codeOf("marriage-certificate");
        PUBLISHER.put("/api/v1/waiver-lists/" + item, Map.of("materials", List.of(material("a", TAX_PROOF), material("b"), material("c", never)))).expect(200);
        PUBLISHER.put(PATH, list()).expect(200);
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        hub().awaitLicense(hub().newApprovalSystem(PushedRecord.TAX_PROOF), record.holder());

        List<JsonNode> lists = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = hub().admin().get("/api/v1/statistics/waiver-lists?limit=1&after=" + after).expect(200).json();
            page.get("items").forEach(lists::add);
            after = page.get("next").asText("");
        } while (!after.isEmpty());

        assertThat(lists).extracting(each -> each.get("serviceItem").asText()).isSorted().contains(ITEM, item);
        JsonNode coverage = lists.stream().filter(each -> each.get("serviceItem").asText().equals(item)).findFirst().orElseThrow();
        assertThat(coverage.get("materials").asInt()).isEqualTo(3);
        assertThat(coverage.get("listed").asInt()).isEqualTo(2);
        long held = hub().database().queryForObject("select count(*) from license where type_code = ? and state in ('VALID', 'SUSPENDED')", Long.class, never);
        assertThat(coverage.get("covered").asInt()).isEqualTo(held == 0 ? 1 : 2);
        assertThat(coverage.get("missingTypes")).hasSize(held == 0 ? 1 : 0);
        hub().newApprovalSystem().get("/api/v1/statistics/waiver-lists").expectProblem(403, "missing-scope");
    }

    @Test
    void listOrQuestionThatIsNoneIsRefusedByName() {
        PUBLISHER.put("/api/v1/waiver-lists/none", list()).expectProblem(400, "invalid-request").expectFault("serviceItem", "unknown_service_item");
        PUBLISHER.put(PATH, Map.of("materials", List.of())).expectProblem(400, "invalid-request").expectFault("materials", "out_of_range");
        PUBLISHER.put(PATH, Map.of("materials", List.of(material("a"), material("a")))).expectProblem(400, "invalid-request")
                .expectFault("materials.[1].code", "bad_code");
        PUBLISHER.put(PATH, Map.of("materials", List.of(material("a", "x")))).expectProblem(400, "invalid-request")
                .expectFault("materials.[0].licenseTypes", "unknown_license_type");
        PUBLISHER.put(PATH, Map.of("materials", List.of(Map.of("code", "a", "name", " ", "licenseTypes", List.of())))).expectProblem(400, "invalid-request")
                .expectFault("materials.[0].name", "bad_name");
        PUBLISHER.put(PATH, list()).expect(200);
        ApiCaller reader = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        Holder holder = Holder.aPerson();
        reader.post(PATH + "/check", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "elements", elements()))
                .expectProblem(400, "invalid-request").expectFault("elements.serviceItem", "not_of_list");
        reader.post(PATH + "/check", Map.of("holderCode", "1", "holderCodeType", "111", "elements", elementsOf(ITEM)))
                .expectProblem(400, "invalid-request").expectFault("holderCode", "bad_number");
        reader.post(PATH + "/check", Map.of()).expectProblem(400, "invalid-request");
    }
}
