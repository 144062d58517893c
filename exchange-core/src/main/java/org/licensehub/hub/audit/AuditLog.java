package org.licensehub.hub.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.licensehub.hub.audit.internal.AuditStore;
import org.licensehub.hub.audit.internal.GroupCommitter;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Appends to the log. Two ways: a change records itself in its own transaction, so that neither exists without the other; an
 * answer waits until its record is durable, sharing one commit with the answers that wait beside it.
 */
@Service
public class AuditLog {

    private final AuditStore store;
    private final GroupCommitter committer;

    public AuditLog(AuditStore store, GroupCommitter committer) {
        this.store = store;
        this.committer = committer;
    }

    /**
     * Adds a record to the transaction that is open now. All records of a transaction are appended together just before its
     * commit, under one signed head; if that fails, the transaction rolls back.
     *
     * @throws IllegalStateException if no transaction is open
     */
    public void appendInTransaction(AuditDraft draft) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            throw new IllegalStateException("A change is recorded in its own transaction, and none is open");
        }
        PendingGroup group = TransactionSynchronizationManager.getSynchronizations().stream().filter(PendingGroup.class::isInstance)
                .map(PendingGroup.class::cast).findFirst().orElseGet(() -> {
                    PendingGroup fresh = new PendingGroup(store);
                    TransactionSynchronizationManager.registerSynchronization(fresh);
                    return fresh;
                });
        group.drafts.add(draft);
    }

    /**
     * Makes the record of an answer durable; returns when it is.
     *
     * @param guard revisions the answer was made from
     * @throws AuditUnavailableException if it could not be kept: the answer must not leave
     */
    public AppendResult append(AuditDraft draft, RevisionGuard guard) {
        return appendAll(List.of(new GuardedDraft(draft, guard))).get(0);
    }

    /** As {@link #append(AuditDraft, RevisionGuard)}, for an answer that rests on more than its licenses. */
    public AppendResult append(AuditDraft draft, RevisionGuard guard, AnswerClaim claim) {
        return appendAll(List.of(new GuardedDraft(draft, guard, claim))).get(0);
    }

    /**
     * The same for an answer of several parts, which share one commit.
     *
     * @return what came of each, in their order: a part that is stale keeps no other from being recorded
     */
    public List<AppendResult> appendAll(List<GuardedDraft> drafts) {
        return drafts.isEmpty() ? List.of() : committer.append(drafts);
    }

    /** As {@link #append(AuditDraft, RevisionGuard)}, for records that depend on no license. */
    public AuditReceipt append(AuditDraft draft) {
        if (append(draft, RevisionGuard.none()) instanceof AppendResult.Appended appended) {
            return appended.receipt();
        }
        throw new IllegalStateException("A record without revisions is never stale");
    }

    public Optional<TreeHead> latestHead() {
        return store.latestHead();
    }

    /** Appends collected in one transaction; last to act, so that the log's lock is held for the commit only. */
    private static final class PendingGroup implements TransactionSynchronization {

        private final List<AuditDraft> drafts = new ArrayList<>();
        private final AuditStore store;

        private PendingGroup(AuditStore store) {
            this.store = store;
        }

        @Override
        public int getOrder() {
            return LOWEST_PRECEDENCE;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            store.append(List.copyOf(drafts));
            drafts.clear();
        }
    }
}
