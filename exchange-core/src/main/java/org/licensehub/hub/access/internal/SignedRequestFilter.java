package org.licensehub.hub.access.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.platform.ProblemWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a caller in by the signature of its request. The body is read whole and checked before anybody acts on it, and then handed on;
 * memory for all bodies together is bounded.
 */
final class SignedRequestFilter extends OncePerRequestFilter {

    private static final int KIB = 1024;
    private static final int PIECE = 64 * KIB;
    private static final int LARGEST_BODIES_AT_ONCE = 8;

    private final SignedRequests signed;
    private final ProblemWriter problems;
    private final Semaphore room;

    SignedRequestFilter(SignedRequests signed, ProblemWriter problems) {
        this.signed = signed;
        this.problems = problems;
        this.room = new Semaphore(LARGEST_BODIES_AT_ONCE * (signed.settings().longestBody() / KIB + PIECE / KIB));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getHeader(signed.settings().signatureHeader()) == null) {
            chain.doFilter(request, response);
            return;
        }
        try (HeldBody held = new HeldBody()) {
            HttpServletRequest accepted;
            try {
                SignatureHeaders headers = SignatureHeaders.read(request, signed.settings());
                checkUnambiguous(request);
                signed.checkHead(headers, request);
                byte[] body = held.read(request);
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

    /** A body in memory. Room is taken for what has arrived and not for what was announced, or a few slow callers could take it all. */
    private final class HeldBody implements AutoCloseable {

        private int kib;

        byte[] read(HttpServletRequest request) throws IOException {
            int longest = signed.settings().longestBody();
            if (request.getContentLengthLong() > longest) {
                throw tooLarge();
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            InputStream in = request.getInputStream();
            for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                if (body.size() + piece.length > longest) {
                    throw tooLarge();
                }
                if (!room.tryAcquire(PIECE / KIB)) {
                    throw new ProblemException(ProblemType.TOO_MANY_REQUESTS,
                            "正在核验的请求较多，请稍后再试 / Many requests are being checked; try again in a moment");
                }
                kib += PIECE / KIB;
                body.write(piece);
            }
            return body.toByteArray();
        }

        private ProblemException tooLarge() {
            return new ProblemException(ProblemType.TOO_LARGE, "签名请求的内容不得超过 " + signed.settings().longestBody()
                    + " 字节，更多请用令牌 / This is the most a signed request may hold, in bytes; use a token for more");
        }

        @Override
        public void close() {
            room.release(kib);
        }
    }
}
