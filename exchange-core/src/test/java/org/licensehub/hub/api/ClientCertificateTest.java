package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.licensehub.signing.IssuedKey;

/** Mutual TLS at the token endpoint (RFC 8705), over real TLS. */
class ClientCertificateTest implements KeepsNumbersOutOfLogs {

    private static final CallerTls TLS = hub().callerTls();

    private final ApiCaller caller = hub().newCaller(Set.of("records.push"), "350205-certificate");
    private final IssuedKey key = TLS.newKey(caller.clientId());

    private static HttpResponse<String> send(IssuedKey key, boolean whole, HttpRequest.Builder request) throws IOException, GeneralSecurityException {
        HttpClient client = HttpClient.newBuilder().sslContext(TLS.context(key, whole)).version(HttpClient.Version.HTTP_1_1).build();
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + hub().tlsPort() + path));
    }

    private HttpResponse<String> requestToken(IssuedKey presented, boolean whole) throws IOException, GeneralSecurityException {
        return send(presented, whole, to("/oauth2/token").header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=records.push&client_id=" + caller.clientId())));
    }

    private static void register(ApiCaller caller, String... fingerprints) {
        hub().admin().put("/api/v1/callers/" + caller.clientId() + "/certificates", Map.of("fingerprints", List.of(fingerprints))).expect(200);
    }

    @Test
    void callerGetsATokenByItsCertificateWithOrWithoutTheAuthoritysSentAlong() throws Exception {
        for (String fingerprint : List.of(CallerTls.sha256(key), CallerTls.sm3(key))) {
            register(caller, fingerprint);
            for (boolean whole : new boolean[] {true, false}) {
                HttpResponse<String> answer = requestToken(key, whole);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                String token = new ObjectMapper().readTree(answer.body()).get("access_token").asText();
                caller.withToken(token).get("/api/v1/quarantine").expect(200);
                assertThat(send(null, false, to("/api/v1/quarantine").header("Authorization", "Bearer " + token).GET()).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void certificateThatIsNotRegisteredGetsNoTokenEvenUnderTheSameName() throws Exception {
        assertThat(requestToken(key, true).statusCode()).isEqualTo(401);
        register(caller, CallerTls.sha256(key));
        assertThat(requestToken(TLS.newKey(caller.clientId()), true).statusCode()).isEqualTo(401);
        ApiCaller other = hub().newCaller(Set.of("records.push"));
        IssuedKey keyOfOther = TLS.newKey("other");
        register(other, CallerTls.sha256(keyOfOther));
        assertThat(requestToken(keyOfOther, true).statusCode()).isEqualTo(401);
    }

    @Test
    void certificateThatIsTakenAwayGetsNoMoreTokens() throws Exception {
        register(caller, CallerTls.sha256(key));
        assertThat(requestToken(key, true).statusCode()).isEqualTo(200);
        register(caller);
        assertThat(requestToken(key, true).statusCode()).isEqualTo(401);
    }

    @Test
    void certificateOfAnUnknownAuthorityDoesNotEvenConnect() throws Exception {
        IssuedKey stranger = TLS.newKeyOfStranger(caller.clientId());
        register(caller, CallerTls.sha256(stranger));
        // a client that keeps to the list of authorities sends no certificate at all; one that sends it is cut off
        try {
            assertThat(requestToken(stranger, false).statusCode()).isEqualTo(401);
        } catch (IOException cutOff) {
            assertThat(cutOff).hasMessageMatching("(?i).*(certificate|handshake|closed|reset|broken|terminated).*");
        }
    }

    @Test
    void callerWithoutACertificateGetsNoToken() throws Exception {
        register(caller, CallerTls.sha256(key));
        assertThat(requestToken(null, false).statusCode()).isEqualTo(401);
        assertThat(hub().anonymous().post("/oauth2/token", "application/x-www-form-urlencoded", HttpRequest.BodyPublishers.ofString(
                "grant_type=client_credentials&client_id=" + caller.clientId())).status()).isEqualTo(401);
    }

    @Test
    void headersOfProxiesAreNoCertificates() throws Exception {
        register(caller, CallerTls.sha256(key));
        String pem = java.util.Base64.getEncoder().encodeToString(key.certificate().getEncoded());
        String form = "grant_type=client_credentials&client_id=" + caller.clientId();
        Answer answer = RawHttp.send(hub().anonymous(), "POST /oauth2/token HTTP/1.1", "Content-Type: application/x-www-form-urlencoded",
                "X-Client-Cert: " + pem, "SSL_CLIENT_CERT: " + pem, "X-SSL-Client-SHA256: " + CallerTls.sha256(key), "Content-Length: " + form.length() + "\r\n\r\n" + form);
        assertThat(answer.status()).as(answer.text()).isIn(400, 401);
    }

    @Test
    void plainHttpIsNotServedOnTheTlsPort() throws Exception {
        HttpResponse<String> answer = send(null, false, HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub().tlsPort() + "/api/v1/hub")).GET());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("hub-350205");
    }

    @Test
    void fingerprintsThatAreNoneAreRefused() throws Exception {
        String path = "/api/v1/callers/" + caller.clientId() + "/certificates";
        for (Object bad : List.of(List.of(""), List.of("ab"), List.of("g".repeat(64)), List.of(CallerTls.sha256(key).toUpperCase(java.util.Locale.ROOT)), List.of(
                CallerTls.sha256(key) + "\n"))) {
            hub().admin().put(path, Map.of("fingerprints", bad)).expectProblem(400, "invalid-request").expectFault("fingerprints", "bad_fingerprint");
        }
        hub().admin().put(path, Map.of()).expectProblem(400, "invalid-request");
    }
}
