package org.licensehub.hub.access;

import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.audit.AnswerClaim;

/**
 * What an answer was decided by. When its record is kept, every grant must still be in force and, with a quota, have an answer left,
 * which this one takes; a consent must still be usable, and one for a single use is used up.
 *
 * @param grants those to be looked at: all of them, or, under a version, those that end or have a quota
 * @param consent id of the consent, or {@code null}
 * @param version of the register of callers and grants that was decided from, which must still be the one in force; {@code null}: any
 */
public record AnswerGround(Set<UUID> grants, UUID consent, Long version) implements AnswerClaim {

    public AnswerGround(Set<UUID> grants, UUID consent) {
        this(grants, consent, null);
    }
}
