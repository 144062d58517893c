package org.licensehub.hub.access.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.platform.JsonConfiguration;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.stereotype.Component;

/** Finds out who calls by the head of a body, {@code {"head": {"accessId", "accessToken"}}}; the token is one of ours like any other. */
@Component
@ConditionalOnWebApplication
class BodyTokens {

    private static final int LONGEST_TOKEN = 512;

    private final OpaqueTokenIntrospector tokens;
    private final CallerDirectory callers;
    private final RefusedCalls refused;
    private final CallOrigin origin;
    private final ObjectMapper json;
    private final BodyRoom room;

    BodyTokens(OpaqueTokenIntrospector tokens, CallerDirectory callers, RefusedCalls refused, CallOrigin origin, ObjectMapper json, Clock clock) {
        this.tokens = tokens;
        this.callers = callers;
        this.refused = refused;
        this.origin = origin;
        this.json = json;
        this.room = new BodyRoom(Math.toIntExact(JsonConfiguration.LIMITS.getMaxDocumentLength()), clock);
    }

    private record Head(String accessId, String accessToken) {
    }

    /** Whose body it is stands in the body, so room is held for the address that it comes from. */
    BodyRoom.Held room(HttpServletRequest request) {
        return room.forBodyOf(origin.of(request));
    }

    /** @throws ProblemException if the body is no JSON object, or id and token in its head are not those of one caller */
    CallerPrincipal caller(byte[] body, HttpServletRequest request) throws IOException {
        return caller(head(body), request);
    }

    /** The whole body is gone through, so that nobody reads another head in it than this one. */
    private Head head(byte[] body) throws IOException {
        Head head = new Head(null, null);
        try (JsonParser parser = json.getFactory().createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed(null);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isHead = "head".equals(parser.currentName());
                parser.nextToken();
                if (isHead) {
                    // more follows after the head, which is no fault
                    JsonNode read = json.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(parser);
                    head = new Head(text(read, "accessId"), text(read, "accessToken"));
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw malformed(null);
            }
        } catch (StreamConstraintsException e) {
            throw new ProblemException(ProblemType.TOO_LARGE, "内容过大、一个值过长或嵌套过深 / The body or a value is too long, or nesting is too deep", e);
        } catch (JsonProcessingException | CharConversionException | CharacterCodingException e) {
            throw malformed(e);
        }
        return head;
    }

    private static String text(JsonNode head, String name) {
        return head.path(name).isTextual() ? head.path(name).textValue() : null;
    }

    private static ProblemException malformed(Exception cause) {
        return new ProblemException(ProblemType.MALFORMED_JSON, "需要 UTF-8 编码、无重复键的 JSON / Send UTF-8 JSON without duplicate keys", cause);
    }

    private CallerPrincipal caller(Head head, HttpServletRequest request) {
        if (head.accessId() == null || head.accessToken() == null || head.accessToken().isEmpty() || head.accessToken().length() > LONGEST_TOKEN) {
            throw unauthenticated();
        }
        OAuth2AuthenticatedPrincipal principal;
        try {
            principal = tokens.introspect(head.accessToken());
        } catch (BadOpaqueTokenException e) {
            refused.recordUnproven(knownOrNull(head.accessId()), "token_refused", origin.of(request));
            throw unauthenticated();
        }
        if (!(principal instanceof CallerPrincipal caller)) {
            throw unauthenticated();
        }
        if (!caller.getName().equals(head.accessId())) {
            refused.record(caller.getName(), "foreign_access_id", origin.of(request));
            throw unauthenticated();
        }
        return caller;
    }

    private String knownOrNull(String accessId) {
        return callers.find(accessId).map(Caller::clientId).orElse(null);
    }

    /** The same for every reason: who guesses learns nothing. */
    private static ProblemException unauthenticated() {
        return new ProblemException(ProblemType.UNAUTHENTICATED,
                "head 中的 accessId 与 accessToken 未通过认证，令牌由 POST /oauth2/token 获取 / accessId and accessToken were refused; get a token from"
                        + " POST /oauth2/token");
    }
}
