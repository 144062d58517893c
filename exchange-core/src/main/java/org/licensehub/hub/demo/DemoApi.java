package org.licensehub.hub.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One caller of one hub, over HTTP with an access token, as any system outside would call. */
final class DemoApi {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    private final DemoSite site;
    private final String clientId;
    private final String secret;
    private final String scope;
    private String token;

    DemoApi(DemoSite site, String clientId, String secret, String scope) {
        this.site = site;
        this.clientId = clientId;
        this.secret = secret;
        this.scope = scope;
    }

    static DemoApi anonymous(DemoSite site) {
        return new DemoApi(site, null, null, null);
    }

    /** An answer, whatever its status. */
    record Reply(int status, byte[] body, HttpResponse<?> response) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException("答复不是 JSON / the answer is no JSON", e);
            }
        }
    }

    DemoSite site() {
        return site;
    }

    String clientId() {
        return clientId;
    }

    boolean answers(String path) {
        try {
            return exchange(HttpRequest.newBuilder(uri(path)).GET()).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    JsonNode get(String path) {
        return expect(path, send("GET", path, null, null), 200).json();
    }

    /** All items of a list, page after page. */
    List<JsonNode> pages(String path, int limit) {
        List<JsonNode> all = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = get(path + "?limit=" + limit + (after.isEmpty() ? "" : "&after=" + after));
            page.get("items").forEach(all::add);
            after = page.path("next").asText("");
        } while (!after.isEmpty() && !after.equals("null"));
        return all;
    }

    /** Posts JSON and expects one of these statuses. */
    JsonNode post(String path, Object body, int... statuses) {
        return expect(path, tryPost(path, body), statuses).json();
    }

    Reply tryPost(String path, Object body) {
        return send("POST", path, "application/json", bytes(body));
    }

    JsonNode put(String path, Object body) {
        return expect(path, send("PUT", path, "application/json", bytes(body)), 200).json();
    }

    static Reply expect(String path, Reply reply, int... statuses) {
        for (int status : statuses) {
            if (reply.status() == status) {
                return reply;
            }
        }
        throw new IllegalStateException("意外答复 / unexpected answer " + reply.status() + " from " + path.replaceAll("\\?.*", "") + ": "
                + problem(reply));
    }

    private static String problem(Reply reply) {
        try {
            JsonNode problem = JSON.readTree(reply.body());
            return problem == null ? "" : problem.path("title").asText() + " " + problem.path("detail").asText();
        } catch (IOException e) {
            return "(" + reply.body().length + " bytes)";
        }
    }

    Reply send(String method, String path, String contentType, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token())
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        try {
            return exchange(request);
        } catch (IOException e) {
            throw new IllegalStateException("无法连接 / cannot reach " + site.id() + " for " + path.replaceAll("\\?.*", ""), e);
        }
    }

    private static Reply exchange(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("已中断 / interrupted", e);
        }
    }

    /** Tokens live for longer than a demonstration takes; one is enough. */
    synchronized String token() {
        if (token == null) {
            String basic = Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
            try {
                Reply reply = exchange(HttpRequest.newBuilder(uri("/oauth2/token")).header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=" + scope)));
                token = expect("/oauth2/token", reply, 200).json().get("access_token").asText();
            } catch (IOException e) {
                throw new IllegalStateException("无法连接 / cannot reach " + site.id(), e);
            }
        }
        return token;
    }

    private URI uri(String path) {
        return URI.create(site.url() + path);
    }

    static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Everything sent is plain data", e);
        }
    }
}
