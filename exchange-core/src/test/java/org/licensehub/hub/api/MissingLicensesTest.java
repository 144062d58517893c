package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** 缺失登记: a miss that should have been a hit becomes a task, and the license closes it. */
class MissingLicensesTest implements KeepsNumbersOutOfLogs {

    private static final String PATH = "/api/v1/missing-licenses";
    private static final String SOURCE = "350205-missing";
    private static final String TAX_PROOF = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static Map<String, Object> report(Holder holder) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("holderCode", holder.number());
        report.put("holderCodeType", holder.type());
        report.put("licenseType", TAX_PROOF);
        report.put("areaCode", "350205");
        report.put("issuerCode", null);
        report.put("elements", elements());
        return report;
    }

    private static JsonNode found(ApiCaller caller, String id, String state) {
        List<JsonNode> all = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = caller.get(PATH + "?limit=2&state=" + state + (after.isEmpty() ? "" : "&after=" + after)).expect(200).json();
            page.get("items").forEach(all::add);
            after = page.get("next").asText("");
        } while (!after.isEmpty());
        return all.stream().filter(each -> each.get("id").asText().equals(id)).findFirst().orElse(null);
    }

    @Test
    void reportOpensOneTaskThatTheLicenseClosesWhenItArrives() {
        PushedRecord record = aRecord().from(SOURCE);
        Answer first = READER.post(PATH, report(record.holder())).expect(201);
        Answer second = hub().newApprovalSystem(PushedRecord.TAX_PROOF).post(PATH, report(record.holder())).expect(201);
        String id = first.json().get("id").asText();
        assertThat(second.json().get("id").asText()).isEqualTo(id);
        assertThat(second.json().get("reports").asInt()).isEqualTo(2);
        assertThat(first.text() + second.text()).doesNotContain(record.holder().number());
        assertThat(found(READER, id, "OPEN")).isNotNull();
        assertThat(hub().database().queryForList("select body from audit_record where event = 'MISSING_LICENSE_REPORTED' and body like ?", String.class,
                "%" + id + "%")).hasSize(2).allSatisfy(body -> assertThat(body).contains("window-12", "\"found\":false"));

        DEPARTMENT.push(record).expect(201);
        String identifier = hub().awaitLicense(READER, record.holder()).get("identifier").asText();
        await().atMost(Duration.ofSeconds(60)).until(() -> found(READER, id, "ARRIVED") != null);

        assertThat(found(READER, id, "ARRIVED").get("license").asText()).isEqualTo(identifier);
        assertThat(found(READER, id, "OPEN")).isNull();
        READER.post(PATH, report(record.holder())).expectProblem(400, "invalid-request").expectFault("licenseType", "is_there");
        assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'MISSING_LICENSE_CLOSED' and body like ?", Long.class,
                "%" + id + "%")).isEqualTo(1);
    }

    @Test
    void onlyWhoIsResponsibleLearnsForWhomItIsAndEachReadingIsInTheLog() {
        ApiCaller owner = hub().newCaller(Set.of("grants.decide"));
        hub().database().update("update caller set organisation = '海沧区税务局', version = version + 1 where client_id = ?", owner.clientId());
        hub().admin().put("/api/v1/license-owners", Map.of("licenseType", TAX_PROOF, "region", "350205", "clientId", owner.clientId())).expect(200);
        try {
            Holder holder = Holder.aPerson();
            JsonNode opened = READER.post(PATH, report(holder)).expect(201).json();
            String id = opened.get("id").asText();
            assertThat(opened.get("owner").asText()).isEqualTo(owner.clientId());

            JsonNode task = owner.get(PATH + "/" + id).expect(200).json();
            assertThat(task.get("holderCode").asText()).isEqualTo(holder.number());
            assertThat(hub().database().queryForList("select body from audit_record where event = 'MISSING_LICENSE_READ' and body like ?", String.class,
                    "%" + id + "%")).singleElement().asString().contains("\"actor\":\"" + owner.clientId() + "\"").doesNotContain(holder.number());
            READER.get(PATH + "/" + id).expectProblem(403, "missing-scope");
            hub().newCaller(Set.of("grants.decide")).get(PATH + "/" + id).expectProblem(404, "not-found");
            assertThat(found(owner, id, "OPEN")).isNotNull();
            assertThat(found(hub().newApprovalSystem(), id, "OPEN")).isNull();

            owner.post(PATH + "/" + id + "/dismissal", Map.of("reason", "该主体不在本区纳税")).expect(200);
            owner.post(PATH + "/" + id + "/dismissal", Map.of("reason", "再次")).expectProblem(409, "illegal-state-move");
            assertThat(found(READER, id, "DISMISSED").get("answer").asText()).isEqualTo("该主体不在本区纳税");
            assertThat(READER.post(PATH, report(holder)).expect(201).json().get("id").asText()).as("looked for again").isNotEqualTo(id);
        } finally {
            hub().admin().delete("/api/v1/license-owners/" + TAX_PROOF + "/350205").expect(204);
        }
    }

    @Test
    void whoMayNotLookItUpReportsNothingAndCountsAreForAdministrators() {
        Holder holder = Holder.aPerson();
        hub().newApprovalSystem().post(PATH, report(holder)).expectProblem(403, "missing-grant");
        hub().anonymous().post(PATH, report(holder)).expectProblem(401, "unauthenticated");
        READER.post(PATH, report(holder)).expect(201);
        JsonNode counts = hub().admin().get("/api/v1/statistics/missing-licenses").expect(200).json();
        assertThat(counts).anySatisfy(count -> {
            assertThat(count.get("licenseType").asText()).isEqualTo(TAX_PROOF);
            assertThat(count.get("state").asText()).isEqualTo("OPEN");
            assertThat(count.get("licenses").asLong()).isPositive();
        });
        READER.get("/api/v1/statistics/missing-licenses").expectProblem(403, "missing-scope");
    }

    @Test
    void reportThatIsNoneIsRefusedByName() {
        Map<String, String> wrong = Map.of("areaCode", "99", "licenseType", "x", "holderCode", "1", "issuerCode", "y");
        Map<String, String> codes = Map.of("areaCode", "bad_division", "licenseType", "unknown_license_type", "holderCode", "bad_number", "issuerCode", "bad_number");
        wrong.forEach((part, value) -> {
            Map<String, Object> report = report(Holder.aPerson());
            report.put(part, value);
            READER.post(PATH, report).expectProblem(400, "invalid-request").expectFault("licenseType".equals(part) ? "licenseTypes" : part, codes.get(part));
        });
        READER.post(PATH, Map.of()).expectProblem(400, "invalid-request");
    }
}
