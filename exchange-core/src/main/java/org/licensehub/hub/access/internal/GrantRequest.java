package org.licensehub.hub.access.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.licensehub.hub.access.GrantTerms;

/**
 * What a department asked for (用证授权申请), and what came of it.
 *
 * @param owner caller that decides; absent: the security administrator
 * @param dueAt until when the owner decides; from then on the security administrator may as well
 * @param answer what the decider said
 * @param grant the grant it led to
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GrantRequest(UUID id, String clientId, GrantTerms terms, String reason, String owner, State state, Instant requestedAt, Instant dueAt,
        Instant decidedAt, String decidedBy, String answer, UUID grant) {

    enum State {
        PENDING, APPROVED, REFUSED
    }

    boolean overdue(Instant now) {
        return state == State.PENDING && !now.isBefore(dueAt);
    }

    GrantRequest decided(State how, Instant at, String by, String said, UUID given) {
        return new GrantRequest(id, clientId, terms, reason, owner, how, requestedAt, dueAt, at, by, said, given);
    }
}
