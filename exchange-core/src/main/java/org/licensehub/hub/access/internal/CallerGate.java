package org.licensehub.hub.access.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stands behind every way in: an authenticated caller goes on only if it keeps to what it is registered with. */
final class CallerGate extends OncePerRequestFilter {

    private static final String PASSED = CallerGate.class.getName() + ".PASSED";

    private final CallerRules rules;
    private final CallerDirectory callers;
    private final ProblemWriter problems;

    CallerGate(CallerRules rules, CallerDirectory callers, ProblemWriter problems) {
        this.rules = rules;
        this.callers = callers;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (!write(rules, problems, refusalOrAccident(() -> refusal(authentication, request)), response)) {
            chain.doFilter(request, response);
        }
    }

    /** A call that was let through where there is no chain of filters is not held to anything, or counted, a second time further on. */
    static void markPassed(Caller caller, HttpServletRequest request) {
        request.setAttribute(PASSED, caller);
    }

    static boolean write(CallerRules rules, ProblemWriter problems, Optional<ProblemException> refusal, HttpServletResponse response)
            throws IOException {
        if (refusal.isEmpty()) {
            return false;
        }
        if (refusal.get().properties().get(CallerRules.RESETS_AT) instanceof String resetsAt) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(rules.secondsUntil(Instant.parse(resetsAt))));
        }
        problems.write(response, refusal.get());
        return true;
    }

    /** A refusal that cannot be recorded is answered as what it is: the log does not work. */
    static Optional<ProblemException> refusalOrAccident(Supplier<Optional<ProblemException>> decided) {
        try {
            return decided.get();
        } catch (ProblemException e) {
            return Optional.of(e);
        }
    }

    private Optional<ProblemException> refusal(Authentication authentication, HttpServletRequest request) {
        if (authentication == null || !authentication.isAuthenticated()) {
            return Optional.empty();
        }
        if (authentication.getPrincipal() instanceof CallerPrincipal principal) {
            boolean passed = principal.caller().equals(request.getAttribute(PASSED));
            return passed ? Optional.empty() : rules.refusal(principal.caller(), request);
        }
        // at the token endpoint only the place counts: asking for a token is no call of an interface
        return authentication instanceof OAuth2ClientAuthenticationToken client
                ? callers.find(client.getName()).flatMap(caller -> rules.foreignNetwork(caller, request)) : Optional.empty();
    }
}
