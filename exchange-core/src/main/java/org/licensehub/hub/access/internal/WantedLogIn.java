package org.licensehub.hub.access.internal;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What somebody wanted who was sent to the log-in page: the query of an authorization, in a cookie of their own. In a session it would let
 * anybody fill the hub's memory without a password. A cookie that somebody else planted leads to the authorization endpoint and nowhere else.
 */
final class WantedLogIn implements RequestCache {

    static final String ENDPOINT = "/oauth2/authorize";
    static final RequestMatcher MATCHER = PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, ENDPOINT);

    private static final String COOKIE = "licensehub-wanted";
    private static final Duration LIFE = Duration.ofMinutes(10);
    /** Browsers drop cookies longer than 4096 characters. */
    private static final int LONGEST = 2_800;
    private static final Pattern QUERY = Pattern.compile("[!-~]+");

    private final boolean secure;

    WantedLogIn(boolean secure) {
        this.secure = secure;
    }

    @Override
    public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
        String query = request.getQueryString();
        if (MATCHER.matches(request) && query != null && query.length() <= LONGEST) {
            set(response, Base64.getUrlEncoder().withoutPadding().encodeToString(query.getBytes(StandardCharsets.UTF_8)), LIFE);
        }
    }

    /** Asked once, when somebody has logged in. */
    @Override
    public SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
        Optional<String> query = query(request);
        removeRequest(request, response);
        return query.map(wanted -> new SimpleSavedRequest(ENDPOINT + "?" + wanted)).orElse(null);
    }

    private static Optional<String> query(HttpServletRequest request) {
        try {
            return Stream.ofNullable(request.getCookies()).flatMap(Stream::of).filter(cookie -> cookie.getName().equals(COOKIE)).map(Cookie::getValue)
                    .map(value -> new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8))
                    .filter(query -> QUERY.matcher(query).matches()).findFirst();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Nothing is done again in somebody's name: they are led there instead. */
    @Override
    public HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    @Override
    public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
        set(response, "", Duration.ZERO);
    }

    private void set(HttpServletResponse response, String value, Duration life) {
        response.addHeader(HttpHeaders.SET_COOKIE, ResponseCookie.from(COOKIE, value).path("/login").maxAge(life).httpOnly(true).secure(secure)
                .sameSite("Lax").build().toString());
    }
}
