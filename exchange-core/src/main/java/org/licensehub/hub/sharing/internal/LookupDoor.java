package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.licensehub.hub.access.KnownCaller;
import org.licensehub.hub.access.KnownCallers;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.platform.ProblemWriter;
import org.licensehub.hub.platform.RequestWithBody;
import org.licensehub.hub.platform.StoreOutageFilter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Answers the plain lookup of a caller this node knows, which nearly every request is, before the chain of filters that would cost more than the
 * answer. Whatever is unusual about a request, and whatever would be refused, goes on to that chain with its body as it came: so there is one
 * place that says no, and this one can only be quicker (decision 0020).
 */
@Component
@ConditionalOnWebApplication
@Order(StoreOutageFilter.ORDER + 1)
class LookupDoor extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String PATH = "/api/v1/lookups";
    private static final int LARGEST = 16 << 10;
    private static final Set<String> JSON = Set.of("application/json", "application/json;charset=utf-8", "application/json; charset=utf-8");
    private static final Set<String> ACCEPTED = Set.of("*/*", "application/json");

    private final transient KnownCallers callers;
    private final transient Lookups lookups;
    private final transient ProblemWriter problems;
    private final transient ObjectReader questions;
    private final int neighboursPort;

    LookupDoor(KnownCallers callers, Lookups lookups, ProblemWriter problems, ObjectMapper json, HubProperties hub) {
        this.callers = callers;
        this.lookups = lookups;
        this.problems = problems;
        this.questions = json.readerFor(LookupRequest.class);
        this.neighboursPort = hub.peering() == null || hub.peering().port() == null ? 0 : hub.peering().port();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        Optional<KnownCaller> caller = isPlain(request) ? callers.find(request).filter(KnownCaller::mayLookUp) : Optional.empty();
        if (caller.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST);
        LookupRequest question = question(body);
        HttpServletRequest again = new RequestWithBody(request, body);
        if (question == null || question.reach() != LookupRequest.Reach.LOCAL || question.consent() != null
                || question.oldestConfirmation() != null) {
            chain.doFilter(again, response);
            return;
        }
        KnownCallers.Admission admission = callers.admit(caller.get(), request, response);
        if (admission == KnownCallers.Admission.UNSETTLED) {
            chain.doFilter(again, response);
        } else if (admission == KnownCallers.Admission.ADMITTED) {
            answer(question, caller.get(), again, response, chain);
        }
    }

    private void answer(LookupRequest question, KnownCaller caller, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<byte[]> answer;
        try {
            answer = answer(question, caller);
        } catch (ProblemException e) {
            problems.write(response, e);
            return;
        }
        if (answer.isPresent()) {
            write(answer.get(), request, response);
        } else {
            callers.forget(caller);
            chain.doFilter(request, response);
        }
    }

    /** Nothing but a path and a short body, spelled in the one usual way, at the door for callers. */
    private boolean isPlain(HttpServletRequest request) {
        String type = request.getContentType();
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return PATH.equals(request.getRequestURI()) && "POST".equals(request.getMethod()) && request.getQueryString() == null
                && request.getLocalPort() != neighboursPort && type != null && JSON.contains(type.toLowerCase(Locale.ROOT))
                && (accept == null || ACCEPTED.contains(accept)) && request.getHeader(HttpHeaders.CONTENT_ENCODING) == null
                && request.getContentLengthLong() >= 0 && request.getContentLengthLong() < LARGEST;
    }

    /** @return {@code null} for one that is wrong in some way: what is wrong with it, others say */
    private LookupRequest question(byte[] body) {
        try {
            LookupRequest question = questions.readValue(body);
            return question == null ? null : question.checked();
        } catch (IOException | ProblemException e) {
            return null;
        }
    }

    /** Whether the log works and whether there were too many is the same in every way: nobody is asked again. */
    private Optional<byte[]> answer(LookupRequest question, KnownCaller caller) {
        try {
            return lookups.answerKnown(question, caller);
        } catch (ProblemException e) {
            if (e.type() == ProblemType.AUDIT_UNAVAILABLE || e.type() == ProblemType.RATE_LIMITED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** With the headers that every answer has which leaves by the chain. */
    private static void write(byte[] answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-XSS-Protection", "0");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-store, max-age=0, must-revalidate");
        response.setHeader(HttpHeaders.PRAGMA, "no-cache");
        response.setHeader(HttpHeaders.EXPIRES, "0");
        response.setHeader("X-Frame-Options", "DENY");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000 ; includeSubDomains");
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
    }
}
