package org.licensehub.hub.access.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemWriter;
import org.licensehub.hub.platform.RequestWithBody;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a caller of the national interface in by the token in its request body. Other ways in are not looked at there, so that nobody is two
 * callers at once. What follows is the same as for every caller.
 */
final class BodyTokenFilter extends OncePerRequestFilter {

    private static final RequestMatcher CALLS = PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/share/v1/**");

    private final BodyTokens tokens;
    private final String signatureHeader;
    private final ProblemWriter problems;

    BodyTokenFilter(BodyTokens tokens, String signatureHeader, ProblemWriter problems) {
        this.tokens = tokens;
        this.signatureHeader = signatureHeader;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !CALLS.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (BodyRoom.Held held = tokens.room(request)) {
            HttpServletRequest accepted;
            try {
                byte[] body = held.read(request.getInputStream(), request.getContentLengthLong());
                logIn(tokens.caller(body, request));
                accepted = withoutOtherWaysIn(new RequestWithBody(request, body));
            } catch (ProblemException e) {
                problems.write(response, e);
                return;
            }
            chain.doFilter(accepted, response);
        }
    }

    private static void logIn(CallerPrincipal principal) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(principal, "", principal.getAuthorities()));
        SecurityContextHolder.setContext(context);
    }

    private HttpServletRequest withoutOtherWaysIn(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {

            @Override
            public String getHeader(String name) {
                return HttpHeaders.AUTHORIZATION.equalsIgnoreCase(name) || signatureHeader.equalsIgnoreCase(name) ? null : super.getHeader(name);
            }
        };
    }
}
