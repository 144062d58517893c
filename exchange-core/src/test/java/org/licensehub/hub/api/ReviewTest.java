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

class ReviewTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-review";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller REVIEWER = hub().newReviewer();
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.FOOD_PERMIT);

    private static PushedRecord permit() {
        return aRecord().of(PushedRecord.FOOD_PERMIT).from(SOURCE);
    }

    /** Pushes and returns {receipt, case}. */
    private static String[] pushed(PushedRecord record) {
        String receipt = DEPARTMENT.push(record).expect(201).json().get("receiptId").asText();
        return new String[] {receipt, DEPARTMENT.get("/api/v1/records/" + receipt).json().get("licenseId").asText()};
    }

    private static Answer approve(String id) {
        return REVIEWER.post("/api/v1/reviews/" + id + "/approval", Map.of());
    }

    private static Answer giveBack(String id, String reason) {
        return REVIEWER.post("/api/v1/reviews/" + id + "/return", Map.of("reason", reason));
    }

    @Test
    void recordWaitsForTheReviewerAndIsIssuedAfterApproval() {
        PushedRecord record = permit();
        String id = pushed(record)[1];
        JsonNode opened = REVIEWER.get("/api/v1/reviews/" + id).expect(200).json();
        assertThat(opened.get("state").asText()).isEqualTo("PENDING_REVIEW");
        assertThat(opened.at("/fields/certificate_holder_code").asText()).isEqualTo(record.holder().number());
        assertThat(RunningHub.licenses(READER.lookup(record.holder(), RunningHub.elements()).expect(200))).isEmpty();

        approve(id).expect(200);

        assertThat(hub().awaitLicense(READER, record.holder()).get("id").asText()).isEqualTo(id);
    }

    @Test
    void returnedRecordComesBackToTheDepartmentWithTheReasonAndIsIssuedAfterCorrection() {
        PushedRecord record = permit();
        String[] ids = pushed(record);
        giveBack(ids[1], "经营场所不清楚").expect(200);

        JsonNode waiting = DEPARTMENT.get("/api/v1/quarantine/" + ids[0]).expect(200).json();
        assertThat(waiting.get("state").asText()).isEqualTo("RETURNED");
        assertThat(waiting.at("/reasons/0/messageZh").asText()).contains("经营场所不清楚");
        DEPARTMENT.put("/api/v1/quarantine/" + ids[0] + "/correction", Map.of("fields", record.with("KZ_JYCS", "海沧区示范路2号").fields()))
                .expect(200);
        approve(ids[1]).expect(200);

        assertThat(hub().awaitLicense(READER, record.holder()).at("/fields/KZ_JYCS").asText()).isEqualTo("海沧区示范路2号");
    }

    @Test
    void illegalMovesAreRefusedAndNamed() {
        String id = pushed(permit())[1];
        approve(id).expect(200);
        assertThat(approve(id).expectProblem(409, "illegal-state-move").json().get("to").asText()).isEqualTo("PENDING_SEAL");
        giveBack(id, "迟了").expectProblem(409, "illegal-state-move");
        String returned = pushed(permit())[1];
        giveBack(returned, "重复").expect(200);
        giveBack(returned, "重复").expectProblem(409, "illegal-state-move");
        approve(returned).expectProblem(409, "illegal-state-move");
    }

    @Test
    void returnWithoutAReasonIsRefused() {
        String id = pushed(permit())[1];
        giveBack(id, " ").expectProblem(400, "invalid-request").expectFault("reason", "missing_field");
        REVIEWER.post("/api/v1/reviews/" + id + "/return", "{}").expectProblem(400, "invalid-request");
        giveBack(id, "长".repeat(501)).expectProblem(400, "invalid-request");
    }

    @Test
    void unknownCaseIsNotFound() {
        String nobody = UUID.randomUUID().toString();
        REVIEWER.get("/api/v1/reviews/" + nobody).expectProblem(404, "not-found");
        approve(nobody).expectProblem(404, "not-found");
        giveBack(nobody, "无").expectProblem(404, "not-found");
        REVIEWER.get("/api/v1/reviews?after=" + nobody).expectProblem(404, "not-found");
    }

    @Test
    void queueIsReadToItsEndWhateverThePageEdge() {
        List<String> pushed = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            pushed.add(pushed(permit())[1]);
        }
        List<String> whole = walk(1000);
        assertThat(whole).doesNotHaveDuplicates().containsSubsequence(pushed);
        assertThat(walk(50)).isEqualTo(whole);
        if (whole.size() <= 1000) {
            assertThat(walk(whole.size())).isEqualTo(whole);
            assertThat(walk(whole.size() - 1)).isEqualTo(whole);
        }
    }

    private static List<String> walk(int limit) {
        List<String> ids = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = REVIEWER.get("/api/v1/reviews?limit=" + limit + after).expect(200).json();
            page.get("items").forEach(item -> ids.add(item.get("id").asText()));
            after = "&after=" + page.get("next").asText();
        } while (!page.get("next").isNull());
        return ids;
    }
}
