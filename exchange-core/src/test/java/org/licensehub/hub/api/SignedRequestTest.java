package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.platform.ProblemType;

class SignedRequestTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-signed";
    private static final String QUARANTINE = "/api/v1/quarantine";

    private final ApiCaller caller = hub().newCaller(Set.of("records.push", "licenses.read"), SOURCE);
    private final String secret = signingKey(caller, Map.of("algorithm", "HMAC_SM3")).get("secret").asText();

    private static JsonNode signingKey(ApiCaller caller, Map<String, String> request) {
        return hub().admin().put("/api/v1/callers/" + caller.clientId() + "/signing-key", request).expect(200).json();
    }

    private SignedCall call() {
        return SignedCall.by(caller.clientId(), SignedCall.hmac(secret));
    }

    private static void expectRefused(Answer answer, String header, String code) {
        answer.expectProblem(401, "signature-refused").expectFault(header, code);
    }

    private static List<String> refusals(String clientId, String reason) {
        return hub().database().queryForList("select body from audit_record where body like '%CALL_REFUSED%' and body like ? and body like ?", String.class,
                "%\"" + clientId + "\"%", "%" + reason + "%");
    }

    @Test
    void callerComesInWithASharedSecretAndTheControllerReadsTheBody() throws JsonProcessingException {
        call().send().expect(200);
        call().get(QUARANTINE + "?limit=7").send().expect(200);
        PushedRecord record = aRecord().from(SOURCE);
        call().post("/api/v1/records", record.json()).send().expect(201);
        ApiCaller reader = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        hub().awaitLicense(reader, record.holder());
        String readerSecret = signingKey(reader, Map.of("algorithm", "HMAC_SM3")).get("secret").asText();
        String question = new ObjectMapper().writeValueAsString(Map.of("holderCode", record.holder().number(), "holderCodeType", "111", "elements", elements()));
        Answer answer = SignedCall.by(reader.clientId(), SignedCall.hmac(readerSecret)).post("/api/v1/lookups", question).send().expect(200);
        assertThat(answer.json().get("licenses")).hasSize(1);
        assertThat(hub().auditBody(answer.json().get("receipt"))).contains(reader.clientId());
    }

    @Test
    void callerComesInWithAnSm2Key() {
        KeyPair key = SignedCall.sm2Key();
        assertThat(signingKey(caller, Map.of("algorithm", "SM2", "publicKey", SignedCall.pem(key))).get("secret").isNull()).isTrue();
        SignedCall.by(caller.clientId(), SignedCall.sm2(key)).post("/api/v1/records/batch", "application/x-ndjson", "{}".getBytes(StandardCharsets.UTF_8))
                .send().expect(200);
        expectRefused(SignedCall.by(caller.clientId(), SignedCall.sm2(SignedCall.sm2Key())).send(), "X-Signature", "signature_wrong");
    }

    @Test
    void publicKeyIsNeverTakenForASharedSecret() {
        KeyPair key = SignedCall.sm2Key();
        String pem = SignedCall.pem(key);
        signingKey(caller, Map.of("algorithm", "SM2", "publicKey", pem));
        for (String guess : List.of(pem, pem.strip(), pem.replaceAll("-----.*-----|\\s", ""))) {
            expectRefused(SignedCall.by(caller.clientId(), SignedCall.hmac(guess)).send(), "X-Signature", "signature_wrong");
        }
        expectRefused(call().send(), "X-Signature", "signature_wrong");
    }

    @Test
    void sameRequestIsTakenOnce() {
        SignedCall call = call();
        call.send().expect(200);
        expectRefused(call.send(), "X-Nonce", "nonce_replayed");
        expectRefused(call.at(call.timestamp() + 1).send(), "X-Nonce", "nonce_replayed");
        assertThat(refusals(caller.clientId(), "nonce_replayed")).hasSize(1);
    }

    @Test
    void nonceOfARefusedRequestIsNotUsedUp() {
        SignedCall call = call();
        expectRefused(call.sendWithSignature(call.get("/api/v1/reviews").signature()), "X-Signature", "signature_wrong");
        call.send().expect(200);
    }

    @Test
    void sameNonceOfTwoCallersIsNoReplay() {
        ApiCaller other = hub().newCaller(Set.of("records.push"), SOURCE);
        String otherSecret = signingKey(other, Map.of("algorithm", "HMAC_SM3")).get("secret").asText();
        SignedCall call = call();
        call.send().expect(200);
        SignedCall.by(other.clientId(), SignedCall.hmac(otherSecret)).nonce(call.nonce()).send().expect(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {-310, 310, -86_400, 86_400, -500_000_000})
    void clockThatIsTooFarOffIsRefusedAndToldTheTime(long seconds) {
        JsonNode problem = call().at(System.currentTimeMillis() + seconds * 1000).send().expectProblem(401, "signature-refused")
                .expectFault("X-Timestamp", "clock_skew").json();
        assertThat(problem.get("serverTime").asLong()).isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
        assertThat(problem.get("toleratedSeconds").asLong()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(longs = {-240, 240})
    void clockThatIsALittleOffIsTolerated(long seconds) {
        call().at(System.currentTimeMillis() + seconds * 1000).send().expect(200);
    }

    @Test
    void whatWasChangedAfterSigningIsRefused() {
        SignedCall signed = call().post("/api/v1/records?a=b", "{\"a\":1}");
        String signature = signed.signature();
        for (SignedCall changed : List.of(signed.post(signed.target(), "{\"a\":2}"), signed.post(signed.target(), "{\"a\":1} "), signed.post(signed.target(), ""),
                signed.post("/api/v1/lookups?a=b", "{\"a\":1}"), signed.post("/api/v1/records?a=c", "{\"a\":1}"), signed.post("/api/v1/records", "{\"a\":1}"),
                signed.post("/api/v1/records?", "{\"a\":1}"), signed.post("/api/v1/records?a=b&c", "{\"a\":1}"), signed.post("/api/v1/%72ecords?a=b", "{\"a\":1}"),
                signed.post("/api/v1/records?a=%62", "{\"a\":1}"), signed.get(signed.target()), signed.at(signed.timestamp() - 1),
                signed.nonce(UUID.randomUUID().toString()), signed.forHub("hub-350206").forHub("hub-350205").post(signed.target(), "{\"a\":1}\n"))) {
            expectRefused(changed.sendWithSignature(signature), "X-Signature", "signature_wrong");
        }
    }

    @Test
    void callFromAForeignNetworkIsRefusedBeforeItsBodyAndSignatureAreLookedAt() {
        hub().database().update("update caller set networks = '{10.0.0.0/8}', version = version + 1 where client_id = ?", caller.clientId());
        call().send().expectProblem(403, "foreign-network");
        call().post("/api/v1/records", "{}").sendWithSignature("A".repeat(43) + "=").expectProblem(403, "foreign-network");
        assertThat(refusals(caller.clientId(), "foreign_network")).hasSize(1).first().asString().contains("hub:access");
        hub().database().update("update caller set networks = '{127.0.0.0/8}', version = version + 1 where client_id = ?", caller.clientId());
        call().send().expect(200);
    }

    @Test
    void requestSignedForAnotherHubIsRefused() {
        expectRefused(call().forHub("hub-350206").send(), "X-Signature", "signature_wrong");
    }

    @Test
    void signatureOfOneCallerIsWorthNothingForAnother() {
        ApiCaller other = hub().newCaller(Set.of("records.push"), SOURCE);
        signingKey(other, Map.of("algorithm", "HMAC_SM3"));
        expectRefused(SignedCall.by(other.clientId(), SignedCall.hmac(secret)).send(), "X-Signature", "signature_wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/lookups/../quarantine", "/api/v1/lookups/%2e%2e/quarantine", "/api/v1//quarantine", "/api/v1/quarantine;a=b",
            "/api/v1/quarantine/%2f", "/api/v1/quarantine%00", "/api/v1/lookups/..;/quarantine", "/API/v1/quarantine"})
    void pathTricksEndBeforeAnybodyIsAsked(String path) {
        call().get(path).send().expectProblem();
    }

    @Test
    void headersThatAreMissingRepeatedOrMalformedAreRefused() {
        SignedCall call = call();
        for (String more : List.of("X-Client-Id: " + caller.clientId(), "X-Timestamp: 1", "X-Nonce: abcdefghijklmnop", "X-Signature: AAAA")) {
            expectRefused(call.send(more), more.substring(0, more.indexOf(':')), "malformed_header");
        }
        for (String nonce : List.of("", "short", "a".repeat(65), "with blank in the middle", "quoted\"quoted\"quoted", "号码号码号码号码号码号码号码号码", "%0d%0aX-Evil:%201aaa")) {
            expectRefused(call.nonce(nonce).send(), "X-Nonce", "malformed_header");
        }
        for (String signature : List.of("", "!", "AAAA", "a".repeat(300), "=".repeat(44))) {
            expectRefused(call.sendWithSignature(signature), "X-Signature", "malformed_header");
        }
        for (long time : new long[] {0, -1, 1, Long.MAX_VALUE}) {
            expectRefused(call.at(time).send(), "X-Timestamp", "malformed_header");
        }
        RawHttp.send(hub().anonymous(), "GET " + QUARANTINE + " HTTP/1.1", "X-Signature: x").expectProblem(401, "signature-refused");
    }

    @Test
    void signatureAndTokenTogetherAreRefused() {
        call().send("Authorization: Bearer " + caller.token()).expectProblem(400, "invalid-request").expectFault("Authorization", "two_ways_in");
    }

    @Test
    void unknownCallersGetTheSameAnswerAsWrongSignaturesAndNoLineOfTheirOwnInAnyLog() {
        String invented = "invented-" + UUID.randomUUID();
        Answer unknown = SignedCall.by(invented, SignedCall.hmac(secret)).send();
        expectRefused(unknown, "X-Signature", "signature_wrong");
        Answer wrong = SignedCall.by(caller.clientId(), SignedCall.hmac("x")).send();
        assertThat(unknown.json().get("detail")).isEqualTo(wrong.json().get("detail"));
        assertThat(hub().log().lines()).noneMatch(line -> line.contains(invented));
        assertThat(refusals(invented, "")).isEmpty();
        assertThat(refusals("hub:access", "unknown_caller")).isNotEmpty();
    }

    @Test
    void bodyIsBoundedWhileItIsRead() {
        byte[] large = ("{\"a\":\"" + "a".repeat(8_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        call().post("/api/v1/records", "application/json", large).send().expectProblem(413, "too-large");
        Answer chunked = RawHttp.send(chunked(call().post("/api/v1/records", "application/json", new byte[0]), large));
        chunked.expectProblem();
        call().send().expect(200);
    }

    private static byte[] chunked(SignedCall call, byte[] body) {
        String head = "POST " + call.target() + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n"
                + "X-Client-Id: " + call.clientId() + "\r\nX-Timestamp: " + call.timestamp() + "\r\nX-Nonce: " + call.nonce() + "\r\nX-Signature: "
                + call.signature() + "\r\n\r\n" + Integer.toHexString(body.length) + "\r\n";
        java.io.ByteArrayOutputStream request = new java.io.ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        request.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return request.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json;charset=gbk", "text/plain", "json", "application/xml"})
    void contentThatCouldBeReadInAnotherWayIsRefused(String type) {
        call().post("/api/v1/records", type, "{}".getBytes(StandardCharsets.UTF_8)).send().expectProblem(415, "unsupported-media-type");
    }

    @Test
    void signedCallsAreHeldToScopesNetworksAndLimitsLikeOthers() {
        call().get("/api/v1/reviews").send().expectProblem(403, "missing-scope");
        JsonNode now = hub().admin().get("/api/v1/callers/" + caller.clientId()).json().get("caller");
        hub().admin().put("/api/v1/callers/" + caller.clientId(), Map.of("name", "系统", "organisation", "局", "scopes", List.of("records.push"),
                "dailyLimit", 2, "version", now.get("version"))).expect(200);
        call().send().expect(200);
        call().send().expect(200);
        call().send().expectProblem(429, "daily-limit-reached");
        hub().admin().put("/api/v1/callers/" + caller.clientId(), Map.of("name", "系统", "organisation", "局", "scopes", List.of("records.push"),
                "networks", List.of("10.0.0.0/8"), "version", now.get("version").asLong() + 1)).expect(200);
        call().send().expectProblem(403, "foreign-network");
    }

    @Test
    void renewedAndRemovedKeysAndDisabledCallersCountFromTheNextRequestOn() {
        call().send().expect(200);
        String renewed = signingKey(caller, Map.of("algorithm", "HMAC_SM3")).get("secret").asText();
        expectRefused(call().send(), "X-Signature", "signature_wrong");
        SignedCall.by(caller.clientId(), SignedCall.hmac(renewed)).send().expect(200);
        hub().admin().delete("/api/v1/callers/" + caller.clientId() + "/signing-key").expect(204);
        expectRefused(SignedCall.by(caller.clientId(), SignedCall.hmac(renewed)).send(), "X-Signature", "signature_wrong");
        String last = signingKey(caller, Map.of("algorithm", "HMAC_SM3")).get("secret").asText();
        SignedCall.by(caller.clientId(), SignedCall.hmac(last)).send().expect(200);
        hub().admin().delete("/api/v1/callers/" + caller.clientId()).expect(204);
        expectRefused(SignedCall.by(caller.clientId(), SignedCall.hmac(last)).send(), "X-Signature", "signature_wrong");
    }

    @Test
    void nobodyGetsInWhileNoncesCannotBeKept() {
        call().send().expect(200);
        hub().database().execute("alter table used_once rename to used_once_away");
        try {
            Answer answer = call().send();
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.json().get("type").asText()).isEqualTo(ProblemType.STORE_UNAVAILABLE.uri());
        } finally {
            hub().database().execute("alter table used_once_away rename to used_once");
        }
    }

    @Test
    void sharedSecretLiesEncrypted() {
        assertThat(hub().database().queryForList("select t::text from caller t", String.class)).noneMatch(row -> row.contains(secret)
                || row.contains(java.util.HexFormat.of().formatHex(secret.getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void keysThatAreNoneAreRefused() {
        String path = "/api/v1/callers/" + caller.clientId() + "/signing-key";
        for (String pem : List.of("", "x", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "a".repeat(3000))) {
            hub().admin().put(path, Map.of("algorithm", "SM2", "publicKey", pem)).expectProblem(400, "invalid-request").expectFault("publicKey", "bad_key");
        }
        hub().admin().put(path, Map.of("algorithm", "SM2")).expectProblem(400, "invalid-request").expectFault("publicKey", "bad_key");
        hub().admin().put(path, Map.of("algorithm", "HMAC_SM3", "publicKey", "x")).expectProblem(400, "invalid-request").expectFault("publicKey", "unexpected");
        hub().admin().put(path, Map.of()).expectProblem(400, "invalid-request").expectFault("algorithm", "missing_field");
        hub().admin().put(path, Map.of("algorithm", "NONE")).expectProblem(400, "invalid-request");
        hub().admin().put("/api/v1/callers/nobody/signing-key", Map.of("algorithm", "HMAC_SM3")).expectProblem(404, "not-found");
    }
}
