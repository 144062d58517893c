package org.licensehub.hub.audit.internal.flags;

import java.time.Instant;
import java.util.UUID;

/**
 * Something an auditor would look for. Names no holder.
 *
 * @param number its place in the order in which flags were raised, from 1
 * @param caller who acted, as {@code actor} in the log
 * @param operator as the five elements name it; empty: several, or none
 * @param startsAt beginning of the hour or day it was counted in
 * @param usual what is usual for this caller; {@code null} where nothing is compared with
 * @param first position in the log of the first record it rests on; @param last of the last one so far
 * @param closed who looked into it and why it is done with; {@code null} while it is open
 */
record Flag(UUID id, long number, FlagKind kind, FlagPeriod period, String caller, String operator, Instant startsAt, long counted, long threshold,
        Long usual, long first, long last, Instant raisedAt, Closure closed) {

    /** How it stands. */
    enum State {
        OPEN, CLOSED
    }

    /** @param reason free text of the auditor */
    record Closure(String by, Instant at, String reason) {
    }

    State state() {
        return closed == null ? State.OPEN : State.CLOSED;
    }
}
