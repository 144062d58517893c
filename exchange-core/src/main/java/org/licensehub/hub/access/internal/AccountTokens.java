package org.licensehub.hub.access.internal;

import java.security.Principal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.stereotype.Component;

/**
 * Log-ins of people under way, and their tokens. A log-in lasts minutes and its session lives on one node, so it is kept in memory there;
 * the token is in the database by digest, counts on every node, and ends with the account.
 */
@Component
class AccountTokens {

    private static final Duration LOG_IN = Duration.ofMinutes(10);
    private static final int MOST_LOG_INS = 10_000;

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final Accounts accounts;
    private final Clock clock;
    private final Map<String, LogIn> underWay = new ConcurrentHashMap<>();

    AccountTokens(JdbcTemplate jdbc, PersonalData protection, Accounts accounts, Clock clock) {
        this.jdbc = jdbc;
        this.protection = protection;
        this.accounts = accounts;
        this.clock = clock;
    }

    private record LogIn(OAuth2Authorization authorization, Instant begun) {

        LoggedInPerson person() {
            return LoggedInPerson.of(authorization.getAttribute(Principal.class.getName()))
                    .orElseThrow(() -> new IllegalStateException("A log-in without a person"));
        }
    }

    void save(OAuth2Authorization authorization) {
        if (underWay.size() >= MOST_LOG_INS) {
            forgetOld();
        }
        LogIn before = underWay.get(authorization.getId());
        LogIn now = new LogIn(authorization, before == null ? clock.instant() : before.begun());
        // kept when the token is there, too: whoever comes with the code a second time ends the token
        underWay.put(authorization.getId(), now);
        OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
        if (token != null) {
            OAuth2AccessToken access = token.getToken();
            jdbc.update("""
                    insert into account_token (token_digest, username, scopes, issued_at, expires_at, revoked_at, credential)
                    values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (token_digest) do update set revoked_at = coalesce(account_token.revoked_at, excluded.revoked_at)""",
                    digest(access.getTokenValue()), authorization.getPrincipalName(), access.getScopes().toArray(String[]::new),
                    Timestamp.from(access.getIssuedAt()), Timestamp.from(access.getExpiresAt()),
                    token.isInvalidated() ? Timestamp.from(clock.instant()) : null, now.person().credential());
        }
    }

    void remove(OAuth2Authorization authorization) {
        underWay.remove(authorization.getId());
    }

    /**
     * A log-in under way, as long as the password it began with is the account's.
     *
     * @param type {@code null} for any
     */
    Optional<OAuth2Authorization> find(String token, OAuth2TokenType type) {
        return underWay.values().stream().filter(each -> isCode(each.authorization(), token, type) || isState(each.authorization(), token, type))
                .findFirst().filter(each -> accounts.inForce(each.person())).map(LogIn::authorization);
    }

    private static boolean isCode(OAuth2Authorization authorization, String token, OAuth2TokenType type) {
        OAuth2Authorization.Token<OAuth2AuthorizationCode> code = authorization.getToken(OAuth2AuthorizationCode.class);
        return (type == null || OAuth2ParameterNames.CODE.equals(type.getValue())) && code != null && code.getToken().getTokenValue().equals(token);
    }

    private static boolean isState(OAuth2Authorization authorization, String token, OAuth2TokenType type) {
        return (type == null || OAuth2ParameterNames.STATE.equals(type.getValue()))
                && token.equals(authorization.getAttribute(OAuth2ParameterNames.STATE));
    }

    /** The person a token is of, as long as the account is in force, with the scopes of its role and no others. */
    Optional<OAuth2AuthenticatedPrincipal> principal(String token) {
        return jdbc.query("""
                select t.*, a.role from account_token t join account a using (username)
                where t.token_digest = ? and t.revoked_at is null and t.expires_at > ? and a.state = 'ACTIVE' and not a.one_time
                    and a.credential = t.credential""",
                (row, number) -> {
                    Set<String> ofRole = AccountRole.valueOf(row.getString("role")).scopes();
                    List<GrantedAuthority> scopes = Arrays.stream((String[]) row.getArray("scopes").getArray()).filter(ofRole::contains)
                            .map(scope -> (GrantedAuthority) new SimpleGrantedAuthority(scope)).toList();
                    String name = Accounts.PERSON + row.getString("username");
                    return (OAuth2AuthenticatedPrincipal) new DefaultOAuth2AuthenticatedPrincipal(name, Map.of("sub", name, "iat",
                            row.getTimestamp("issued_at").toInstant(), "exp", row.getTimestamp("expires_at").toInstant()), scopes);
                }, digest(token), Timestamp.from(clock.instant())).stream().findFirst();
    }

    private byte[] digest(String token) {
        return protection.digest("account-token", token);
    }

    @Scheduled(fixedDelayString = "PT1M")
    void forgetOld() {
        Instant old = clock.instant().minus(LOG_IN);
        underWay.values().removeIf(logIn -> logIn.begun().isBefore(old));
        jdbc.update("delete from account_token where expires_at < ?", Timestamp.from(clock.instant()));
    }
}
