package org.licensehub.hub.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A caller of the hub with its token. Immutable; {@link #withToken} makes one with another. */
final class ApiCaller {

    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final URI hub;
    private final String clientId;
    private final String secret;
    private final String token;

    private ApiCaller(URI hub, String clientId, String secret, String token) {
        this.hub = hub;
        this.clientId = clientId;
        this.secret = secret;
        this.token = token;
    }

    static ApiCaller anonymous(URI hub) {
        return new ApiCaller(hub, null, null, null);
    }

    /** A caller with a fresh token for these scopes. */
    static ApiCaller authorized(URI hub, String clientId, String secret, Set<String> scopes) {
        ApiCaller caller = new ApiCaller(hub, clientId, secret, null);
        return caller.withToken(caller.requestToken(scopes).expect(200).json().get("access_token").asText());
    }

    Answer requestToken(Set<String> scopes) {
        return form("/oauth2/token", "grant_type=client_credentials&scope=" + String.join("+", scopes));
    }

    Answer revokeToken() {
        return form("/oauth2/revoke", "token=" + token);
    }

    private Answer form(String path, String form) {
        String credentials = Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(hub.resolve(path)).header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)));
    }

    ApiCaller withToken(String other) {
        return new ApiCaller(hub, clientId, secret, other);
    }

    String clientId() {
        return clientId;
    }

    String token() {
        return token;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, Object json) {
        return post(path, "application/json", BodyPublishers.ofString(json instanceof String text ? text : write(json)));
    }

    Answer post(String path, String contentType, BodyPublisher body) {
        return send(request(path).header("Content-Type", contentType).POST(body));
    }

    Answer put(String path, Object json) {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(write(json))));
    }

    Answer method(String method, String path) {
        return send(request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString("{}")));
    }

    Answer push(PushedRecord record) {
        return post("/api/v1/records", record.json());
    }

    Answer batch(String lines) {
        return batch(BodyPublishers.ofString(lines));
    }

    Answer batch(BodyPublisher lines) {
        return post("/api/v1/records/batch", "application/x-ndjson", lines);
    }

    Answer lookup(Holder holder, Map<String, String> elements) {
        return post("/api/v1/lookups", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "elements", elements));
    }

    Answer data(String identifier, Map<String, String> elements) {
        return post("/api/v1/licenses/" + identifier + "/data", Map.of("elements", elements));
    }

    Answer file(String identifier, Map<String, String> elements) {
        return post("/api/v1/licenses/" + identifier + "/file", Map.of("elements", elements));
    }

    Answer verifyInformation(PushedRecord record, Map<String, String> claimed, Map<String, String> elements) {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("licenseType", record.typeCode());
        check.put("holderCode", record.holder().number());
        check.put("holderCodeType", record.holder().type());
        check.put("fields", claimed);
        check.put("elements", elements);
        return post("/api/v1/verifications/information", check);
    }

    Answer verifyFile(byte[] content, Map<String, String> elements) {
        String boundary = "test-" + UUID.randomUUID();
        byte[] head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"elements\"\r\nContent-Type: application/json\r\n\r\n"
                + write(elements) + "\r\n--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        return post("/api/v1/verifications/file", "multipart/form-data; boundary=" + boundary,
                BodyPublishers.ofByteArrays(java.util.List.of(head, content, tail)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.resolve(path)).timeout(PATIENCE);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
