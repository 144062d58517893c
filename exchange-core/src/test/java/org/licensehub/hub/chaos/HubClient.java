package org.licensehub.hub.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A caller of a hub with its token; every failure of the connection is an {@link IOException}. */
public final class HubClient {

    public static final Map<String, String> ELEMENTS = Map.of("organisation", "海沧区行政审批局", "operator", "window-12",
            "serviceItem", "LOCAL-610722-001", "caseNumber", "CASE-2026-0001", "purpose", "受理申请");

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI hub;
    private final String token;
    private final Duration patience;

    private HubClient(HttpClient http, URI hub, String token, Duration patience) {
        this.http = http;
        this.hub = hub;
        this.token = token;
        this.patience = patience;
    }

    /** @param body JSON, or missing if there is none */
    public record Answer(int status, JsonNode body) {

        public Answer expect(int wanted) {
            if (status != wanted) {
                throw new IllegalStateException("Status " + status + " instead of " + wanted + ", " + body.path("type").asText());
            }
            return this;
        }
    }

    public static HubClient anonymous(URI hub) {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();
        return new HubClient(http, hub, null, PATIENCE);
    }

    public static HubClient administrator(URI hub, Path home) throws IOException {
        return anonymous(hub).authorized("admin", Files.readString(home.resolve("keys/admin.secret")).strip(), Set.of("hub.admin"));
    }

    /** Registers a caller with these scopes and takes a token. */
    public HubClient register(String clientId, Set<String> scopes, Set<String> sources) throws IOException {
        JsonNode caller = post("/api/v1/callers", Map.of("clientId", clientId, "name", clientId, "organisation", "海沧区示例局",
                "scopes", scopes, "sources", sources)).expect(201).body();
        return anonymous(hub).authorized(clientId, caller.path("secret").asText(), scopes);
    }

    /** @return id of the grant */
    public String grantEverything(String clientId, String licenseType) throws IOException {
        return post("/api/v1/grants", Map.of("clientId", clientId, "licenseType", licenseType, "actions", List.of("LOOKUP", "DATA", "FILE", "VERIFY"),
                "fields", List.of("*"), "serviceItems", List.of("*"))).expect(201).body().path("id").asText();
    }

    public Answer delete(String path) throws IOException {
        return answer(request(path).DELETE().build());
    }

    private HubClient authorized(String clientId, String secret, Set<String> scopes) throws IOException {
        JsonNode answer = requestToken(clientId, secret, scopes).expect(200).body();
        return new HubClient(http, hub, answer.path("access_token").asText(), patience);
    }

    Answer requestToken(String clientId, String secret, Set<String> scopes) throws IOException {
        String basic = Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return answer(HttpRequest.newBuilder(hub.resolve("/oauth2/token")).header("Authorization", "Basic " + basic).timeout(patience)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=" + String.join("+", scopes))).build());
    }

    public String token() {
        return token;
    }

    /** The same caller at another member of the hub. */
    public HubClient at(URI member) {
        return new HubClient(http, member, token, patience);
    }

    public HubClient waitingAtMost(Duration longest) {
        return new HubClient(http, hub, token, longest);
    }

    public Answer get(String path) throws IOException {
        return answer(request(path).GET().build());
    }

    public Answer post(String path, Object json) throws IOException {
        return answer(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(json))).build());
    }

    public Answer push(Records.Pushed record) throws IOException {
        return post("/api/v1/records", record.body());
    }

    /** All licenses of a holder, the ended ones too. */
    public Answer lookup(String holderType, String holderCode) throws IOException {
        return post("/api/v1/lookups", Map.of("holderCode", holderCode, "holderCodeType", holderType, "elements", ELEMENTS,
                "includeEnded", true, "limit", 1000));
    }

    /** The result lines as they come; the stream fails with UncheckedIOException if the connection breaks. */
    HttpResponse<Stream<String>> pushBatch(List<Records.Pushed> records) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Records.Pushed record : records) {
            lines.append(JSON.writeValueAsString(record.body())).append('\n');
        }
        return send(request("/api/v1/records/batch").header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines.toString())).build(), HttpResponse.BodyHandlers.ofLines());
    }

    public byte[] download(String path) throws IOException {
        HttpResponse<byte[]> response = send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("Status " + response.statusCode());
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.resolve(path)).timeout(patience);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer answer(HttpRequest request) throws IOException {
        HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
        boolean json = response.headers().firstValue("Content-Type").filter(type -> type.contains("json")).isPresent();
        return new Answer(response.statusCode(), json && response.body().length > 0 ? JSON.readTree(response.body()) : JSON.missingNode());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }
}
