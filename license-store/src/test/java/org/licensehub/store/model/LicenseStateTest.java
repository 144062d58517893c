package org.licensehub.store.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.store.model.LicenseState.CANCELLED;
import static org.licensehub.store.model.LicenseState.CHANGED;
import static org.licensehub.store.model.LicenseState.DRAFT;
import static org.licensehub.store.model.LicenseState.EXPIRED;
import static org.licensehub.store.model.LicenseState.PENDING_REVIEW;
import static org.licensehub.store.model.LicenseState.PENDING_SEAL;
import static org.licensehub.store.model.LicenseState.RENEWED;
import static org.licensehub.store.model.LicenseState.REVOKED;
import static org.licensehub.store.model.LicenseState.SUSPENDED;
import static org.licensehub.store.model.LicenseState.VALID;
import static org.licensehub.store.model.LicenseState.VOIDED;
import static org.licensehub.store.model.LicenseState.WITHDRAWN;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.licensehub.store.model.LicenseState.Standing;

class LicenseStateTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

    /** Every legal move; all other pairs are illegal. */
    private static final Map<LicenseState, Set<LicenseState>> LEGAL = Map.ofEntries(
            Map.entry(DRAFT, Set.of(PENDING_REVIEW, PENDING_SEAL)),
            Map.entry(PENDING_REVIEW, Set.of(PENDING_SEAL, DRAFT)),
            Map.entry(PENDING_SEAL, Set.of(VALID, DRAFT)),
            Map.entry(VALID, Set.of(SUSPENDED, CHANGED, RENEWED, EXPIRED, CANCELLED, WITHDRAWN, REVOKED, VOIDED)),
            Map.entry(SUSPENDED, Set.of(VALID, CHANGED, RENEWED, EXPIRED, CANCELLED, WITHDRAWN, REVOKED, VOIDED)),
            Map.entry(CHANGED, Set.of()), Map.entry(RENEWED, Set.of()), Map.entry(EXPIRED, Set.of()), Map.entry(CANCELLED, Set.of()),
            Map.entry(WITHDRAWN, Set.of()), Map.entry(REVOKED, Set.of()), Map.entry(VOIDED, Set.of()));

    static Stream<Arguments> everyPair() {
        return Arrays.stream(LicenseState.values()).flatMap(from -> Arrays.stream(LicenseState.values())
                .map(to -> Arguments.of(from, to, LEGAL.get(from).contains(to))));
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @MethodSource("everyPair")
    void moveIsAllowedOnlyWhereTheTableSaysSo(LicenseState from, LicenseState to, boolean legal) {
        assertThat(from.mayMoveTo(to)).isEqualTo(legal);
    }

    @ParameterizedTest
    @EnumSource
    void onlyAnEndedStateHasNoMovesLeft(LicenseState state) {
        assertThat(state.ended()).isEqualTo(LEGAL.get(state).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void onlyStatesAfterTheSealAreIssued(LicenseState state) {
        assertThat(state.issued()).isEqualTo(!Set.of(DRAFT, PENDING_REVIEW, PENDING_SEAL).contains(state));
    }

    @ParameterizedTest
    @EnumSource
    void onlyAValidLicenseIsEverInForce(LicenseState state) {
        Standing expected = state == VALID ? Standing.IN_FORCE : state == SUSPENDED ? Standing.SUSPENDED : Standing.INVALID;
        assertThat(state.standingOn(DAY, null, null)).isEqualTo(expected);
    }

    @Test
    void firstAndLastDayCountAsInForce() {
        assertThat(VALID.standingOn(DAY, DAY, DAY)).isEqualTo(Standing.IN_FORCE);
        assertThat(VALID.standingOn(DAY.minusDays(1), DAY, DAY)).isEqualTo(Standing.NOT_YET_VALID);
        assertThat(VALID.standingOn(DAY.plusDays(1), DAY, DAY)).isEqualTo(Standing.INVALID);
    }

    @Test
    void labelsAreTheTermsOfTheStandards() {
        assertThat(Arrays.stream(LicenseState.values()).map(LicenseState::label)).containsExactly("草案", "待审核", "待签章", "有效", "暂停",
                "已变更", "已延续", "过期", "注销", "撤销", "吊销", "签发错误作废");
    }
}
