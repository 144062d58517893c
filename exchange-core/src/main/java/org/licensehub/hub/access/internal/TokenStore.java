package org.licensehub.hub.access.internal;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Access tokens of callers by keyed digest; those of people lie elsewhere. A revoked or expired token, or one of a disabled caller, is refused by the next request. */
@Component
class TokenStore implements OAuth2AuthorizationService {

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final CallerClients clients;
    private final AccountTokens people;
    private final Clock clock;

    TokenStore(JdbcTemplate jdbc, PersonalData protection, CallerClients clients, AccountTokens people, Clock clock) {
        this.jdbc = jdbc;
        this.protection = protection;
        this.clients = clients;
        this.people = people;
        this.clock = clock;
    }

    /** A token as stored, with the version its caller has now. */
    record LiveToken(String clientId, Set<String> scopes, Instant issuedAt, Instant expiresAt, long callerVersion) {
    }

    Optional<LiveToken> findLive(String token) {
        return jdbc.query("""
                select t.*, c.version from access_token t join caller c using (client_id)
                where t.token_digest = ? and t.revoked_at is null and t.expires_at > ? and c.disabled_at is null""",
                (row, number) -> new LiveToken(row.getString("client_id"),
                        new TreeSet<>(Arrays.asList((String[]) row.getArray("scopes").getArray())),
                        row.getTimestamp("issued_at").toInstant(), row.getTimestamp("expires_at").toInstant(), row.getLong("version")),
                digest(token), Timestamp.from(clock.instant())).stream().findFirst();
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        if (AuthorizationGrantType.AUTHORIZATION_CODE.equals(authorization.getAuthorizationGrantType())) {
            people.save(authorization);
            return;
        }
        OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
        OAuth2AccessToken access = token.getToken();
        jdbc.update("""
                insert into access_token (token_digest, client_id, scopes, issued_at, expires_at, revoked_at) values (?, ?, ?, ?, ?, ?)
                on conflict (token_digest) do update set revoked_at = coalesce(access_token.revoked_at, excluded.revoked_at)""",
                digest(access.getTokenValue()), authorization.getRegisteredClientId(), access.getScopes().toArray(String[]::new),
                Timestamp.from(access.getIssuedAt()), Timestamp.from(access.getExpiresAt()),
                token.isInvalidated() ? Timestamp.from(clock.instant()) : null);
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        if (AuthorizationGrantType.AUTHORIZATION_CODE.equals(authorization.getAuthorizationGrantType())) {
            people.remove(authorization);
            return;
        }
        jdbc.update("delete from access_token where token_digest = ?", digest(authorization.getAccessToken().getToken().getTokenValue()));
    }

    /** Never asked with an id by the client-credentials flow. */
    @Override
    public OAuth2Authorization findById(String id) {
        return null;
    }

    @Override
    public OAuth2Authorization findByToken(String token, OAuth2TokenType type) {
        // a caller's token is no code, whoever sends it as one
        boolean access = type == null || OAuth2TokenType.ACCESS_TOKEN.equals(type);
        return people.find(token, type).or(() -> access ? findLive(token).map(live -> authorization(token, live)) : Optional.empty()).orElse(null);
    }

    private OAuth2Authorization authorization(String value, LiveToken live) {
        RegisteredClient client = clients.findByClientId(live.clientId());
        OAuth2AccessToken access = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, value, live.issuedAt(), live.expiresAt(),
                live.scopes());
        return OAuth2Authorization.withRegisteredClient(client).id(HexFormat.of().formatHex(digest(value)))
                .principalName(live.clientId()).authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .authorizedScopes(live.scopes())
                .token(access, metadata -> metadata.putAll(Map.of(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, false)))
                .build();
    }

    private byte[] digest(String token) {
        return protection.digest("access-token", token);
    }

    @Scheduled(fixedDelayString = "PT10M")
    void forgetExpired() {
        jdbc.update("delete from access_token where expires_at < ?", Timestamp.from(clock.instant()));
    }
}
