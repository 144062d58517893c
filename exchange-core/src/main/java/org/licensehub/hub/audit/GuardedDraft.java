package org.licensehub.hub.audit;

/**
 * A record of an answer, kept only if what the answer was made from is still current.
 *
 * @param guard revisions the answer was made from
 */
public record GuardedDraft(AuditDraft draft, RevisionGuard guard) {
}
