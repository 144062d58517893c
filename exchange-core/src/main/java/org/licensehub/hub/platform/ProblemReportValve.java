package org.licensehub.hub.platform;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.MediaType;

/**
 * What the web server refuses before the application sees it (a malformed request line, an encoded slash, a header that is
 * too large) is a problem detail like everything else, instead of a page of HTML.
 */
public final class ProblemReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        if (status == HttpServletResponse.SC_NOT_IMPLEMENTED) {
            // a method or transfer coding nobody serves is the caller's mistake, not an accident of ours
            status = "CONNECT".equals(request.getMethod()) ? HttpServletResponse.SC_METHOD_NOT_ALLOWED : HttpServletResponse.SC_BAD_REQUEST;
            response.setStatus(status);
        }
        ProblemType type = ProblemType.ofStatus(status);
        // texts without characters that JSON would escape
        String body = """
                {"type":"%s","title":"%s","status":%d,"detail":"%s"}""".formatted(type.uri(), type.title(), status, type.title());
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // the caller is gone or the answer has begun: there is nobody to tell
            container.getLogger().debug("A refusal could not be written", e);
        }
    }
}
