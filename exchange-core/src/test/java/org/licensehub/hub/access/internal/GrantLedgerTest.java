package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.AnswerGround;
import org.licensehub.hub.access.GrantRepository;
import org.licensehub.hub.access.QuotaDay;
import org.licensehub.hub.audit.AnswerClaim;
import org.springframework.jdbc.core.JdbcTemplate;

class GrantLedgerTest {

    private static final JdbcTemplate JDBC = HubTables.fresh();

    /** Eleven at night in Xiamen. */
    private final MovedClock clock = new MovedClock("2026-11-22T15:00:00Z");
    private final QuotaDay day = new QuotaDay(clock, ZoneId.of("Asia/Shanghai"));
    private final GrantRepository grants = new GrantRepository(JDBC);

    private GrantLedger node() {
        return new GrantLedger(JDBC, day, clock);
    }

    private UUID grant(Long daily, Long total, Instant validTo) {
        UUID id = UUID.randomUUID();
        grants.add(new AccessGrant(id, "caller-" + id, "type", Set.of(AccessAction.LOOKUP), Set.of("*"), Set.of("*"), Set.of("*"),
                Instant.parse("2026-01-01T00:00:00Z"), validTo, daily, total), "test");
        return id;
    }

    private static List<AnswerClaim> answers(int count, UUID... grants) {
        return Collections.nCopies(count, new AnswerGround(Set.of(grants), null));
    }

    private static int held(List<Boolean> settled) {
        return Collections.frequency(settled, true);
    }

    private long leftToday(UUID grant) {
        return grants.ofCaller("caller-" + grant, day.today()).get(0).leftToday();
    }

    @Test
    void asManyAnswersAsAreLeftHoldInTheOrderTheyCameInWhicheverNodeSettlesThem() {
        UUID grant = grant(5L, null, null);
        assertThat(node().settle(answers(3, grant))).containsExactly(true, true, true);
        assertThat(node().settle(answers(3, grant))).containsExactly(true, true, false);
        assertThat(node().settle(answers(1, grant))).containsExactly(false);
        assertThat(leftToday(grant)).isZero();
    }

    @Test
    void dayBeginsAtTheHubsMidnightAndTheTotalGoesOn() {
        UUID grant = grant(2L, 3L, null);
        assertThat(held(node().settle(answers(5, grant)))).isEqualTo(2);
        clock.move(Duration.ofMinutes(61));
        assertThat(leftToday(grant)).isEqualTo(2);
        assertThat(held(node().settle(answers(5, grant)))).isEqualTo(1);
    }

    @Test
    void clockThatStepsBackOverMidnightRenewsNothing() {
        UUID grant = grant(2L, null, null);
        clock.move(Duration.ofHours(2));
        assertThat(held(node().settle(answers(2, grant)))).isEqualTo(2);
        clock.move(Duration.ofHours(-2));
        assertThat(leftToday(grant)).isZero();
        assertThat(held(node().settle(answers(2, grant)))).isZero();
        clock.move(Duration.ofHours(2));
        assertThat(held(node().settle(answers(2, grant)))).isZero();
    }

    @Test
    void answerThatRestsOnSeveralGrantsTakesOneOfEachOrNone() {
        UUID wide = grant(10L, null, null);
        UUID narrow = grant(1L, null, null);
        assertThat(node().settle(answers(3, wide, narrow))).containsExactly(true, false, false);
        assertThat(leftToday(wide)).isEqualTo(9);
    }

    @Test
    void withdrawnOrEndedGrantHoldsNothingAndKeepsNoOtherFromHolding() {
        UUID good = grant(null, null, null);
        UUID withdrawn = grant(null, null, null);
        UUID ended = grant(null, null, clock.instant().plusSeconds(1));
        grants.revoke(withdrawn, clock.instant());
        clock.move(Duration.ofSeconds(1));
        List<AnswerClaim> claims = List.of(new AnswerGround(Set.of(good), null), new AnswerGround(Set.of(withdrawn), null), new AnswerGround(Set.of(ended), null),
                new AnswerGround(Set.of(good, withdrawn), null), new AnswerGround(Set.of(), null));
        assertThat(node().settle(claims)).containsExactly(true, false, false, false, true);
    }

    private static long version() {
        return JDBC.queryForObject("select version from access_version", Long.class);
    }

    @Test
    void answerFromMemoryHoldsOnlyUnderTheVersionOfTheRegisterItWasMadeFrom() {
        UUID grant = grant(null, null, null);
        long version = version();
        AnswerClaim remembered = new AnswerGround(Set.of(), null, version);
        assertThat(node().settle(List.of(remembered, remembered))).containsExactly(true, true);
        grants.revoke(grant, clock.instant());
        assertThat(version()).isGreaterThan(version);
        assertThat(node().settle(List.of(remembered, new AnswerGround(Set.of(), null, version()), new AnswerGround(Set.of(), null))))
                .containsExactly(false, true, true);
    }

    @Test
    void everyChangeOfGrantsCallersAndTokensMakesAnotherVersionAndANewTokenNone() {
        JDBC.update("insert into caller (client_id, secret_hash, name, organisation, scopes, sources, networks, interfaces, registered_at)"
                + " values ('versioned', 'h', 'n', 'o', '{}', '{}', '{}', '{}', now())");
        long before = version();
        JDBC.update("insert into access_token (token_digest, client_id, scopes, issued_at, expires_at) values ('\\x01', 'versioned', '{}', now(), now())"
                + " on conflict (token_digest) do update set revoked_at = coalesce(access_token.revoked_at, excluded.revoked_at)");
        assertThat(version()).isEqualTo(before);
        for (String change : List.of("update access_token set revoked_at = now() where client_id = 'versioned'",
                "delete from access_token where client_id = 'versioned'", "update caller set version = version + 1 where client_id = 'versioned'",
                "update caller set disabled_at = now() where client_id = 'versioned'")) {
            JDBC.update(change);
            assertThat(version()).as(change).isEqualTo(++before);
        }
        grant(1L, null, null);
        assertThat(version()).isEqualTo(before + 1);
    }
}
