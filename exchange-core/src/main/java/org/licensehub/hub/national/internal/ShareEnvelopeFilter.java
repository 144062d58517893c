package org.licensehub.hub.national.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.licensehub.hub.platform.Accidents;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.platform.StoreOutageFilter;
import org.licensehub.store.model.LicenseState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Clients of the national interface read head.status and know no problem details: whoever refused a call, whether filter, framework or
 * controller, its problem leaves here as an envelope with HTTP status 200.
 */
@Component
@Order(StoreOutageFilter.ORDER - 1)
class ShareEnvelopeFilter extends OncePerRequestFilter {

    static final String PREFIX = "/share/v1/";
    static final Set<String> OPERATIONS = Set.of("queryCert", "queryCertInfo", "downloadFile", "downloadUrl", "verifyCertInfo", "verifyFile");

    private static final Logger LOG = LoggerFactory.getLogger(ShareEnvelopeFilter.class);

    private final ShareAnswers answers;
    private final ObjectMapper json;

    ShareEnvelopeFilter(ShareAnswers answers, ObjectMapper json) {
        this.answers = answers;
        this.json = json;
    }

    /** Downloads are fetched by browsers and download programs, which understand HTTP. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(PREFIX) || request.getRequestURI().startsWith(PREFIX + "files/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException {
        Held held = new Held(response);
        try {
            chain.doFilter(request, held);
            if (held.refused) {
                envelop(held, Outcome.of(ShareStatus.OTHER));
            } else if (held.getContentType() != null && held.getContentType().startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE)) {
                envelop(held, outcome(json.readTree(held.getContentAsByteArray()), known(request)));
            }
        } catch (ServletException | RuntimeException e) {
            LOG.error("Unexpected {}", Accidents.describe(e));
            envelop(held, Outcome.of(ShareStatus.OTHER));
        }
        held.copyBodyToResponse();
    }

    private static boolean known(HttpServletRequest request) {
        return OPERATIONS.contains(request.getRequestURI().substring(PREFIX.length()));
    }

    private record Outcome(ShareStatus status, String detail) {

        static Outcome of(ShareStatus status) {
            return new Outcome(status, null);
        }
    }

    private static Outcome outcome(JsonNode problem, boolean known) {
        ProblemType type = Arrays.stream(ProblemType.values()).filter(each -> each.uri().equals(problem.path("type").asText())).findFirst()
                .orElse(ProblemType.INTERNAL);
        if (type == ProblemType.NOT_FOUND && !known) {
            return Outcome.of(ShareStatus.NO_SUCH_SERVICE);
        }
        JsonNode state = problem.path("state");
        JsonNode standing = problem.path("standing");
        ShareStatus status = ShareStatus.of(type, problem.path("errors").path(0).path("code").asText(),
                state.isTextual() ? LicenseState.valueOf(state.asText()) : null,
                standing.isTextual() ? LicenseState.Standing.valueOf(standing.asText()) : null);
        // a quota of the day comes back, a grant that is missing does not: clients that take one for the other stop asking
        boolean usedUp = status == ShareStatus.NO_GRANT && "QUOTA".equals(problem.path("missingGrants").path(0).path("missing").asText());
        return new Outcome(usedUp ? ShareStatus.USED_UP : status, problem.path("detail").asText());
    }

    private void envelop(Held held, Outcome outcome) throws IOException {
        held.resetBuffer();
        held.setStatus(HttpServletResponse.SC_OK);
        held.setContentType(MediaType.APPLICATION_JSON_VALUE);
        held.getOutputStream().write(answers.write(outcome.status(), outcome.detail(), null));
    }

    /** An answer that waits until it is known to be one. */
    private static final class Held extends ContentCachingResponseWrapper {

        private boolean refused;

        private Held(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status) {
            refused = true;
        }

        @Override
        public void sendError(int status, String message) {
            refused = true;
        }

        /** It belongs to status 401 only. */
        @Override
        public void setHeader(String name, String value) {
            if (!HttpHeaders.WWW_AUTHENTICATE.equalsIgnoreCase(name)) {
                super.setHeader(name, value);
            }
        }

        @Override
        public void addHeader(String name, String value) {
            if (!HttpHeaders.WWW_AUTHENTICATE.equalsIgnoreCase(name)) {
                super.addHeader(name, value);
            }
        }
    }
}
