package org.licensehub.hub.access.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.platform.ProblemWriter;
import org.licensehub.hub.platform.RequestWithBody;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a caller in by the signature of its request. The body is read whole and checked before anybody acts on it, and then handed on.
 */
final class SignedRequestFilter extends OncePerRequestFilter {

    private final SignedRequests signed;
    private final ProblemWriter problems;
    private final BodyRoom room;

    SignedRequestFilter(SignedRequests signed, ProblemWriter problems) {
        this.signed = signed;
        this.problems = problems;
        this.room = signed.room();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getHeader(signed.settings().signatureHeader()) == null) {
            chain.doFilter(request, response);
            return;
        }
        SignatureHeaders headers;
        try {
            headers = SignatureHeaders.read(request, signed.settings());
            checkUnambiguous(request);
            signed.checkHead(headers, request);
        } catch (ProblemException e) {
            problems.write(response, e);
            return;
        }
        try (BodyRoom.Held held = room.forBodyOf(headers.clientId())) {
            HttpServletRequest accepted;
            try {
                byte[] body = held.read(request.getInputStream(), request.getContentLengthLong());
                logIn(signed.signer(headers, request, body));
                accepted = new RequestWithBody(request, body);
            } catch (ProblemException e) {
                problems.write(response, e);
                return;
            }
            chain.doFilter(accepted, response);
        }
    }

    private static void checkUnambiguous(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            throw ProblemException.invalid(HttpHeaders.AUTHORIZATION, "two_ways_in", "签名与令牌只能用其一", "use a signature or a token, not both");
        }
        String type = request.getContentType();
        if (type == null) {
            return;
        }
        // the type is not signed: as JSON in UTF-8 there is one way to read what is
        try {
            MediaType media = MediaType.parseMediaType(type);
            boolean json = media.getSubtype().equals("json") || media.getSubtype().endsWith("+json") || media.getSubtype().equals("x-ndjson");
            if (json && (media.getCharset() == null || media.getCharset().equals(StandardCharsets.UTF_8))) {
                return;
            }
        } catch (InvalidMediaTypeException e) {
            throw unsigned(e);
        }
        throw unsigned(null);
    }

    private static ProblemException unsigned(Exception cause) {
        return new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "签名请求只接受 UTF-8 编码的 JSON；上传文件请用令牌 / Signed requests carry JSON in UTF-8; use a token to upload files", cause);
    }

    private static void logIn(Caller caller) {
        CallerPrincipal principal = new CallerPrincipal(caller, caller.scopes(), Map.of("sub", caller.clientId()));
        Authentication authentication = new PreAuthenticatedAuthenticationToken(principal, "", principal.getAuthorities());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
    }
}
