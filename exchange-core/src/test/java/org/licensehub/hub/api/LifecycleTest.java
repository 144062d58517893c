package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.licensehub.store.catalogue.CommonField;

class LifecycleTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-lifecycle";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller MANAGER = hub().newManager();
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF, PushedRecord.EMPLOYMENT_CERTIFICATE);

    private static JsonNode issued(PushedRecord record) {
        DEPARTMENT.push(record).expect(201);
        return hub().awaitLicense(READER, record.holder());
    }

    private static Answer suspend(String identifier) {
        return MANAGER.post("/api/v1/licenses/" + identifier + "/suspension", Map.of("reason", "核查"));
    }

    private static Answer resume(String identifier) {
        return MANAGER.post("/api/v1/licenses/" + identifier + "/resumption", Map.of("reason", "核查完毕"));
    }

    private static Answer end(String identifier, String ending) {
        return MANAGER.post("/api/v1/licenses/" + identifier + "/ending", Map.of("ending", ending, "reason", "申请注销"));
    }

    private static List<JsonNode> found(Holder holder) {
        return RunningHub.licenses(READER.lookup(holder, elements()).expect(200));
    }

    @Test
    void suspensionAndResumptionAreSeenByTheNextLookup() {
        PushedRecord record = aRecord().from(SOURCE);
        String identifier = issued(record).get("identifier").asText();
        suspend(identifier).expect(200);
        assertThat(found(record.holder()).get(0).get("standing").asText()).isEqualTo("SUSPENDED");
        resume(identifier).expect(200);
        assertThat(found(record.holder()).get(0).get("standing").asText()).isEqualTo("IN_FORCE");
    }

    @Test
    void cancelledLicenseIsNeverAnsweredAsValidThoughTheCacheWasWarm() {
        PushedRecord record = aRecord().from(SOURCE);
        String identifier = issued(record).get("identifier").asText();
        assertThat(found(record.holder()).get(0).get("from").asText()).isEqualTo("CACHE");

        assertThat(end(identifier, "CANCELLED").expect(200).json().get("state").asText()).isEqualTo("CANCELLED");

        assertThat(found(record.holder())).isEmpty();
        assertThat(READER.data(identifier, elements()).expect(200).json().at("/license/standing").asText()).isEqualTo("INVALID");
        JsonNode ended = READER.post("/api/v1/lookups", Map.of("holderCode", record.holder().number(), "holderCodeType", "111",
                "elements", elements(), "includeEnded", true)).expect(200).json().at("/licenses/0");
        assertThat(ended.get("stateLabel").asText()).isEqualTo("注销");
    }

    @Test
    void illegalMovesAreRefusedAndNamed() {
        PushedRecord record = aRecord().from(SOURCE);
        String identifier = issued(record).get("identifier").asText();
        assertThat(resume(identifier).expectProblem(409, "illegal-state-move").json().get("from").asText()).isEqualTo("VALID");
        suspend(identifier).expect(200);
        suspend(identifier).expectProblem(409, "illegal-state-move");
        end(identifier, "REVOKED").expect(200);
        end(identifier, "REVOKED").expectProblem(409, "illegal-state-move");
        end(identifier, "CANCELLED").expectProblem(409, "illegal-state-move");
        resume(identifier).expectProblem(409, "illegal-state-move");
        suspend(identifier).expectProblem(409, "illegal-state-move");
    }

    @Test
    void moveWithoutReasonOrEndingIsRefused() {
        String identifier = issued(aRecord().from(SOURCE)).get("identifier").asText();
        MANAGER.post("/api/v1/licenses/" + identifier + "/suspension", "{}").expectProblem(400, "invalid-request").expectFault("reason", "missing_field");
        MANAGER.post("/api/v1/licenses/" + identifier + "/ending", Map.of("reason", "无")).expectProblem(400, "invalid-request")
                .expectFault("ending", "missing_field");
        end(identifier, "SUPERSEDED").expectProblem(400, "invalid-request");
    }

    @Test
    void unknownLicenseIsNotFound() {
        suspend("1.2.156.3005.2.X").expectProblem(404, "not-found");
        end("no-such-license", "CANCELLED").expectProblem(404, "not-found");
    }

    @Test
    void holderOfACancelledExclusiveLicenseMayGetAnother() {
        Holder holder = Holder.aPerson();
        PushedRecord first = aRecord().of(PushedRecord.EMPLOYMENT_CERTIFICATE).from(SOURCE).heldBy(holder);
        String identifier = issued(first).get("identifier").asText();
        end(identifier, "CANCELLED").expect(200);
        DEPARTMENT.push(aRecord().of(PushedRecord.EMPLOYMENT_CERTIFICATE).from(SOURCE).heldBy(holder)).expect(201);
        assertThat(hub().awaitLicense(READER, holder).get("identifier").asText()).isNotEqualTo(identifier);
    }

    @Test
    void licenseWhoseValidityIsOverIsNotAnsweredAsValid() {
        PushedRecord record = aRecord().from(SOURCE).with(CommonField.VALIDITY_END, "2024-03-01");
        String receipt = DEPARTMENT.push(record).expect(201).json().get("receiptId").asText();
        String license = DEPARTMENT.get("/api/v1/records/" + receipt).json().get("licenseId").asText();
        String identifier = org.awaitility.Awaitility.await().until(() -> hub().database().queryForObject(
                "select identifier from license where id = ?::uuid", String.class, license), java.util.Objects::nonNull);
        assertThat(found(record.holder())).isEmpty();
        assertThat(READER.data(identifier, elements()).expect(200).json().at("/license/standing").asText()).isEqualTo("INVALID");
    }
}
