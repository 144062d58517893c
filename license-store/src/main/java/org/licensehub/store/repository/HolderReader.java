package org.licensehub.store.repository;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.licensehub.store.cache.CachedHolder;
import org.licensehub.store.cache.HolderCache;
import org.licensehub.store.index.IndexEntry;
import org.licensehub.store.index.LicenseIndex;
import org.licensehub.store.model.License;
import org.licensehub.store.protection.HolderKey;

/**
 * Reads all issued licenses of a holder: from the cache, else by index and system of record. What it returns may be answered
 * only if the holder's revision is still the same when the answer is recorded.
 */
public final class HolderReader {

    private static final int PAGE = 500;

    private final HolderCache cache;
    private final LicenseIndex index;
    private final LicenseRepository licenses;
    private final Clock clock;

    public HolderReader(HolderCache cache, LicenseIndex index, LicenseRepository licenses, Clock clock) {
        this.cache = cache;
        this.index = index;
        this.licenses = licenses;
        this.clock = clock;
    }

    /** @param fromCache whether no database was asked */
    public record Reading(CachedHolder holder, boolean fromCache) {
    }

    public Reading read(HolderKey holder) {
        Optional<CachedHolder> cached = cache.get(holder);
        if (cached.isPresent()) {
            return new Reading(cached.get(), true);
        }
        CachedHolder fresh = readRecord(holder);
        cache.put(holder, fresh);
        return new Reading(fresh, false);
    }

    /** Forgets a reading that turned out to be stale. */
    public void forget(HolderKey holder) {
        cache.forget(holder);
    }

    /** The revision is read first: a change in between makes the reading stale, never wrong unseen. */
    private CachedHolder readRecord(HolderKey holder) {
        long revision = licenses.revisions(List.of(holder)).get(holder);
        Set<UUID> ids = new LinkedHashSet<>();
        if (!index.transactional()) {
            ids.addAll(licenses.awaitingIndex(holder));
        }
        Optional<UUID> after = Optional.empty();
        List<IndexEntry> page;
        do {
            page = index.findByHolder(holder, Set.of(), after, PAGE);
            page.forEach(entry -> ids.add(entry.licenseId()));
            after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1).licenseId());
        } while (page.size() == PAGE);
        // state and holders are the record's, whatever the index said
        List<License> confirmed = licenses.findAll(ids).stream()
                .filter(license -> license.identifier() != null && license.holders().contains(holder)).toList();
        return new CachedHolder(revision, new ArrayList<>(confirmed), clock.instant());
    }
}
