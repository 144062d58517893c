package org.licensehub.hub.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody at a browser: keeps cookies, fills the log-in page in, and follows where it leads step by step. */
final class Person {

    static final String CLIENT = "licensehub-console";
    static final String REDIRECT = "http://127.0.0.1:9/callback";
    static final String ALL_SCOPES = "openid system.manage security.manage audit.read";

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).version(HttpClient.Version.HTTP_1_1).build();
    private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();

    /** What a step led to. */
    record Step(int status, String location, String body) {

        String parameter(String name) {
            Matcher matcher = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(location);
            return matcher.find() ? matcher.group(1) : null;
        }
    }

    /** Id of the session that the browser is in. */
    String session() {
        return cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals("licensehub-session")).findFirst()
                .map(HttpCookie::getValue).orElse("");
    }

    /** As somebody would who can write cookies into another's browser. */
    void plantSession(String id) {
        HttpCookie cookie = new HttpCookie("licensehub-session", id);
        cookie.setDomain(RunningHub.hub().address().getHost());
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(RunningHub.hub().address(), cookie);
    }

    Step get(String path) {
        return send(HttpRequest.newBuilder(RunningHub.hub().address().resolve(path)).GET());
    }

    Step post(String path, Map<String, String> form) {
        return send(HttpRequest.newBuilder(RunningHub.hub().address().resolve(path)).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
    }

    private Step send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Step(response.statusCode(), response.headers().firstValue("Location").orElse(""), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    Map<String, String> authorization() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", CLIENT);
        query.put("redirect_uri", REDIRECT);
        query.put("scope", ALL_SCOPES);
        query.put("state", "state-1");
        query.put("code_challenge", challenge());
        query.put("code_challenge_method", "S256");
        return query;
    }

    private String challenge() {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Step authorize(Map<String, String> query) {
        return get("/oauth2/authorize?" + encoded(query));
    }

    /** Fills name and password in. */
    Step logIn(String username, String password) {
        return post("/login", withCsrf("/login", Map.of("username", username, "password", password)));
    }

    Step choosePassword(String password, String again) {
        return post("/login/password", withCsrf("/login/password", Map.of("password", password, "again", again)));
    }

    private Map<String, String> withCsrf(String page, Map<String, String> form) {
        Matcher csrf = CSRF.matcher(get(page).body());
        Map<String, String> whole = new LinkedHashMap<>(form);
        if (csrf.find()) {
            whole.put("_csrf", csrf.group(1));
        }
        return whole;
    }

    Step redeem(String code, String proof) {
        return post("/oauth2/token", Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT, "client_id", CLIENT, "code_verifier", proof));
    }

    String verifier() {
        return verifier;
    }

    /** The whole way: a caller of the API with the person's token. */
    ApiCaller token(String username, String password) {
        Step sent = authorize(authorization());
        if (sent.location().contains("/login")) {
            Step in = logIn(username, password);
            sent = send(HttpRequest.newBuilder(URI.create(in.location())).GET());
        }
        if (sent.parameter("code") == null) {
            throw new AssertionError("The log-in led to " + sent);
        }
        Step redeemed = redeem(sent.parameter("code"), verifier);
        try {
            return RunningHub.hub().anonymous().withToken(new ObjectMapper().readTree(redeemed.body()).get("access_token").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Step follow(Step step) {
        return send(HttpRequest.newBuilder(RunningHub.hub().address().resolve(step.location())).GET());
    }
}
