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
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-access";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final PushedRecord RECORD = aRecord().from(SOURCE);
    private static final String IDENTIFIER = identifier();

    private static String identifier() {
        DEPARTMENT.push(RECORD).expect(201);
        return hub().awaitLicense(READER, RECORD.holder()).get("identifier").asText();
    }

    @Nested
    class Tokens {

        @Test
        void callerWithoutATokenIsRefused() {
            hub().anonymous().lookup(RECORD.holder(), elements()).expectProblem(401, "unauthenticated");
            READER.withToken("made-up").lookup(RECORD.holder(), elements()).expectProblem(401, "unauthenticated");
        }

        @Test
        void expiredTokenIsRefused() {
            ApiCaller caller = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
            caller.lookup(RECORD.holder(), elements()).expect(200);
            hub().database().update("update access_token set expires_at = now() - interval '1 second' where client_id = ?", caller.clientId());
            caller.lookup(RECORD.holder(), elements()).expectProblem(401, "unauthenticated");
        }

        @Test
        void revokedTokenIsRefusedAtOnce() {
            ApiCaller caller = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
            caller.lookup(RECORD.holder(), elements()).expect(200);
            caller.revokeToken().expect(200);
            caller.lookup(RECORD.holder(), elements()).expectProblem(401, "unauthenticated");
        }

        @Test
        void disabledCallerIsRefusedAtOnceAndGetsNoNewToken() {
            ApiCaller caller = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
            hub().admin().delete("/api/v1/callers/" + caller.clientId()).expect(204);
            caller.lookup(RECORD.holder(), elements()).expectProblem(401, "unauthenticated");
            caller.requestToken(Set.of("licenses.read")).expect(401);
        }

        @Test
        void tokenHoldsOnlyTheScopesOfItsCaller() {
            DEPARTMENT.requestToken(Set.of("licenses.read")).expect(400);
            DEPARTMENT.lookup(RECORD.holder(), elements()).expectProblem(403, "missing-scope");
            READER.push(RECORD).expectProblem(403, "missing-scope");
            READER.get("/api/v1/reviews").expectProblem(403, "missing-scope");
            READER.get("/api/v1/callers").expectProblem(403, "missing-scope");
            READER.post("/api/v1/licenses/" + IDENTIFIER + "/suspension", Map.of("reason", "无权")).expectProblem(403, "missing-scope");
            hub().admin().get("/api/v1/audit/counts").expectProblem(403, "missing-scope");
        }

        @Test
        void nobodyIsAdministratorAndAuditorAtOnce() {
            hub().admin().post("/api/v1/callers", Map.of("clientId", "both", "name", "两者", "organisation", "局",
                    "scopes", List.of("hub.admin", "audit.read"))).expectProblem(400, "invalid-request").expectFault("scopes", "separation_of_duties");
        }

        @ParameterizedTest
        @ValueSource(strings = {"peer:hub-350200", "hub:issuing", " admin2", "a\u0000b", "甲", "a:b", ""})
        void callerCannotTakeANameThatCouldBeTakenForAHub(String clientId) {
            hub().admin().post("/api/v1/callers", Map.of("clientId", clientId, "name", "系统", "organisation", "局",
                    "scopes", List.of("licenses.read"))).expectProblem(400, "invalid-request");
        }
    }

    @Nested
    class Grants {

        private ApiCaller callerWith(Consumer<Map<String, Object>> narrowed) {
            ApiCaller caller = hub().newApprovalSystem();
            Map<String, Object> grant = hub().grantFor(caller, PushedRecord.TAX_PROOF);
            narrowed.accept(grant);
            hub().grant(grant);
            return caller;
        }

        private void expectMissingGrant(Answer answer, ApiCaller caller, String action) {
            JsonNode problem = answer.expectProblem(403, "missing-grant").json();
            assertThat(problem.at("/missingGrants/0/licenseType").asText()).isEqualTo(RECORD.typeCode());
            assertThat(problem.at("/missingGrants/0/action").asText()).isEqualTo(action);
            assertThat(problem.at("/missingGrants/0/serviceItem").asText()).isEqualTo(RunningHub.SERVICE_ITEM);
            assertThat(problem.at("/missingGrants/0/howToGetIt").asText()).isNotBlank();
            assertThat(hub().auditBody(problem.get("receipt"))).contains("ACCESS_REFUSED", caller.clientId(), RECORD.typeCode(), action);
        }

        private Answer lookupTyped(ApiCaller caller) {
            return caller.post("/api/v1/lookups", Map.of("holderCode", RECORD.holder().number(), "holderCodeType", "111",
                    "licenseTypes", List.of(RECORD.typeCode()), "elements", elements()));
        }

        @Test
        void grantForAnotherTypeIsNotEnough() {
            ApiCaller caller = hub().newApprovalSystem(PushedRecord.FOOD_PERMIT);
            expectMissingGrant(lookupTyped(caller), caller, "LOOKUP");
            expectMissingGrant(caller.data(IDENTIFIER, elements()), caller, "DATA");
            expectMissingGrant(caller.file(IDENTIFIER, elements()), caller, "FILE");
            expectMissingGrant(caller.verifyInformation(RECORD, Map.of(), elements()), caller, "VERIFY");
            assertThat(RunningHub.licenses(caller.lookup(RECORD.holder(), elements()).expect(200))).isEmpty();
        }

        @Test
        void callerWithoutAnyGrantIsToldSo() {
            ApiCaller caller = hub().newApprovalSystem();
            JsonNode problem = caller.lookup(RECORD.holder(), elements()).expectProblem(403, "missing-grant").json();
            assertThat(hub().auditBody(problem.get("receipt"))).contains("ACCESS_REFUSED");
        }

        @Test
        void grantForAnotherServiceItemIsNotEnough() {
            ApiCaller caller = callerWith(grant -> grant.put("serviceItems", List.of(RunningHub.OTHER_SERVICE_ITEM)));
            expectMissingGrant(lookupTyped(caller), caller, "LOOKUP");
        }

        @Test
        void grantForAnotherActionIsNotEnough() {
            ApiCaller caller = callerWith(grant -> grant.put("actions", List.of("LOOKUP")));
            lookupTyped(caller).expect(200);
            expectMissingGrant(caller.file(IDENTIFIER, elements()), caller, "FILE");
        }

        @Test
        void expiredGrantIsNotEnough() {
            ApiCaller caller = callerWith(grant -> {
                grant.put("validFrom", "2020-01-01T00:00:00Z");
                grant.put("validTo", "2021-01-01T00:00:00Z");
            });
            expectMissingGrant(lookupTyped(caller), caller, "LOOKUP");
        }

        @Test
        void grantThatBeginsLaterIsNotEnough() {
            ApiCaller caller = callerWith(grant -> grant.put("validFrom", "2090-01-01T00:00:00Z"));
            expectMissingGrant(lookupTyped(caller), caller, "LOOKUP");
        }

        @Test
        void revokedGrantIsNotEnough() {
            ApiCaller caller = hub().newApprovalSystem();
            String grant = hub().grant(hub().grantFor(caller, PushedRecord.TAX_PROOF)).get("id").asText();
            lookupTyped(caller).expect(200);
            hub().admin().delete("/api/v1/grants/" + grant).expect(204);
            expectMissingGrant(lookupTyped(caller), caller, "LOOKUP");
            hub().admin().delete("/api/v1/grants/" + grant).expectProblem(404, "not-found");
        }

        @Test
        void partOfTheTypesAskedForIsAnsweredAndTheRestExplained() {
            JsonNode answer = READER.post("/api/v1/lookups", Map.of("holderCode", RECORD.holder().number(), "holderCodeType", "111",
                    "licenseTypes", List.of(RECORD.typeCode(), PushedRecord.codeOf(PushedRecord.FOOD_PERMIT)), "elements", elements()))
                    .expect(200).json();
            assertThat(answer.get("licenses")).hasSize(1);
            assertThat(answer.at("/refusals/0/licenseType").asText()).isEqualTo(PushedRecord.codeOf(PushedRecord.FOOD_PERMIT));
        }

        @Test
        void fieldsNotGrantedAreMaskedEverywhere() {
            ApiCaller caller = callerWith(grant -> grant.put("fields", List.of("certificate_number", "KZ_SZ")));
            for (Answer answer : List.of(lookupTyped(caller).expect(200), caller.data(IDENTIFIER, elements()).expect(200))) {
                JsonNode license = answer.json().has("license") ? answer.json().get("license") : answer.json().at("/licenses/0");
                assertThat(license.at("/fields/certificate_number").asText()).isEqualTo(RECORD.fields().get("certificate_number"));
                assertThat(license.at("/fields/KZ_SZ").asText()).isEqualTo(RECORD.fields().get("KZ_SZ"));
                assertThat(license.get("masked").toString()).contains("certificate_holder_code", "KZ_SJJE").doesNotContain("KZ_SZ");
                assertThat(answer.text()).doesNotContain(RECORD.holder().number(), RECORD.holder().name(), RECORD.fields().get("KZ_SJJE"));
                String masked = license.at("/fields/certificate_holder_code").asText();
                assertThat(masked).isEqualTo(RECORD.holder().number().substring(0, 6) + "********" + RECORD.holder().number().substring(14));
            }
        }

        @Test
        void grantOnSomethingUnknownIsRefused() {
            Map<String, Object> grant = hub().grantFor(READER, PushedRecord.TAX_PROOF);
            for (Map.Entry<String, Object> wrong : Map.<String, Object>of("licenseType", "NONE", "serviceItems", List.of("NONE"),
                    "actions", List.of("STEAL"), "fields", List.of("no_such_field"), "clientId", " ").entrySet()) {
                Map<String, Object> changed = new LinkedHashMap<>(grant);
                changed.put(wrong.getKey(), wrong.getValue());
                hub().admin().post("/api/v1/grants", changed).expectProblem(400, "invalid-request");
            }
        }
    }

    @Nested
    class Elements {

        @ParameterizedTest
        @ValueSource(strings = {"organisation", "operator", "serviceItem", "caseNumber", "purpose"})
        void eachOfTheFiveElementsIsRequired(String element) {
            for (String empty : new String[] {null, "", "  "}) {
                Map<String, String> elements = elements();
                elements.put(element, empty);
                expectAtEveryDoor(elements, "elements." + element, "missing_field");
            }
            Map<String, String> without = elements();
            without.remove(element);
            expectAtEveryDoor(without, "elements." + element, "missing_field");
        }

        @ParameterizedTest
        @ValueSource(strings = {"organisation", "operator", "serviceItem", "caseNumber", "purpose"})
        void noElementMayHoldAnIdNumber(String element) {
            String number = Numbers.ofPerson();
            for (String text : List.of(number, "给" + number + "办理", "A" + number, number.replaceAll("(.{6})", "$1 "), fullWidth(number))) {
                Map<String, String> elements = elements();
                elements.put(element, text);
                expectAtEveryDoor(elements, "elements." + element, "personal_number");
            }
        }

        private static String fullWidth(String number) {
            return number.chars().map(c -> c - '0' + '０').collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        private void expectAtEveryDoor(Map<String, String> elements, String field, String code) {
            for (Answer answer : List.of(READER.lookup(RECORD.holder(), elements), READER.data(IDENTIFIER, elements),
                    READER.file(IDENTIFIER, elements), READER.verifyInformation(RECORD, Map.of(), elements), READER.verifyFile(new byte[1], elements))) {
                answer.expectProblem(400, "invalid-request").expectFault(field, code);
            }
        }

        @Test
        void requestWithoutElementsIsRefused() {
            READER.post("/api/v1/lookups", Map.of("holderCode", RECORD.holder().number(), "holderCodeType", "111"))
                    .expectProblem(400, "invalid-request").expectFault("elements", "missing_field");
            READER.post("/api/v1/licenses/" + IDENTIFIER + "/data", "{}").expectProblem(400, "invalid-request");
        }

        @Test
        void unknownServiceItemIsRefused() {
            Map<String, String> elements = elements();
            elements.put("serviceItem", "NO-SUCH-ITEM");
            READER.lookup(RECORD.holder(), elements).expectProblem(400, "invalid-request").expectFault("elements.serviceItem", "unknown_service_item");
        }

        @Test
        void caseNumberOfEighteenDigitsThatIsNoIdNumberIsTaken() {
            Map<String, String> elements = elements();
            elements.put("caseNumber", "350205202611220002");
            READER.lookup(RECORD.holder(), elements).expect(200);
        }
    }
}
