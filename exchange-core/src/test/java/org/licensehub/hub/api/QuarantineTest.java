package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.store.catalogue.CommonField;

class QuarantineTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-quarantine";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    @Test
    void faultyRecordIsKeptWithAReasonForEachFieldAndIssuedOnceCorrected() {
        PushedRecord good = aRecord().from(SOURCE);
        PushedRecord faulty = good.with(CommonField.HOLDER_CODE, Numbers.withWrongCheck(good.holder().number())).without("KZ_SZ");
        Answer pushed = DEPARTMENT.push(faulty).expect(202).expectFault("certificate_holder_code", "bad_check_character")
                .expectFault("KZ_SZ", "missing_field");
        String id = pushed.json().get("receiptId").asText();

        JsonNode kept = DEPARTMENT.get("/api/v1/quarantine/" + id).expect(200).json();
        assertThat(kept.at("/fields/certificate_holder_name").asText()).isEqualTo(good.holder().name());
        assertThat(kept.get("reasons")).hasSize(2);

        DEPARTMENT.put("/api/v1/quarantine/" + id + "/correction", Map.of("fields", good.without("KZ_SZ").fields())).expect(200)
                .expectFault("KZ_SZ", "missing_field");
        JsonNode corrected = DEPARTMENT.put("/api/v1/quarantine/" + id + "/correction", Map.of("fields", good.fields())).expect(200).json();

        assertThat(corrected.get("outcome").asText()).isEqualTo("ACCEPTED");
        assertThat(corrected.get("receiptId").asText()).isEqualTo(id);
        hub().awaitLicense(READER, good.holder());
        DEPARTMENT.put("/api/v1/quarantine/" + id + "/correction", Map.of("fields", good.fields())).expectProblem(409, "illegal-state-move");
    }

    @Test
    void sameFaultyPushAgainGetsTheSameReceipt() {
        PushedRecord faulty = aRecord().from(SOURCE).without("KZ_SZ");
        Answer first = DEPARTMENT.push(faulty).expect(202);
        Answer again = DEPARTMENT.push(faulty).expect(200);
        assertThat(again.json().get("receiptId")).isEqualTo(first.json().get("receiptId"));
        assertThat(again.json().get("reasons")).isEqualTo(first.json().get("reasons"));
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 51})
    void listIsReadToItsEndWhateverThePageEdge(int records) {
        String source = "350205-pages-" + records;
        ApiCaller department = hub().newDepartment(source);
        List<String> pushed = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            pushed.add(department.push(aRecord().from(source).without("KZ_SZ")).expect(202).json().get("receiptId").asText());
        }
        assertThat(walk(department, 50)).isEqualTo(pushed);
        assertThat(walk(department, 7)).isEqualTo(pushed);
    }

    private static List<String> walk(ApiCaller department, int limit) {
        List<String> ids = new ArrayList<>();
        JsonNode page = department.get("/api/v1/quarantine?limit=" + limit).expect(200).json();
        page.get("items").forEach(item -> ids.add(item.get("receiptId").asText()));
        while (!page.get("next").isNull()) {
            page = department.get("/api/v1/quarantine?limit=" + limit + "&after=" + page.get("next").asText()).expect(200).json();
            page.get("items").forEach(item -> ids.add(item.get("receiptId").asText()));
        }
        return ids;
    }

    @Test
    void pageAfterARecordThatDoesNotExistIsRefusedRatherThanEmpty() {
        DEPARTMENT.get("/api/v1/quarantine?after=" + UUID.randomUUID()).expectProblem(400, "invalid-request").expectFault("after", "unknown_cursor");
    }

    @Test
    void anotherDepartmentSeesAndCorrectsNothing() {
        String id = DEPARTMENT.push(aRecord().from(SOURCE).without("KZ_SZ")).expect(202).json().get("receiptId").asText();
        ApiCaller other = hub().newDepartment("350205-stranger");
        assertThat(other.get("/api/v1/quarantine").expect(200).json().get("items")).isEmpty();
        other.get("/api/v1/quarantine/" + id).expectProblem(404, "not-found");
        other.put("/api/v1/quarantine/" + id + "/correction", Map.of("fields", aRecord().fields())).expectProblem(404, "not-found");
    }
}
