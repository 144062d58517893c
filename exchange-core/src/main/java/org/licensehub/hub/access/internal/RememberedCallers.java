package org.licensehub.hub.access.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.GrantRepository;
import org.licensehub.hub.access.KnownCaller;
import org.licensehub.hub.access.KnownCallers;
import org.licensehub.hub.access.QuotaDay;
import org.licensehub.hub.access.Scopes;
import org.licensehub.hub.platform.ProblemWriter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Remembers callers by digests of their tokens, which are never kept; unlike those in the database, they need no key. */
@Component
@ConditionalOnWebApplication
class RememberedCallers implements KnownCallers {

    private static final String BEARER = "Bearer ";
    private static final int MOST = 10_000;
    private static final Duration TRUSTED = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final TokenStore tokens;
    private final CallerDirectory callers;
    private final GrantRepository grants;
    private final QuotaDay day;
    private final CallerRules rules;
    private final ProblemWriter problems;
    private final String signatureHeader;
    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final Cache<String, Remembered> remembered = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

    RememberedCallers(TokenStore tokens, CallerDirectory callers, GrantRepository grants, QuotaDay day, CallerRules rules, ProblemWriter problems,
            SignedRequests signed, JdbcTemplate jdbc, Clock clock) {
        this.tokens = tokens;
        this.callers = callers;
        this.grants = grants;
        this.day = day;
        this.rules = rules;
        this.problems = problems;
        this.signatureHeader = signed.settings().signatureHeader();
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Remembered(KnownCaller caller, Instant expiresAt, Instant readAt) {
    }

    @Override
    public Optional<KnownCaller> find(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization == null || !authorization.startsWith(BEARER) || request.getHeader(signatureHeader) != null ? Optional.empty()
                : find(authorization.substring(BEARER.length()));
    }

    private Optional<KnownCaller> find(String token) {
        String digest = digest(token);
        Remembered known = remembered.getIfPresent(digest);
        if (known == null) {
            known = read(token, digest);
            if (known == null) {
                return Optional.empty();
            }
            remembered.put(digest, known);
        }
        return clock.instant().isBefore(known.expiresAt) ? Optional.of(known.caller) : Optional.empty();
    }

    private static String digest(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The version is read first: a change in between makes what is read out of date, never wrong unseen. */
    private Remembered read(String token, String digest) {
        Long version = jdbc.queryForObject("select version from access_version", Long.class);
        TokenStore.LiveToken live = tokens.findLive(token).orElse(null);
        Caller caller = live == null ? null : callers.current(live.clientId(), live.callerVersion()).orElse(null);
        if (version == null || caller == null) {
            return null;
        }
        boolean mayLookUp = live.scopes().contains(Scopes.READ) && caller.scopes().contains(Scopes.READ);
        return new Remembered(new KnownCaller(digest, caller, mayLookUp, grants.ofCaller(caller.clientId(), day.today()), version), live.expiresAt(),
                clock.instant());
    }

    @Override
    public void forget(KnownCaller caller) {
        remembered.asMap().computeIfPresent(caller.token(), (digest, known) -> known.caller.version() == caller.version() ? null : known);
    }

    /** Who calls too often is told so from memory, or shedding would cost more than answering; memory is renewed every second then. */
    @Override
    public Admission admit(KnownCaller known, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<CallerRules.Refusal> refusal = rules.judge(known.caller(), request);
        if (refusal.isEmpty()) {
            CallerGate.markPassed(known.caller(), request);
            return Admission.ADMITTED;
        }
        Remembered memory = remembered.getIfPresent(known.token());
        if (!refusal.get().passing() || memory == null || memory.readAt.plus(TRUSTED).isBefore(clock.instant())) {
            forget(known);
            return Admission.UNSETTLED;
        }
        CallerGate.write(rules, problems, CallerGate.refusalOrAccident(() -> {
            rules.record(refusal.get(), known.caller(), request);
            return Optional.of(refusal.get().problem());
        }), response);
        return Admission.REFUSED;
    }
}
