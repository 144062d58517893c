package org.licensehub.hub.seals;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * States of a seal and the moves between them: 申请 → 批准 → 制作 → 备案 → 在用 ⇄ 停用 → 注销. Only a seal in use seals. A seal is
 * never edited: a change is a successor, which takes the place of the old one when it comes into use.
 */
public enum SealState {
    /** Applied for; waits for two approvals. */
    APPLIED("已申请"),
    REJECTED("已驳回"),
    /** Approved by two people; may be made. */
    APPROVED("已批准"),
    /** Made: number, key, certificate and the maker's signature are there. */
    MADE("已制作"),
    /** Entered in the register of the filing authority. */
    FILED("已备案"),
    IN_USE("在用"),
    SUSPENDED("停用"),
    /** Replaced by its successor. */
    CHANGED("已变更"),
    CANCELLED("注销");

    private static final Map<SealState, Set<SealState>> MOVES = Map.of(
            APPLIED, EnumSet.of(APPROVED, REJECTED),
            APPROVED, EnumSet.of(MADE, CANCELLED),
            MADE, EnumSet.of(FILED, CANCELLED),
            FILED, EnumSet.of(IN_USE, CANCELLED),
            IN_USE, EnumSet.of(SUSPENDED, CHANGED, CANCELLED),
            SUSPENDED, EnumSet.of(IN_USE, CHANGED, CANCELLED));

    private final String label;

    SealState(String label) {
        this.label = label;
    }

    /** @return the Chinese term, as shown to users */
    public String label() {
        return label;
    }

    public boolean mayMoveTo(SealState next) {
        return MOVES.getOrDefault(this, Set.of()).contains(next);
    }

    /** @return whether no move leads out of it */
    public boolean ended() {
        return !MOVES.containsKey(this);
    }
}
