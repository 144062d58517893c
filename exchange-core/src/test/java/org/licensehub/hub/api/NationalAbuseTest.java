package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.hub;
import static org.licensehub.hub.api.ShareClient.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.api.SealDesk.Authority;
import org.licensehub.store.postgres.LocalPostgres;

/** What must not work at the national interface, and how it is said: in the head, with HTTP status 200, never as an accident. */
class NationalAbuseTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-national-abuse";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final ShareClient CLIENT = ShareClient.registered(PushedRecord.TAX_PROOF);
    private static final String TYPE = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    private static final PushedRecord RECORD = Authority.fresh().issues(aRecord().from(SOURCE));
    private static final String IDENTIFIER = identifier();
    private static final String ASK = "{\"certIdentifier\":\"" + IDENTIFIER + "\",\"useCause\":\"办理\"}";

    private static String identifier() {
        DEPARTMENT.push(RECORD).expect(201);
        return hub().awaitLicense(READER, RECORD.holder()).get("identifier").asText();
    }

    private static int refusals(String reason) {
        return hub().database().queryForObject("select count(*) from audit_record where event = 'CALL_REFUSED' and body like ?", Integer.class,
                "%\"" + reason + "\"%");
    }

    private static void expectNothing(Answer answer, int status) {
        assertThat(status(answer)).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.json().get("data").isNull()).isTrue();
        assertThat(answer.text()).doesNotContain(IDENTIFIER, RECORD.holder().number(), RECORD.holder().name());
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
    }

    @Test
    void tokenThatIsMissingUnknownOfSomebodyElseOrOfAnotherIdIsRefusedAlike() {
        String id = CLIENT.caller().clientId();
        ApiCaller other = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        int foreign = refusals("foreign_access_id");
        int unknown = refusals("token_refused");
        List<Answer> answers = new ArrayList<>();
        answers.add(ShareClient.raw("queryCertInfo", "{\"data\":" + ASK + "}"));
        answers.add(ShareClient.raw("queryCertInfo", "{\"head\":{\"accessId\":\"" + id + "\"},\"data\":" + ASK + "}"));
        answers.add(ShareClient.raw("queryCertInfo", "{\"head\":\"" + CLIENT.caller().token() + "\",\"data\":" + ASK + "}"));
        answers.add(ShareClient.as(id, "", "queryCertInfo", ASK));
        answers.add(ShareClient.as(id, "x".repeat(100_000), "queryCertInfo", ASK));
        answers.add(ShareClient.as(id, "unknown", "queryCertInfo", ASK));
        answers.add(ShareClient.as(id, other.token(), "queryCertInfo", ASK));
        answers.add(ShareClient.as(other.clientId(), CLIENT.caller().token(), "queryCertInfo", ASK));
        answers.add(ShareClient.as("admin", CLIENT.caller().token(), "queryCertInfo", ASK));
        answers.forEach(answer -> expectNothing(answer, 11));
        assertThat(answers.stream().map(Answer::text).distinct()).hasSize(1);
        assertThat(refusals("foreign_access_id")).isGreaterThan(foreign);
        assertThat(refusals("token_refused")).isGreaterThan(unknown);
    }

    @Test
    void tokenThatHasExpiredOrWasRevokedIsRefusedAtOnce() {
        ShareClient expired = ShareClient.registered(PushedRecord.TAX_PROOF);
        assertThat(status(expired.call("queryCertInfo", ASK))).isZero();
        hub().database().update("update access_token set expires_at = now() - interval '1 second' where client_id = ?", expired.caller().clientId());
        expectNothing(expired.call("queryCertInfo", ASK), 11);
        ShareClient revoked = ShareClient.registered(PushedRecord.TAX_PROOF);
        revoked.caller().revokeToken().expect(200);
        expectNothing(revoked.call("queryCertInfo", ASK), 11);
        ShareClient disabled = ShareClient.registered(PushedRecord.TAX_PROOF);
        String promised = disabled.download(IDENTIFIER);
        hub().admin().delete("/api/v1/callers/" + disabled.caller().clientId()).expect(204);
        expectNothing(disabled.call("queryCertInfo", ASK), 11);
        hub().anonymous().get(promised).expectProblem(404, "not-found");
    }

    @Test
    void tokenInTheHeaderIsNoTokenHere() {
        expectNothing(CLIENT.caller().post("/share/v1/queryCertInfo", "{\"data\":" + ASK + "}"), 11);
        ShareClient stranger = ShareClient.registered();
        expectNothing(CLIENT.caller().post("/share/v1/queryCertInfo", "{\"head\":{\"accessId\":\"" + stranger.caller().clientId()
                + "\",\"accessToken\":\"" + stranger.caller().token() + "\"},\"data\":" + ASK + "}"), 100);
    }

    @Test
    void callerWithoutGrantGetsNothingAndItIsRecorded() {
        ShareClient stranger = ShareClient.registered();
        for (String operation : List.of("queryCertInfo", "downloadUrl")) {
            expectNothing(stranger.call(operation, ASK), 100);
        }
        expectNothing(stranger.file(IDENTIFIER, "pdf"), 100);
        expectNothing(stranger.search(RECORD.holder(), TYPE), 100);
        expectNothing(stranger.call("verifyFile", "{\"certTypeCode\":\"" + TYPE + "\",\"contentType\":\"base64\",\"content\":\"AAAA\",\"useCause\":\"核验\"}"), 100);
        expectNothing(stranger.call("verifyCertInfo", "{\"certTypeCode\":\"" + TYPE + "\",\"certData\":{\"holderCode\":\"" + RECORD.holder().number()
                + "\",\"holder\":\"某人\",\"certNo\":\"1\"},\"useCause\":\"核验\"}"), 100);
        assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'ACCESS_REFUSED' and body like ?", Integer.class,
                "%\"" + stranger.caller().clientId() + "\"%")).isEqualTo(6);
    }

    @Test
    void narrowedCallerCannotGoRoundByTheNationalInterface() {
        ShareClient client = ShareClient.registered(PushedRecord.TAX_PROOF);
        String promised = client.download(IDENTIFIER);
        narrow(client, Map.of("interfaces", List.of("LOOKUPS")));
        assertThat(status(client.search(RECORD.holder(), TYPE))).isZero();
        expectNothing(client.call("queryCertInfo", ASK), 11);
        expectNothing(client.file(IDENTIFIER, "pdf"), 11);
        hub().anonymous().get(promised).expectProblem(404, "not-found");
        narrow(client, Map.of("networks", List.of("10.9.9.0/24")));
        expectNothing(client.search(RECORD.holder(), TYPE), 11);
        narrow(client, Map.of("dailyLimit", 1));
        assertThat(status(client.search(RECORD.holder(), TYPE))).isZero();
        expectNothing(client.search(RECORD.holder(), TYPE), 99);
        ShareClient pusher = new ShareClient(hub().newCaller(Set.of("records.push"), SOURCE));
        expectNothing(pusher.call("queryCertInfo", ASK), 11);
    }

    private static void narrow(ShareClient client, Map<String, Object> terms) {
        String path = "/api/v1/callers/" + client.caller().clientId();
        Map<String, Object> change = new java.util.HashMap<>(Map.of("name", "系统", "organisation", "局", "scopes", List.of("licenses.read"), "version",
                hub().admin().get(path).json().at("/caller/version").asLong()));
        change.putAll(terms);
        hub().admin().put(path, change).expect(200);
    }

    @Test
    void whatIsMissingAndNotRegisteredIsNamed() {
        ShareClient bare = new ShareClient(hub().newApprovalSystem(PushedRecord.TAX_PROOF));
        Answer answer = bare.call("queryCertInfo", ASK);
        expectNothing(answer, 12);
        assertThat(answer.json().at("/head/message").asText()).contains("username");
        expectNothing(CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"" + IDENTIFIER + "\"}"), 12);
        expectNothing(CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"" + IDENTIFIER + "\",\"useCause\":\" \"}"), 12);
        expectNothing(CLIENT.call("queryCertInfo", "{\"useCause\":\"办理\"}"), 12);
        expectNothing(CLIENT.call("queryCert", "{\"holderCode\":\"" + RECORD.holder().number() + "\",\"useCause\":\"办理\"}"), 12);
        expectNothing(CLIENT.call("queryCert", "{\"certTypeCode\":\"" + TYPE + "\",\"useCause\":\"办理\"}"), 12);
        expectNothing(ShareClient.raw("queryCert", "{\"head\":{\"accessId\":\"" + CLIENT.caller().clientId() + "\",\"accessToken\":\""
                + CLIENT.caller().token() + "\"}}"), 12);
    }

    @Test
    void wrongValuesHaveTheirCodesAndAreNotRepeated() {
        String number = RECORD.holder().number();
        String wrong = Numbers.withWrongCheck(number);
        expectNothing(CLIENT.search(new Holder("某人", "111", wrong), TYPE), 102);
        assertThat(CLIENT.search(new Holder("某人", "111", wrong), TYPE).text()).doesNotContain(wrong);
        expectNothing(CLIENT.search(new Holder("某人", "777", number), TYPE), 103);
        expectNothing(CLIENT.search(RECORD.holder(), "11100000000013338W999"), 13);
        expectNothing(CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"../../etc/passwd\",\"useCause\":\"办理\"}"), 102);
        expectNothing(CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"a\\u0000b\",\"useCause\":\"办理\"}"), 102);
        expectNothing(CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"" + IDENTIFIER + "\",\"useCause\":\"为" + number + "办理\"}"), 102);
        expectNothing(CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"" + IDENTIFIER + "\",\"useCause\":\"" + "长".repeat(201) + "\"}"), 102);
        expectNothing(CLIENT.call("queryCertInfo", "{\"certIdentifier\":{},\"useCause\":\"办理\"}"), 102);
        expectNothing(CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"" + IDENTIFIER
                + "\",\"useCause\":\"{\\\"certificateEventCode\\\":\\\"扫码无需事项id\\\",\\\"certificateCopyCause\\\":\\\"办理\\\"}\"}"), 102);
        String unknown = IDENTIFIER.substring(0, IDENTIFIER.length() - 5) + "777" + IDENTIFIER.substring(IDENTIFIER.length() - 2);
        expectNothing(CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"" + unknown + "\",\"useCause\":\"办理\"}"), 10);
        expectNothing(CLIENT.search(Holder.aPerson(), TYPE), 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"x\"", "{}x", "{\"head\":{},\"head\":{}}", "{\"head\":{\"accessId\":\"a\",\"accessId\":\"b\"}}"})
    void malformedBodyIsABadValueOrNoIdentity(String body) {
        Answer answer = ShareClient.raw("queryCert", body);
        expectNothing(answer, 102);
    }

    @Test
    void bodyThatIsTooLargeOrNestedTooDeepIsRefused() {
        String head = "{\"head\":{\"accessId\":\"" + CLIENT.caller().clientId() + "\",\"accessToken\":\"" + CLIENT.caller().token() + "\"},\"data\":";
        expectNothing(ShareClient.raw("queryCert", head + "\"" + "x".repeat(8_100_000) + "\"}"), 102);
        expectNothing(ShareClient.raw("queryCert", head + "[".repeat(5000) + "]".repeat(5000) + "}"), 102);
        expectNothing(hub().anonymous().post("/share/v1/queryCert", "application/json", BodyPublishers.ofByteArray(
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'})), 102);
    }

    @Test
    void operationThatIsNotThereAndOtherMethodsAreNoService() {
        expectNothing(CLIENT.call("queryEverything", ASK), 2);
        expectNothing(CLIENT.caller().get("/share/v1/queryCert"), 2);
        expectNothing(hub().anonymous().get("/share/v1/queryCert"), 11);
        expectNothing(CLIENT.call("queryCert/", ASK), 2);
        for (String trick : List.of("queryCert%00", "queryCert;x=y", "%2e%2e/%2e%2e/api/v1/lookups", "..;/queryCert")) {
            Answer answer = CLIENT.call(trick, ASK);
            assertThat(answer.status()).as(trick + answer.text()).isIn(200, 400);
            assertThat(answer.text()).as(trick).doesNotContain("certData", IDENTIFIER);
        }
    }

    @Test
    void addressIsGoodForOneOfManyThatFetchAtOnce() throws Exception {
        int fetchers = 16;
        for (int round = 0; round < 3; round++) {
            String path = CLIENT.download(IDENTIFIER);
            CyclicBarrier start = new CyclicBarrier(fetchers);
            ExecutorService threads = Executors.newFixedThreadPool(fetchers);
            try {
                List<Callable<Answer>> all = new ArrayList<>();
                for (int i = 0; i < fetchers; i++) {
                    all.add(() -> {
                        start.await();
                        return hub().anonymous().get(path);
                    });
                }
                List<Integer> statuses = new ArrayList<>();
                for (Future<Answer> answer : threads.invokeAll(all)) {
                    statuses.add(answer.get().status());
                }
                assertThat(statuses).containsOnly(200, 404).containsOnlyOnce(200);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void addressIsGoodForTenMinutesAndNotLonger() {
        String path = CLIENT.download(IDENTIFIER);
        Long seconds = hub().database().queryForObject("""
                select extract(epoch from expires_at - created_at)::bigint from one_time_download order by created_at desc limit 1""", Long.class);
        assertThat(seconds).isEqualTo(600);
        hub().database().update("update one_time_download set created_at = created_at - interval '601 seconds', expires_at = expires_at - interval '601 seconds'");
        hub().anonymous().get(path).expectProblem(404, "not-found");
    }

    @Test
    void addressIsWorthNothingAfterTheGrantWasWithdrawn() {
        ShareClient client = ShareClient.registered();
        JsonNode grant = hub().grant(hub().grantFor(client.caller(), PushedRecord.TAX_PROOF));
        String path = client.download(IDENTIFIER);
        hub().admin().delete("/api/v1/grants/" + grant.get("id").asText()).expect(204);
        hub().anonymous().get(path).expectProblem(403, "missing-grant");
    }

    @Test
    void quotaOfAGrantIsTakenByTheCopyAndNotByItsAddressAsWell() {
        ShareClient client = ShareClient.registered();
        Map<String, Object> grant = hub().grantFor(client.caller(), PushedRecord.TAX_PROOF);
        grant.put("totalQuota", 1);
        hub().grant(grant);
        String first = client.download(IDENTIFIER);
        String second = client.download(IDENTIFIER);
        hub().anonymous().get(first).expect(200);
        hub().anonymous().get(second).expectProblem(403, "missing-grant");
        expectNothing(client.address(IDENTIFIER), 99);
        expectNothing(client.call("queryCertInfo", ASK), 99);
    }

    @Test
    void addressIsNeitherGuessedNorUsedUpByAPeekAndNothingOfItLiesInTheDatabase() {
        String path = CLIENT.download(IDENTIFIER);
        String secret = path.substring(path.lastIndexOf('/') + 1);
        assertThat(secret).matches("[0-9a-f]{64}");
        for (String other : List.of("x", secret.substring(1), secret + "0", secret.toUpperCase(java.util.Locale.ROOT), "%2e%2e", secret + "%00", "*", "%25")) {
            assertThat(hub().anonymous().get("/share/v1/files/" + other).status()).as(other).isIn(400, 401, 404);
        }
        assertThat(hub().anonymous().method("HEAD", path).status()).isIn(401, 403, 405);
        assertThat(CLIENT.caller().method("HEAD", path).status()).isIn(401, 403, 405);
        assertThat(hub().anonymous().method("POST", path).status()).isNotEqualTo(500);
        String row = hub().database().queryForObject("select t::text from one_time_download t order by created_at desc limit 1", String.class);
        assertThat(row).doesNotContain(secret, IDENTIFIER);
        hub().anonymous().get(path).expect(200);
    }

    @Test
    void nothingIsAnsweredWhileTheLogCannotBeWrittenAndTheAddressIsNotUsedUp() {
        String path = CLIENT.download(IDENTIFIER);
        hub().database().execute("revoke insert on audit_record from " + LocalPostgres.APPLICATION_USER);
        try {
            expectNothing(CLIENT.search(RECORD.holder(), TYPE), 99);
            expectNothing(CLIENT.call("queryCertInfo", ASK), 99);
            expectNothing(CLIENT.file(IDENTIFIER, "pdf"), 99);
            expectNothing(CLIENT.address(IDENTIFIER), 99);
            Answer refused = hub().anonymous().get(path);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).doesNotContain("%PDF", IDENTIFIER);
        } finally {
            hub().database().execute("grant insert on audit_record to " + LocalPostgres.APPLICATION_USER);
        }
        hub().anonymous().get(path).expect(200);
    }

    @Test
    void registrationIsChecked() {
        String path = "/api/v1/callers/" + CLIENT.caller().clientId() + "/national-interface";
        assertThat(hub().admin().get(path).expect(200).json().get("operator").asText()).isEqualTo("一窗受理系统");
        hub().admin().put(path, Map.of("serviceItem", "none")).expectProblem(400, "invalid-request").expectFault("serviceItem", "unknown_service_item");
        hub().admin().put(path, Map.of("caseNumber", RECORD.holder().number())).expectProblem(400, "invalid-request");
        hub().admin().put(path, Map.of("encryption", Map.of("publicKey", "x", "order", "C1C2C3", "part", "DATA"))).expectProblem(400, "invalid-request");
        hub().admin().put(path, Map.of("encryption", Map.of("publicKey", SignedCall.pem(SignedCall.sm2Key())))).expectProblem(400, "invalid-request");
        hub().admin().put("/api/v1/callers/nobody/national-interface", Map.of()).expectProblem(404, "not-found");
        CLIENT.caller().put(path, Map.of()).expectProblem(403, "missing-scope");
    }
}
