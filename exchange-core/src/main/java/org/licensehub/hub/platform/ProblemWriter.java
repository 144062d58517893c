package org.licensehub.hub.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Writes a problem detail where no controller is in charge: in security filters and half-streamed answers. */
@Component
public class ProblemWriter {

    private final ObjectMapper json;

    public ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    public void write(HttpServletResponse response, ProblemType type, String text) throws IOException {
        write(response, type.status(), ProblemAdvice.detail(type, text));
    }

    /** With the fields at fault and whatever else the problem tells. */
    public void write(HttpServletResponse response, ProblemException problem) throws IOException {
        write(response, problem.type().status(), ProblemAdvice.detail(problem));
    }

    private void write(HttpServletResponse response, HttpStatus status, ProblemDetail detail) throws IOException {
        response.setStatus(status.value());
        if (status == HttpStatus.UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (detail.getProperties() != null && detail.getProperties().get(ProblemException.RETRY_AFTER) instanceof Long seconds) {
            response.setHeader(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(detail));
    }
}
