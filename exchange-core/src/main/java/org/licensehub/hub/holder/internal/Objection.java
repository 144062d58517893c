package org.licensehub.hub.holder.internal;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An objection (异议) of a holder. Says neither whose it is nor what is written in it.
 *
 * @param positions in the log of the uses it is about, all of one caller
 * @param organisation that has to answer; empty: the administrators
 * @param overdue whether it was open when its time was up
 * @param upheld whether the organisation agrees with the holder; {@code null} until answered
 */
record Objection(UUID id, List<Long> positions, String caller, String organisation, State state, Instant raisedAt, Instant dueAt, boolean overdue,
        @Schema(types = {"boolean", "null"}) Boolean upheld, @Schema(types = {"string", "null"}, format = "date-time") Instant answeredAt) {

    /** How it stands. */
    enum State {
        OPEN, ANSWERED
    }

    /** With what is written in it. @param answer {@code null} until there is one */
    @Schema(name = "ObjectionTexts")
    record Texts(Objection objection, String reason, @Schema(types = {"string", "null"}) String answer) {
    }

    /** How many there are of one kind. @param overdue of them those that were not answered in time */
    @Schema(name = "ObjectionCount")
    record Count(String organisation, State state, long objections, long overdue) {
    }
}
