package org.licensehub.hub.audit;

/**
 * A record of an answer, kept only if what the answer was made from is still current.
 *
 * @param guard revisions the answer was made from
 * @param claim what it rests on besides; {@code null}: nothing
 */
public record GuardedDraft(AuditDraft draft, RevisionGuard guard, AnswerClaim claim) {

    public GuardedDraft(AuditDraft draft, RevisionGuard guard) {
        this(draft, guard, null);
    }
}
