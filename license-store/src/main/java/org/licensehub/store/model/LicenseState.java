package org.licensehub.store.model;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * States of a license and the moves between them: 草案 → 待审核 → 待签章 → 有效 ⇄ 暂停, and from 有效 or 暂停 to one of the final
 * states. A record sent back by the reviewer is a draft again. A license is never edited in place: a change is a new
 * version, and the old one becomes 已变更 or 已延续.
 */
public enum LicenseState {
    /** Collected, not handed in or sent back for correction. */
    DRAFT("草案"),
    PENDING_REVIEW("待审核"),
    PENDING_SEAL("待签章"),
    /** Sealed and in force, as far as its dates say so. */
    VALID("有效"),
    /** Temporarily not to be relied on (暂扣, 受限使用). */
    SUSPENDED("暂停"),
    /** Superseded by the next version with other content. */
    CHANGED("已变更"),
    /** Superseded by the next version with a longer validity. */
    RENEWED("已延续"),
    EXPIRED("过期"),
    /** Ended on request or in the course of business. */
    CANCELLED("注销"),
    /** Taken back because it should not have been granted. */
    WITHDRAWN("撤销"),
    /** Taken away as a punishment. */
    REVOKED("吊销"),
    /** Issued in error; was never right. */
    VOIDED("签发错误作废");

    private static final Set<LicenseState> ENDS =
            EnumSet.of(CHANGED, RENEWED, EXPIRED, CANCELLED, WITHDRAWN, REVOKED, VOIDED);

    private static final Map<LicenseState, Set<LicenseState>> MOVES = Map.of(
            DRAFT, EnumSet.of(PENDING_REVIEW, PENDING_SEAL),
            PENDING_REVIEW, EnumSet.of(PENDING_SEAL, DRAFT),
            PENDING_SEAL, EnumSet.of(VALID, DRAFT),
            VALID, withSuspension(SUSPENDED),
            SUSPENDED, withSuspension(VALID));

    private final String label;

    LicenseState(String label) {
        this.label = label;
    }

    private static Set<LicenseState> withSuspension(LicenseState other) {
        Set<LicenseState> moves = EnumSet.of(other);
        moves.addAll(EnumSet.of(CHANGED, RENEWED, EXPIRED, CANCELLED, WITHDRAWN, REVOKED, VOIDED));
        return moves;
    }

    /** @return the Chinese term, as shown to users */
    public String label() {
        return label;
    }

    public boolean mayMoveTo(LicenseState next) {
        return MOVES.getOrDefault(this, Set.of()).contains(next);
    }

    /** @return whether the license was sealed and published at some time */
    public boolean issued() {
        return this == VALID || this == SUSPENDED || ENDS.contains(this);
    }

    public boolean ended() {
        return ENDS.contains(this);
    }

    /**
     * What a stored state means on a day; dates decide between in force, not yet and no longer.
     *
     * @param validFrom first day, inclusive; {@code null} means at once
     * @param validTo last day, inclusive; {@code null} means long-term (长期)
     */
    public Standing standingOn(LocalDate day, LocalDate validFrom, LocalDate validTo) {
        if (this == SUSPENDED) {
            return Standing.SUSPENDED;
        }
        if (this != VALID) {
            return Standing.INVALID;
        }
        if (validFrom != null && day.isBefore(validFrom)) {
            return Standing.NOT_YET_VALID;
        }
        return validTo != null && day.isAfter(validTo) ? Standing.INVALID : Standing.IN_FORCE;
    }

    /** What somebody who relies on a license has to know about it today. */
    public enum Standing {
        IN_FORCE, NOT_YET_VALID, SUSPENDED, INVALID
    }
}
