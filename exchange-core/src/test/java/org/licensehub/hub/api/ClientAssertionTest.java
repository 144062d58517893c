package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.RunningHub.hub;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.platform.ProblemType;

/** private_key_jwt at the token endpoint. */
class ClientAssertionTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-assertion";
    private static final ECKey EC = ec(Curve.P_256);
    private static final RSAKey RSA = rsa(2048);

    private final ApiCaller caller = hub().newCaller(Set.of("records.push"), SOURCE);

    private static ECKey ec(Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID("ec-" + UUID.randomUUID()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa(int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID("rsa-" + UUID.randomUUID()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, Object> publicKey() {
        return EC.toPublicJWK().toJSONObject();
    }

    private static Answer register(ApiCaller caller, JWK... keys) {
        List<Map<String, Object>> set = new ArrayList<>();
        for (JWK key : keys) {
            set.add(key.toJSONObject());
        }
        return hub().admin().put("/api/v1/callers/" + caller.clientId() + "/public-keys", Map.of("keys", set));
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder().issuer(caller.clientId()).subject(caller.clientId()).audience("hub-350205").jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    }

    private static String signed(JWSAlgorithm algorithm, String kid, JWSSigner signer, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String es256(JWTClaimsSet claims) {
        try {
            return signed(JWSAlgorithm.ES256, EC.getKeyID(), new ECDSASigner(EC), claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer token(String assertion) {
        return hub().anonymous().post("/oauth2/token", "application/x-www-form-urlencoded", BodyPublishers.ofString(
                "grant_type=client_credentials&scope=records.push&client_id=" + caller.clientId()
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" + assertion));
    }

    private void expectRefused(String assertion) {
        Answer answer = token(assertion);
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.json().get("error").asText()).isEqualTo("invalid_client");
    }

    @Test
    void callerGetsATokenWithEachOfTheThreeAlgorithms() throws JOSEException {
        register(caller, EC.toPublicJWK(), RSA.toPublicJWK()).expect(200);
        List<String> assertions = List.of(es256(claims().build()), signed(JWSAlgorithm.RS256, RSA.getKeyID(), new RSASSASigner(RSA), claims().build()),
                signed(JWSAlgorithm.PS256, RSA.getKeyID(), new RSASSASigner(RSA), claims().build()),
                signed(JWSAlgorithm.ES256, null, new ECDSASigner(EC), claims().build()));
        for (String assertion : assertions) {
            String token = token(assertion).expect(200).json().get("access_token").asText();
            caller.withToken(token).get("/api/v1/quarantine").expect(200);
        }
    }

    @Test
    void assertionIsTakenOnce() {
        register(caller, EC.toPublicJWK()).expect(200);
        String assertion = es256(claims().build());
        token(assertion).expect(200);
        expectRefused(assertion);
        String id = UUID.randomUUID().toString();
        token(es256(claims().jwtID(id).build())).expect(200);
        expectRefused(es256(claims().jwtID(id).claim("other", true).build()));
    }

    @Test
    void assertionWithoutSignatureIsRefused() {
        register(caller, EC.toPublicJWK()).expect(200);
        expectRefused(new PlainJWT(claims().build()).serialize());
        String signed = es256(claims().build());
        expectRefused(signed.substring(0, signed.lastIndexOf('.') + 1));
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
        expectRefused(none + signed.substring(signed.indexOf('.')));
        String odd = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"nOnE\"}".getBytes(StandardCharsets.US_ASCII));
        expectRefused(odd + signed.substring(signed.indexOf('.')));
    }

    @Test
    void publicKeyIsNeverTakenForASharedSecret() throws JOSEException {
        register(caller, EC.toPublicJWK(), RSA.toPublicJWK()).expect(200);
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(RSA.toPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----";
        for (byte[] secret : List.of(RSA.toPublicKey().getEncoded(), EC.toPublicKey().getEncoded(), pem.getBytes(StandardCharsets.US_ASCII),
                (pem + "\n").getBytes(StandardCharsets.US_ASCII), RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.US_ASCII))) {
            for (String kid : new String[] {RSA.getKeyID(), EC.getKeyID(), null}) {
                expectRefused(signed(JWSAlgorithm.HS256, kid, new MACSigner(secret), claims().build()));
            }
        }
    }

    @Test
    void clientSecretSignsNoAssertion() throws JOSEException {
        String secret = hub().admin().post("/api/v1/callers/" + caller.clientId() + "/secret", Map.of()).expect(200).json().get("secret").asText();
        expectRefused(signed(JWSAlgorithm.HS256, null, new MACSigner(secret), claims().build()));
    }

    @Test
    void keyInTheHeaderOfAnAssertionCountsForNothing() throws JOSEException {
        register(caller, EC.toPublicJWK()).expect(200);
        ECKey own = ec(Curve.P_256);
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(EC.getKeyID()).jwk(own.toPublicJWK())
                .jwkURL(java.net.URI.create("http://127.0.0.1:1/keys")).build(), claims().build());
        jwt.sign(new ECDSASigner(own));
        expectRefused(jwt.serialize());
    }

    @Test
    void assertionOfAnotherCallerIsRefused() {
        register(caller, EC.toPublicJWK()).expect(200);
        expectRefused(es256(claims().subject("admin").build()));
        expectRefused(es256(claims().issuer("admin").build()));
        ApiCaller other = hub().newCaller(Set.of("records.push"), SOURCE);
        expectRefused(es256(claims().issuer(other.clientId()).subject(other.clientId()).build()));
    }

    @Test
    void assertionForAnotherAudienceIsRefusedWhateverTheHostHeaderSays() {
        register(caller, EC.toPublicJWK()).expect(200);
        for (String audience : List.of("hub-350206", "https://other.example/oauth2/token", hub().address() + "/oauth2/token", hub().address().toString(), "")) {
            expectRefused(es256(claims().audience(audience).build()));
        }
        expectRefused(es256(claims().audience((String) null).build()));
        String form = "grant_type=client_credentials&client_id=" + caller.clientId()
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                + es256(claims().audience("https://other.example/oauth2/token").build());
        Answer answer = RawHttp.send(("POST /oauth2/token HTTP/1.1\r\nHost: other.example\r\nX-Forwarded-Host: other.example\r\nX-Forwarded-Proto: https\r\n"
                + "Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n" + form)
                .getBytes(StandardCharsets.US_ASCII));
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
    }

    @Test
    void assertionThatIsExpiredOrLastsTooLongOrIsFromTheFutureIsRefused() {
        register(caller, EC.toPublicJWK()).expect(200);
        Instant now = Instant.now();
        expectRefused(es256(claims().expirationTime(Date.from(now.minusSeconds(90))).build()));
        expectRefused(es256(claims().expirationTime(Date.from(now.plus(Duration.ofMinutes(20)))).build()));
        expectRefused(es256(claims().expirationTime(Date.from(now.plus(Duration.ofDays(3650)))).build()));
        expectRefused(es256(claims().expirationTime(null).build()));
        expectRefused(es256(claims().issueTime(Date.from(now.plusSeconds(200))).build()));
        expectRefused(es256(claims().notBeforeTime(Date.from(now.plusSeconds(200))).build()));
        token(es256(claims().issueTime(null).build())).expect(200);
    }

    @Test
    void assertionWithoutAnIdOfItsOwnIsRefused() {
        register(caller, EC.toPublicJWK()).expect(200);
        for (String id : new String[] {null, "", " ", "x".repeat(129)}) {
            expectRefused(es256(claims().jwtID(id).build()));
        }
    }

    @Test
    void idOfARefusedAssertionIsNotUsedUp() {
        register(caller, EC.toPublicJWK()).expect(200);
        expectRefused(es256(claims().jwtID("kept-" + caller.clientId()).audience("hub-350206").build()));
        token(es256(claims().jwtID("kept-" + caller.clientId()).build())).expect(200);
    }

    @Test
    void keyThatIsTakenAwayGetsNoMoreTokens() {
        register(caller, EC.toPublicJWK()).expect(200);
        token(es256(claims().build())).expect(200);
        register(caller).expect(200);
        expectRefused(es256(claims().build()));
    }

    @Test
    void callerWithoutASecretComesInByKeyAlone() {
        register(caller, EC.toPublicJWK()).expect(200);
        hub().admin().delete("/api/v1/callers/" + caller.clientId() + "/secret").expect(204);
        caller.requestToken(Set.of("records.push")).expect(401);
        hub().anonymous().post("/oauth2/token", "application/x-www-form-urlencoded", BodyPublishers.ofString(
                "grant_type=client_credentials&client_id=" + caller.clientId())).expect(401);
        token(es256(claims().build())).expect(200);
    }

    @Test
    void brokenAssertionsAreRefusedAndNoAccident() {
        register(caller, EC.toPublicJWK()).expect(200);
        String good = es256(claims().build());
        for (String broken : List.of("a", "a.b.c", "..", good + "x", good.replace('.', ':'), good.substring(10), "%00", "e30.e30.e30",
                good.substring(0, good.indexOf('.')) + ".e30" + good.substring(good.lastIndexOf('.')))) {
            assertThat(token(broken).status()).as(broken).isBetween(400, 401);
        }
        expectRefused(es256(claims().claim("iss", 5).build()));
        expectRefused(es256(claims().claim("exp", "soon").build()));
        expectRefused(es256(claims().claim("exp", 99999999999999999L).build()));
    }

    @Test
    void nobodyGetsATokenWhileIdsCannotBeKept() {
        register(caller, EC.toPublicJWK()).expect(200);
        hub().database().execute("alter table used_once rename to used_once_away");
        try {
            Answer answer = token(es256(claims().build()));
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.json().get("type").asText()).isEqualTo(ProblemType.STORE_UNAVAILABLE.uri());
        } finally {
            hub().database().execute("alter table used_once_away rename to used_once");
        }
    }

    @Test
    void keysThatAreNoneOrWeakOrPrivateAreRefused() throws JOSEException {
        OctetSequenceKey symmetric = new OctetSequenceKeyGenerator(256).generate();
        for (JWK bad : List.of(EC, RSA, symmetric, ec(Curve.P_384).toPublicJWK(), rsa(1024).toPublicJWK())) {
            register(caller, bad).expectProblem(400, "invalid-request").expectFault("keys", "bad_key");
        }
        register(caller, EC.toPublicJWK(), EC.toPublicJWK()).expectProblem(400, "invalid-request").expectFault("keys", "bad_key");
        String path = "/api/v1/callers/" + caller.clientId() + "/public-keys";
        for (Object bad : List.of(Map.of(), Map.of("kty", "EC"), Map.of("kty", "EC", "crv", "P-256", "x", "AA", "y", "AA"), Map.of("kty", 5),
                Map.of("kty", "RSA", "n", "!", "e", "AQAB"), Map.of("kty", "NONE"))) {
            hub().admin().put(path, Map.of("keys", List.of(bad))).expectProblem(400, "invalid-request");
        }
        hub().admin().put(path, Map.of()).expectProblem(400, "invalid-request");
    }
}
