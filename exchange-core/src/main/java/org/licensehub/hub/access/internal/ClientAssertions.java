package org.licensehub.hub.access.internal;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.platform.HubProperties;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * Client assertions (private_key_jwt, RFC 7523): signed by one of three asymmetric algorithms with a key registered for the caller, made
 * for this hub, short-lived, used once.
 */
@Component
class ClientAssertions implements JwtDecoderFactory<RegisteredClient> {

    private static final String PURPOSE = "client-assertion";
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
    private static final int LONGEST_ID = 128;

    private final CallerKeys keys;
    private final CallerDirectory callers;
    private final UsedOnce used;
    private final Clock clock;
    private final Set<String> audiences = new HashSet<>();

    ClientAssertions(HubProperties hub, AccessProperties access, CallerKeys keys, CallerDirectory callers, UsedOnce used, Clock clock) {
        this.keys = keys;
        this.callers = callers;
        this.used = used;
        this.clock = clock;
        // never the address of the request: the Host header says whatever its sender likes
        audiences.add(hub.id());
        if (access.publicUrl() != null) {
            audiences.add(access.publicUrl());
            audiences.add(access.publicUrl() + "/oauth2/token");
        }
    }

    @Override
    public JwtDecoder createDecoder(RegisteredClient client) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("client-authentication+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(AssertionKeys.ALGORITHMS,
                new ImmutableJWKSet<>(keys.assertionKeys(client.getClientId()).orElseGet(JWKSet::new))));
        processor.setJWTClaimsSetVerifier((claims, context) -> judge(claims, client.getClientId()));
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(jwt -> useUp(jwt, client.getClientId()));
        return decoder;
    }

    private void judge(JWTClaimsSet claims, String clientId) throws BadJWTException {
        Instant now = clock.instant();
        require(clientId.equals(claims.getIssuer()) && clientId.equals(claims.getSubject()), "iss and sub must be the client id");
        require(claims.getAudience().stream().anyMatch(audiences::contains), "aud must be this hub's id or its public address");
        Instant expires = instant(claims.getExpirationTime(), Instant.EPOCH);
        require(now.isBefore(expires.plus(SKEW)) && !expires.isAfter(now.plus(LONGEST_LIFE).plus(SKEW)), "exp must be in the next ten minutes");
        require(!instant(claims.getIssueTime(), now).isAfter(now.plus(SKEW)), "iat must not be in the future");
        require(!instant(claims.getNotBeforeTime(), now).isAfter(now.plus(SKEW)), "nbf must not be in the future");
        String id = claims.getJWTID();
        require(id != null && !id.isBlank() && id.length() <= LONGEST_ID, "jti must be there, at most 128 characters");
    }

    private static Instant instant(Date date, Instant ifAbsent) {
        return date == null ? ifAbsent : date.toInstant();
    }

    private static void require(boolean right, String rule) throws BadJWTException {
        if (!right) {
            throw new BadJWTException(rule);
        }
    }

    /** Last of all, so that an id is used up only by an assertion that is right in everything else. */
    private OAuth2TokenValidatorResult useUp(Jwt jwt, String clientId) {
        long version = callers.find(clientId).map(Caller::version).orElse(-1L);
        return used.use(PURPOSE, clientId, version, jwt.getId(), jwt.getExpiresAt().plus(SKEW)) ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, "jti was used before", null));
    }
}
