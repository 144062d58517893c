package org.licensehub.hub.access;

import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.audit.AnswerClaim;

/**
 * What an answer was decided by. When its record is kept, every grant must still be in force and, with a quota, have an answer left,
 * which this one takes; a consent must still be usable, and one for a single use is used up.
 *
 * @param consent id of the consent, or {@code null}
 */
public record AnswerGround(Set<UUID> grants, UUID consent) implements AnswerClaim {
}
