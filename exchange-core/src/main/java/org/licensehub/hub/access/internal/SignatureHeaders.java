package org.licensehub.hub.access.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.signing.Sm3;

/**
 * The headers of a signed request, each exactly once and well-formed.
 *
 * @param timestamp as sent, milliseconds since 1970
 */
record SignatureHeaders(String clientId, String timestamp, String nonce, byte[] signature) {

    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{13}");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9._~-]{16,64}");
    private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9+/]{40,100}={0,2}");

    /** @throws ProblemException if one is missing, repeated or malformed */
    static SignatureHeaders read(HttpServletRequest request, AccessProperties.Signatures names) {
        String clientId = only(request, names.clientIdHeader());
        if (!CallerDirectory.wellFormed(clientId)) {
            throw malformed(names.clientIdHeader(), "须为已登记的账号", "must be a registered client id");
        }
        String timestamp = only(request, names.timestampHeader());
        if (!TIMESTAMP.matcher(timestamp).matches()) {
            throw malformed(names.timestampHeader(), "须为 13 位毫秒时间戳", "must be milliseconds since 1970, 13 digits");
        }
        String nonce = only(request, names.nonceHeader());
        if (!NONCE.matcher(nonce).matches()) {
            throw malformed(names.nonceHeader(), "须为 16 到 64 位字母、数字及 . _ ~ -", "must be 16 to 64 letters, digits and . _ ~ -");
        }
        return new SignatureHeaders(clientId, timestamp, nonce, signature(only(request, names.signatureHeader()), names));
    }

    private static byte[] signature(String text, AccessProperties.Signatures names) {
        try {
            if (SIGNATURE.matcher(text).matches()) {
                return Base64.getDecoder().decode(text);
            }
        } catch (IllegalArgumentException e) {
            throw malformed(names.signatureHeader(), "须为 Base64", "must be base64");
        }
        throw malformed(names.signatureHeader(), "须为 Base64", "must be base64");
    }

    private static String only(HttpServletRequest request, String name) {
        List<String> values = Collections.list(request.getHeaders(name));
        if (values.size() != 1) {
            throw malformed(name, "须恰好出现一次", "must be there exactly once");
        }
        return values.get(0);
    }

    private static ProblemException malformed(String header, String zh, String en) {
        return new ProblemException(ProblemType.SIGNATURE_REFUSED, header + ": " + zh + " / " + en).at(header, "malformed_header", zh, en);
    }

    Instant time() {
        return Instant.ofEpochMilli(Long.parseLong(timestamp));
    }

    /**
     * What is signed: seven lines, each ended by a line feed but the last. No line can hold a line feed, so nothing can move from one to
     * another. The target is the one that was sent, undecoded. The hub's id is in it so that a request made for one hub is worth nothing at another.
     */
    byte[] message(String hubId, HttpServletRequest request, byte[] body) {
        String target = request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        return String.join("\n", hubId, clientId, timestamp, nonce, request.getMethod(), target, HexFormat.of().formatHex(Sm3.digest(body)))
                .getBytes(StandardCharsets.UTF_8);
    }
}
