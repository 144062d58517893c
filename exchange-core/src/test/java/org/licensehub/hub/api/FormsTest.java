package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** 表单预填: a form gets its own fields and nothing else. */
class FormsTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-forms";
    private static final String TAX_PROOF = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    private static final String EMPLOYMENT = PushedRecord.codeOf(PushedRecord.EMPLOYMENT_CERTIFICATE);
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final ApiCaller DESIGNER = hub().newCaller(Set.of("grants.request", "licenses.read"));

    private final String path = "/api/v1/forms/form-" + UUID.randomUUID();

    private static Map<String, String> field(String name, String type, String field) {
        return Map.of("name", name, "licenseType", type, "field", field);
    }

    private static Map<String, Object> form() {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", "经营场所申请表");
        form.put("serviceItem", RunningHub.SERVICE_ITEM);
        form.put("fields", List.of(field("完税证明号", TAX_PROOF, "certificate_number"), field("税种", TAX_PROOF, "KZ_SZ"),
                field("申请人", TAX_PROOF, "certificate_holder_name"), field("就业创业证号", EMPLOYMENT, "certificate_number")));
        return form;
    }

    private Answer prefill(ApiCaller caller, Holder holder, Map<String, String> elements) {
        return caller.post(path + "/prefill", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "elements", elements));
    }

    @Test
    void formIsFilledWithItsFieldsAndEachEmptyOneSaysWhy() {
        JsonNode registered = DESIGNER.put(path, form()).expect(200).json();
        assertThat(registered.at("/needs").get(TAX_PROOF)).hasSize(3);
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        String identifier = hub().awaitLicense(READER, record.holder()).get("identifier").asText();
        ApiCaller caller = hub().newApprovalSystem();
        prefill(caller, record.holder(), elements()).expectProblem(403, "missing-grant");
        Map<String, Object> grant = hub().grantFor(caller, PushedRecord.TAX_PROOF);
        grant.put("fields", List.of("certificate_number", "KZ_SZ", "KZ_SJJE"));
        hub().grant(grant);
        Answer answer = prefill(caller, record.holder(), elements()).expect(200);
        JsonNode fields = answer.json().get("fields");
        assertThat(fields.findValuesAsText("name")).containsExactly("完税证明号", "税种", "申请人", "就业创业证号");
        assertThat(fields.at("/0/value").asText()).isEqualTo(record.fields().get("certificate_number"));
        assertThat(fields.at("/0/source").asText()).isEqualTo(identifier);
        assertThat(fields.at("/1/value").asText()).isEqualTo(record.fields().get("KZ_SZ"));
        assertThat(fields.at("/2/empty").asText()).isEqualTo("MASKED");
        assertThat(fields.at("/3/empty").asText()).isEqualTo("DENIED");
        assertThat(answer.text()).as("granted, but not in the form; in the form, but not granted").doesNotContain(record.fields().get("KZ_SJJE"),
                record.holder().number(), record.holder().name());
        assertThat(answer.json().at("/refusals/0/missing").asText()).isEqualTo("LICENSE_TYPE");
        String body = hub().auditBody(answer.json().get("receipt"));
        assertThat(body).contains("LOOKUP_ANSWERED", "\"form\":\"" + path.substring(path.lastIndexOf('/') + 1), identifier, "\"basis\":\"DUTY\"");
        assertThat(prefill(caller, Holder.aPerson(), elements()).expect(200).json().at("/fields/0/empty").asText()).isEqualTo("NONE");
    }

    @Test
    void cancelledLicenseFillsNothingAndTheOneIssuedLastGoesFirst() {
        DESIGNER.put(path, form()).expect(200);
        PushedRecord older = aRecord().from(SOURCE).with("certificate_issuing_authority_date", "2020-01-01");
        PushedRecord newer = aRecord().from(SOURCE).heldBy(older.holder());
        DEPARTMENT.push(older).expect(201);
        DEPARTMENT.push(newer).expect(201);
        JsonNode last = hub().awaitLicenses(READER, older.holder(), 2).stream().filter(license -> !license.get("issueDate").asText().equals("2020-01-01"))
                .findFirst().orElseThrow();
        JsonNode first = prefill(READER, older.holder(), elements()).expect(200).json().at("/fields/0");
        String chosen = first.get("source").asText();
        assertThat(chosen).isEqualTo(last.get("identifier").asText());
        hub().newManager().post("/api/v1/licenses/" + chosen + "/ending", Map.of("ending", "CANCELLED", "reason", "注销")).expect(200);
        JsonNode second = prefill(READER, older.holder(), elements()).expect(200).json().at("/fields/0");
        assertThat(second.get("source").asText()).isNotEqualTo(chosen);
        assertThat(second.get("value").asText()).isEqualTo(older.fields().get("certificate_number"));
    }

    @Test
    void formAsksForItsGrantsAndWhatIsApprovedFillsIt() {
        DESIGNER.put(path, form()).expect(200);
        JsonNode asked = DESIGNER.post(path + "/grant-requests", Map.of("regions", List.of("350205"), "reason", "办理经营场所事项")).expect(201).json();
        assertThat(asked).hasSize(2);
        Map<String, Object> trial = Map.of("form", path.substring(path.lastIndexOf('/') + 1));
        assertThat(DESIGNER.post("/api/v1/access:dry-run", trial).expect(200).json().at("/form/税种").asText()).isEqualTo("DENIED");
        ApiCaller security = People.person("security-admin");
        for (JsonNode request : asked) {
            assertThat(request.at("/terms/fields")).hasSize(request.at("/terms/licenseType").asText().equals(TAX_PROOF) ? 3 : 1);
            security.post("/api/v1/grant-requests/" + request.get("id").asText() + "/approval", Map.of()).expect(200);
        }
        JsonNode outcomes = DESIGNER.post("/api/v1/access:dry-run", trial).expect(200).json().get("form");
        assertThat(outcomes).hasSize(4).allSatisfy(outcome -> assertThat(outcome.asText()).isEqualTo("CLEAR"));
        assertThat(prefill(DESIGNER, Holder.aPerson(), elements()).expect(200).json().get("fields").findValuesAsText("empty")).containsOnly("NONE");
    }

    @Test
    void formIsChangedByWhoRegisteredItOnlyAndForItsOwnItemOnly() {
        DESIGNER.put(path, form()).expect(200);
        assertThat(DESIGNER.put(path, form()).expect(200).json().at("/form/version").asLong()).isEqualTo(2);
        hub().newCaller(Set.of("grants.request")).put(path, form()).expectProblem(400, "invalid-request").expectFault("code", "taken");
        READER.put(path, form()).expectProblem(403, "missing-scope");
        Map<String, String> other = elements();
        other.put("serviceItem", RunningHub.OTHER_SERVICE_ITEM);
        prefill(READER, Holder.aPerson(), other).expectProblem(400, "invalid-request").expectFault("elements.serviceItem", "not_of_form");
        READER.post("/api/v1/forms/none/prefill", Map.of("holderCode", Numbers.ofPerson(), "holderCodeType", "111", "elements", elements()))
                .expectProblem(404, "not-found");
        READER.post(path + "/prefill", Map.of()).expectProblem(400, "invalid-request");
        READER.get(path).expect(200);
        assertThat(READER.get("/api/v1/forms?limit=1").expect(200).json().get("items")).hasSize(1);
    }

    @Test
    void formThatIsNoneIsRefusedByName() {
        Map<String, Object> wrong = Map.of("name", "", "serviceItem", "x", "fields", List.of());
        wrong.forEach((part, value) -> {
            Map<String, Object> form = form();
            form.put(part, value);
            assertThat(DESIGNER.put(path, form).expectProblem(400, "invalid-request").json().at("/errors/0/field").asText()).isEqualTo(part);
        });
        for (Map<String, String> field : List.of(field("a", "x", "y"), field("a", TAX_PROOF, "no_such"), field(" ", TAX_PROOF, "KZ_SZ"))) {
            Map<String, Object> form = form();
            form.put("fields", List.of(field));
            assertThat(DESIGNER.put(path, form).expectProblem(400, "invalid-request").json().at("/errors/0/field").asText()).isEqualTo("fields.[0]");
        }
        Map<String, Object> twice = form();
        twice.put("fields", List.of(field("a", TAX_PROOF, "KZ_SZ"), field("a", TAX_PROOF, "KZ_SZ")));
        DESIGNER.put(path, twice).expectProblem(400, "invalid-request").expectFault("fields.[1]", "bad_name");
    }
}
