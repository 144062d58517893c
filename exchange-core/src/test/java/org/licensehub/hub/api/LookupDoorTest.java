package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lookups that are answered before the chain of filters: the same answers, the same refusals, and no change comes too late. */
class LookupDoorTest implements KeepsNumbersOutOfLogs {

    private static final String DOOR = "/api/v1/lookups";
    /** What is unusual goes through the chain: here a parameter that nobody reads. */
    private static final String CHAIN = DOOR + "?way=ordinary";
    private static final String SOURCE = "350205-door";
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final PushedRecord RECORD = aRecord().from(SOURCE);
    private static final String IDENTIFIER = identifier();

    private static String identifier() {
        hub().newDepartment(SOURCE).push(RECORD).expect(201);
        return hub().awaitLicense(READER, RECORD.holder()).get("identifier").asText();
    }

    private static Map<String, Object> question() {
        return Map.of("holderCode", RECORD.holder().number(), "holderCodeType", RECORD.holder().type(), "elements", elements());
    }

    private static Answer ask(ApiCaller caller) {
        return caller.post(DOOR, question());
    }

    private static JsonNode without(JsonNode json, String... names) {
        return ((ObjectNode) json.deepCopy()).remove(List.of(names));
    }

    private static Map<String, List<String>> headers(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers());
        headers.keySet().removeIf(name -> Set.of("date", "content-length", "transfer-encoding", "keep-alive", "connection").contains(name.toLowerCase()));
        return headers;
    }

    @Test
    void answerRecordAndHeadersAreThoseOfTheChain() throws Exception {
        ask(READER).expect(200);
        Answer quick = ask(READER).expect(200);
        Answer again = ask(READER).expect(200);
        Answer ordinary = READER.post(CHAIN, question()).expect(200);

        assertThat(RunningHub.licenses(quick)).extracting(license -> license.get("identifier").asText()).containsExactly(IDENTIFIER);
        for (Answer each : List.of(quick, again)) {
            assertThat(without(each.json(), "receipt")).isEqualTo(without(ordinary.json(), "receipt"));
            assertThat(headers(each)).isEqualTo(headers(ordinary));
            assertThat(record(each)).isEqualTo(record(ordinary)).isNotEmpty();
        }
        assertThat(List.of(quick, again, ordinary)).extracting(each -> each.json().at("/receipt/sequence").asLong()).doesNotHaveDuplicates();
    }

    private static JsonNode record(Answer answer) throws Exception {
        JsonNode body = new com.fasterxml.jackson.databind.ObjectMapper().readTree(hub().auditBody(answer.json().get("receipt")));
        assertThat(body.get("sequence")).isEqualTo(answer.json().at("/receipt/sequence"));
        return without(body, "sequence", "at");
    }

    /** Shows that memory is used, and that it is the version it is held to: only here somebody changes the register and hides it. */
    @Test
    void callerIsRememberedForAsLongAsTheVersionOfTheRegisterStands() {
        ApiCaller caller = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        ask(caller).expect(200);
        hub().database().execute("alter table access_token disable trigger access_token_revoked");
        try {
            caller.revokeToken().expect(200);
            ask(caller).expect(200);
            caller.post(CHAIN, question()).expectProblem(401, "unauthenticated");
        } finally {
            hub().database().execute("alter table access_token enable trigger access_token_revoked");
        }
        hub().database().update("update access_version set version = version + 1");

        ask(caller).expectProblem(401, "unauthenticated");
    }

    @Test
    void withdrawnGrantAnswersNothingMoreAndANewOneAtOnce() {
        ApiCaller caller = hub().newApprovalSystem();
        Map<String, Object> narrow = hub().grantFor(caller, PushedRecord.TAX_PROOF);
        narrow.put("fields", List.of("KZ_SZ"));
        String grant = hub().grant(narrow).get("id").asText();
        assertThat(ask(caller).expect(200).json().at("/licenses/0/masked")).isNotEmpty();
        assertThat(ask(caller).expect(200).json().at("/licenses/0/masked")).isNotEmpty();

        hub().grant(hub().grantFor(caller, PushedRecord.TAX_PROOF));
        assertThat(ask(caller).expect(200).json().at("/licenses/0/masked")).isEmpty();

        caller = withdrawAll(caller, grant);
        ask(caller).expectProblem(403, "missing-grant");
    }

    private static ApiCaller withdrawAll(ApiCaller caller, String first) {
        hub().admin().delete("/api/v1/grants/" + first).expect(204);
        assertThat(ask(caller).expect(200).json().at("/licenses/0/masked")).isEmpty();
        hub().admin().get("/api/v1/callers/" + caller.clientId() + "/grants").expect(200).json()
                .forEach(held -> hub().admin().delete("/api/v1/grants/" + held.at("/grant/id").asText()).expect(204));
        return caller;
    }

    @Test
    void whatIsChangedOfACallerCountsForItsNextQuestion() {
        ApiCaller caller = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        ask(caller).expect(200);
        change(caller, "interfaces", List.of("LICENSE_FILES"));
        ask(caller).expectProblem(403, "interface-not-allowed");
        // now memory says no as well, and must not go on saying so
        ask(caller).expectProblem(403, "interface-not-allowed");
        change(caller, "interfaces", List.of());
        ask(caller).expect(200);
        change(caller, "networks", List.of("192.0.2.0/24"));
        ask(caller).expectProblem(403, "foreign-network");
        change(caller, "networks", List.of());
        change(caller, "scopes", List.of("records.push"));
        ask(caller).expectProblem(403, "missing-scope");
    }

    /** A question that memory could not answer goes on through the chain, and is still one call. */
    @Test
    void callIsCountedOnceWhicheverWayItIsAnswered() {
        ApiCaller caller = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        change(caller, "dailyLimit", 4);
        ask(caller).expect(200);
        hub().database().update("update access_version set version = version + 1");
        ask(caller).expect(200);
        caller.post(CHAIN, question()).expect(200);
        ask(caller).expect(200);
        Answer refused = ask(caller).expectProblem(429, "daily-limit-reached");
        assertThat(refused.header("Retry-After")).isPresent();
    }

    private static void change(ApiCaller caller, String name, Object value) {
        ObjectNode terms = (ObjectNode) hub().admin().get("/api/v1/callers/" + caller.clientId()).expect(200).json().get("caller");
        terms.remove("clientId");
        terms.putPOJO(name, value);
        hub().admin().put("/api/v1/callers/" + caller.clientId(), terms).expect(200);
    }

    @Test
    void quotaIsCountedForRememberedCallersAsWell() {
        ApiCaller caller = hub().newApprovalSystem();
        Map<String, Object> few = hub().grantFor(caller, PushedRecord.TAX_PROOF);
        few.put("totalQuota", 3);
        hub().grant(few);
        for (int i = 0; i < 3; i++) {
            ask(caller).expect(200);
        }
        ask(caller).expectProblem(403, "missing-grant");
    }

    @Test
    void cancelledLicenseIsNotAnsweredThoughTheAnswerIsInMemory() {
        PushedRecord record = aRecord().from(SOURCE + "-2");
        hub().newDepartment(SOURCE + "-2").push(record).expect(201);
        Map<String, Object> question = Map.of("holderCode", record.holder().number(), "holderCodeType", record.holder().type(), "elements", elements());
        String identifier = hub().awaitLicense(READER, record.holder()).get("identifier").asText();
        READER.post(DOOR, question).expect(200);
        READER.post(DOOR, question).expect(200);

        hub().newManager().post("/api/v1/licenses/" + identifier + "/ending", Map.of("ending", "CANCELLED", "reason", "申请注销")).expect(200);

        assertThat(RunningHub.licenses(READER.post(DOOR, question).expect(200))).isEmpty();
    }

    static Stream<byte[]> wrongQuestions() {
        String good = "{\"holderCode\":\"" + RECORD.holder().number() + "\",\"holderCodeType\":\"111\",\"elements\":{\"organisation\":\"局\",\"operator\":\"w\","
                + "\"serviceItem\":\"" + RunningHub.SERVICE_ITEM + "\",\"caseNumber\":\"c\",\"purpose\":\"p\"}}";
        Stream<String> texts = Stream.of("", "null", "[]", "7", "{", good + "x", good.replace("\"purpose\":\"p\"", "\"purpose\":\"\""),
                good.replace("\"purpose\":\"p\"", "\"purpose\":\"" + RECORD.holder().number() + "\""), good.replace(RunningHub.SERVICE_ITEM, "NO-SUCH"),
                good.replace("\"111\"", "111"), good.replace("{\"holderCode\"", "{\"holderCode\":\"1\",\"holderCode\""),
                good.replace("{\"holderCode\"", "{\"more\":1,\"holderCode\""), good.replace("\"purpose\":\"p\"", "\"purpose\":\"" + "长".repeat(201) + "\""),
                good.replace("\"elements\"", "\"limit\":1001,\"elements\""), good.replace("\"elements\"", "\"licenseTypes\":[null],\"elements\""),
                good.replace("\"elements\"", "\"licenseTypes\":[\"X\"],\"elements\""), good.replace("\"elements\"", "\"consent\":\"000000\",\"elements\""),
                good.replace("\"p\"}", "\"" + "p".repeat(20_000) + "\"}"), "[".repeat(100));
        byte[] brokenText = good.getBytes(StandardCharsets.UTF_8);
        brokenText[brokenText.length - 4] = (byte) 0xff;
        return Stream.concat(texts.map(text -> text.getBytes(StandardCharsets.UTF_8)), Stream.of(brokenText));
    }

    @ParameterizedTest
    @MethodSource("wrongQuestions")
    void wrongQuestionIsRefusedAsByTheChain(byte[] body) {
        ask(READER).expect(200);
        Answer quick = READER.post(DOOR, "application/json", BodyPublishers.ofByteArray(body)).expectProblem();
        Answer ordinary = READER.post(CHAIN, "application/json", BodyPublishers.ofByteArray(body)).expectProblem();

        assertThat(quick.status()).isEqualTo(ordinary.status());
        assertThat(without(quick.json(), "instance", "receipt")).isEqualTo(without(ordinary.json(), "instance", "receipt"));
        assertThat(headers(quick)).isEqualTo(headers(ordinary));
    }

    @Test
    void tokenBesideASignatureIsRefusedAlsoOfARememberedCaller() throws Exception {
        ask(READER).expect(200);
        String body = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(question());
        var request = java.net.http.HttpRequest.newBuilder(hub().address().resolve(DOOR)).header("Authorization", "Bearer " + READER.token())
                .header("X-Signature", "A".repeat(44)).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build();
        assertThat(java.net.http.HttpClient.newHttpClient().send(request, java.net.http.HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }
}
