package org.licensehub.hub.audit.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.licensehub.hub.audit.AnswerClaim;
import org.licensehub.hub.audit.AnswerLedger;
import org.licensehub.hub.audit.AppendResult;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.audit.AuditUnavailableException;
import org.licensehub.hub.audit.GuardedDraft;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.hub.audit.RevisionGuard;
import org.licensehub.hub.platform.Accidents;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.repository.LicenseRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One thread that commits up to 256 records of waiting answers together: a durable flush costs the same for one record as for
 * many. Only a batch of more records than that is a group of its own. A group that fails fails every answer in it; none leaves.
 */
@Component
public class GroupCommitter implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
    private static final int GROUP = 256;
    private static final long PATIENCE_SECONDS = 30;

    private final int most;
    private final BlockingQueue<Waiting> queue;
    private final AtomicInteger mostWaiting = new AtomicInteger();
    private final AuditStore store;
    private final LicenseRepository licenses;
    private final TransactionTemplate transaction;
    private final ObjectProvider<AnswerLedger> ledger;
    private volatile Thread thread;

    public GroupCommitter(AuditStore store, LicenseRepository licenses, TransactionTemplate transaction,
            ObjectProvider<AnswerLedger> ledger, LogKeepProperties settings) {
        this.most = settings.waiting();
        this.queue = new LinkedBlockingQueue<>(most);
        this.store = store;
        this.licenses = licenses;
        this.transaction = transaction;
        this.ledger = ledger;
    }

    /** A record, the revisions its answer was made from, and what it rests on besides, or {@code null}. */
    private record Guarded(BegunRecord record, RevisionGuard guard, AnswerClaim claim) {
    }

    /** Records that belong to one answer, and what came of each. */
    private record Waiting(List<Guarded> records, CompletableFuture<List<AppendResult>> result) {
    }

    /** Waits until the records are durable or found stale, each for itself, or all have failed. They share one commit. */
    public List<AppendResult> append(List<GuardedDraft> drafts) {
        if (thread == null) {
            throw new AuditUnavailableException(new IllegalStateException("The hub is stopping"));
        }
        List<Guarded> records = drafts.stream().map(each -> new Guarded(store.begin(each.draft()), each.guard(), each.claim())).toList();
        Waiting waiting = new Waiting(records, new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            mostWaiting.set(most);
            throw new AuditUnavailableException(new IllegalStateException("Too many answers wait for the log"));
        }
        mostWaiting.accumulateAndGet(queue.size(), Math::max);
        try {
            return waiting.result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditUnavailableException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AuditUnavailableException(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Most that waited at one moment since this was asked before; all places, if one was refused. */
    int mostWaiting() {
        return mostWaiting.getAndSet(queue.size());
    }

    /** How many answers wait now. */
    int waiting() {
        return queue.size();
    }

    private void run() {
        List<Waiting> group = new ArrayList<>();
        while (thread == Thread.currentThread()) {
            try {
                group.clear();
                gather(group);
                commit(group);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** An answer of many records goes alone: those beside it would wait for all of them. */
    private void gather(List<Waiting> group) throws InterruptedException {
        Waiting next = queue.take();
        int records = 0;
        while (next != null) {
            group.add(next);
            records += next.records.size();
            Waiting following = queue.peek();
            next = following != null && records + following.records.size() <= GROUP ? queue.poll() : null;
        }
    }

    private void commit(List<Waiting> group) {
        try {
            List<Guarded> together = group.stream().flatMap(waiting -> waiting.records.stream()).toList();
            List<AppendResult> results = transaction.execute(status -> appendCurrent(together));
            int next = 0;
            for (Waiting waiting : group) {
                waiting.result.complete(results.subList(next, next + waiting.records.size()));
                next += waiting.records.size();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The audit records of {} answers could not be kept: {}", group.size(), Accidents.describe(e));
            group.forEach(waiting -> waiting.result.completeExceptionally(e));
        }
    }

    /**
     * The log is locked first, so that what is read then is at least as new as everything that stands in the log: no answer is recorded
     * behind the change that forbids it (decision 0019).
     */
    private List<AppendResult> appendCurrent(List<Guarded> group) {
        MerkleTree tree = store.lockTree();
        TreeSet<HolderKey> holders = new TreeSet<>();
        group.forEach(waiting -> holders.addAll(waiting.guard().revisions().keySet()));
        Map<HolderKey, Long> current = holders.isEmpty() ? Map.of() : licenses.revisions(holders);
        List<Guarded> fresh = holding(group.stream().filter(waiting -> waiting.guard().revisions().entrySet().stream()
                .allMatch(seen -> seen.getValue().equals(current.get(seen.getKey())))).toList());
        List<AuditReceipt> receipts = store.appendBegun(tree, fresh.stream().map(Guarded::record).toList());
        List<AppendResult> results = new ArrayList<>();
        int next = 0;
        for (Guarded waiting : group) {
            boolean appended = next < fresh.size() && fresh.get(next) == waiting;
            results.add(appended ? new AppendResult.Appended(receipts.get(next++)) : new AppendResult.Stale());
        }
        return results;
    }

    /** Those whose claims hold, in their order. Only what is recorded uses anything up. */
    private List<Guarded> holding(List<Guarded> current) {
        List<Guarded> claiming = current.stream().filter(waiting -> waiting.claim() != null).toList();
        if (claiming.isEmpty()) {
            return current;
        }
        List<Boolean> holds = ledger.getObject().settle(claiming.stream().map(Guarded::claim).toList());
        Set<Guarded> refused = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < claiming.size(); i++) {
            if (!holds.get(i)) {
                refused.add(claiming.get(i));
            }
        }
        return current.stream().filter(waiting -> !refused.contains(waiting)).toList();
    }

    @Override
    public synchronized void start() {
        thread = new Thread(this::run, "audit-committer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping != null) {
            stopping.interrupt();
        }
        queue.forEach(waiting -> waiting.result.completeExceptionally(new IllegalStateException("The hub is stopping")));
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
