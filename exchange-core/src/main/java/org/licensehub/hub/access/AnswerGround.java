package org.licensehub.hub.access;

import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.audit.AnswerClaim;

/**
 * What an answer was decided by. When its record is kept, every grant must still be in force and, with a quota, have an answer left,
 * which this one takes.
 */
public record AnswerGround(Set<UUID> grants) implements AnswerClaim {
}
