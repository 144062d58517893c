package org.licensehub.store.repository;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.store.index.IndexEntry;
import org.licensehub.store.index.LicenseIndex;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.PersonalData;

/**
 * Changes licenses, one transaction of the caller at a time. With every change go a row of history, a new revision of each
 * holder (which voids cached answers) and the index entry, or a task for it where the index is no part of the transaction.
 */
public final class LicenseLedger {

    private static final String REASON = "license-event-reason";

    private final LicenseRepository licenses;
    private final LicenseIndex index;
    private final PersonalData protection;
    private final String hub;
    private final Clock clock;

    /** @param hub id of this hub; licenses of other hubs are taken as they come but never moved here */
    public LicenseLedger(LicenseRepository licenses, LicenseIndex index, PersonalData protection, String hub, Clock clock) {
        this.licenses = licenses;
        this.index = index;
        this.protection = protection;
        this.hub = hub;
        this.clock = clock;
    }

    /** Adds a license that is not issued yet. */
    public void open(License license, String actor) {
        licenses.insert(license);
        licenses.recordEvent(license.id(), null, license.state(), actor, null, license.createdAt());
    }

    /** Moves a license if its state machine allows it; the reason is kept encrypted, since people write names into it. */
    public MoveResult move(UUID id, LicenseState to, String actor, String reason) {
        Optional<License> found = licenses.findForUpdate(id);
        if (found.isEmpty()) {
            return new MoveResult.NotFound();
        }
        License before = found.get();
        if (!before.originHub().equals(hub)) {
            return new MoveResult.NotOurs(before.originHub());
        }
        if (!before.state().mayMoveTo(to)) {
            return new MoveResult.Illegal(before.state(), to);
        }
        return new MoveResult.Moved(store(before, before.withState(to, now()), actor, reason));
    }

    /**
     * Makes a license valid. It must wait for its seal and be locked by the caller's transaction.
     *
     * @param issued the license as {@link License#issued} makes it
     */
    public License issue(License pending, License issued, String actor) {
        if (pending.state() != LicenseState.PENDING_SEAL) {
            throw new IllegalStateException("Only a license that waits for its seal can be issued, not one in state " + pending.state());
        }
        return store(pending, issued, actor, null);
    }

    /**
     * Hands a draft in again with corrected content; only a license that was never issued can be corrected in place.
     *
     * @param content a license that carries the corrected metadata
     */
    public MoveResult resubmit(UUID id, License content, LicenseState next, String actor) {
        Optional<License> found = licenses.findForUpdate(id);
        if (found.isEmpty()) {
            return new MoveResult.NotFound();
        }
        License draft = found.get();
        if (draft.state() != LicenseState.DRAFT || !draft.state().mayMoveTo(next)) {
            return new MoveResult.Illegal(draft.state(), next);
        }
        License corrected = draft.corrected(content, next, now());
        licenses.replaceHolders(corrected);
        return new MoveResult.Moved(store(draft, corrected, actor, null));
    }

    private License store(License before, License after, String actor, String reason) {
        if (!licenses.update(after)) {
            throw new IllegalStateException("License " + before.id() + " changed under a lock");
        }
        byte[] kept = reason == null ? null : protection.seal(REASON, reason);
        licenses.recordEvent(after.id(), before.state(), after.state(), actor, kept, after.updatedAt());
        if (after.state().ended() || after.state() == LicenseState.DRAFT) {
            licenses.release(after.id());
        }
        published(List.of(after));
        return after;
    }

    /**
     * Takes licenses that another hub issued or changed, in their order. All license rows are locked before the first holder's
     * revision, as every single change does it, so that a page and a change never deadlock.
     *
     * @return for each whether it was news; an older or equal row version has no effect
     */
    public List<Boolean> receive(List<License> received, String actor) {
        List<Boolean> news = new ArrayList<>();
        Map<UUID, License> changed = new LinkedHashMap<>();
        for (License license : received) {
            boolean fresh = receive(license, actor);
            news.add(fresh);
            if (fresh) {
                changed.put(license.id(), license);
            }
        }
        published(changed.values());
        return news;
    }

    private boolean receive(License license, String actor) {
        Optional<License> known = licenses.findForUpdate(license.id());
        if (known.isEmpty()) {
            licenses.insert(license);
            licenses.recordEvent(license.id(), null, license.state(), actor, null, license.updatedAt());
        } else if (known.get().rowVersion() >= license.rowVersion()) {
            return false;
        } else {
            licenses.update(license, known.get().rowVersion());
            licenses.recordEvent(license.id(), known.get().state(), license.state(), actor, null, license.updatedAt());
        }
        return true;
    }

    private void published(Collection<License> changed) {
        List<License> known = changed.stream().filter(license -> license.identifier() != null).toList();
        if (known.isEmpty()) {
            return;
        }
        licenses.raiseRevisions(known.stream().flatMap(license -> license.holders().stream()).toList());
        if (index.transactional()) {
            index.put(entriesOf(known));
        } else {
            known.forEach(license -> licenses.queueIndexing(license.id(), now()));
        }
    }

    /**
     * Does queued index work.
     *
     * @return how many licenses were indexed; fewer than {@code limit} means the queue is empty
     */
    public int indexQueued(int limit) {
        List<UUID> queued = licenses.claimIndexing(limit);
        if (!queued.isEmpty()) {
            index.put(entriesOf(licenses.findAll(queued)));
            // a task may go only when its entry can be found, or a reader would see neither
            index.refresh();
            licenses.indexed(queued);
        }
        return queued.size();
    }

    /** @return index entries of licenses, one for each holder */
    public static List<IndexEntry> entriesOf(Collection<License> licenses) {
        List<IndexEntry> entries = new ArrayList<>();
        licenses.forEach(license -> entries.addAll(entriesOf(license)));
        return entries;
    }

    private static List<IndexEntry> entriesOf(License license) {
        return license.holders().stream().distinct().map(holder -> new IndexEntry(holder, license.id(), license.identifier(),
                license.typeCode(), license.areaCode(), license.state(), license.rowVersion())).toList();
    }

    /** @return the reason of a move in clear, if one was given */
    public Optional<String> reasonOf(LicenseEvent event) {
        return Optional.ofNullable(event.protectedReason()).map(sealed -> protection.openText(REASON, sealed));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
