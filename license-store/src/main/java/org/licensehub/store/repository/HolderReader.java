package org.licensehub.store.repository;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.licensehub.store.cache.CachedHolder;
import org.licensehub.store.cache.HolderCache;
import org.licensehub.store.index.LicenseIndex;
import org.licensehub.store.model.License;
import org.licensehub.store.protection.HolderKey;

/**
 * Reads all issued licenses of a holder: from the cache, else by index and system of record. What it returns may be answered
 * only if the holder's revision is still the same when the answer is recorded.
 */
public final class HolderReader {

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

    /** The same for several holders: those that are not in the cache are read from the database together. */
    public Map<HolderKey, Reading> readAll(Collection<HolderKey> holders) {
        Map<HolderKey, Reading> readings = new HashMap<>();
        List<HolderKey> missing = new ArrayList<>();
        for (HolderKey holder : new LinkedHashSet<>(holders)) {
            Optional<CachedHolder> cached = cache.get(holder);
            cached.ifPresentOrElse(entry -> readings.put(holder, new Reading(entry, true)), () -> missing.add(holder));
        }
        readRecords(missing).forEach((holder, fresh) -> {
            cache.put(holder, fresh);
            readings.put(holder, new Reading(fresh, false));
        });
        return readings;
    }

    private CachedHolder readRecord(HolderKey holder) {
        return readRecords(List.of(holder)).get(holder);
    }

    private Map<HolderKey, CachedHolder> readRecords(Collection<HolderKey> holders) {
        if (holders.isEmpty()) {
            return Map.of();
        }
        // an index beside the record knows nothing that the record does not know itself, so the record is asked at once
        LicenseRepository.Held held = index.transactional() ? licenses.held(holders) : heldByIndex(holders);
        Map<HolderKey, List<License>> confirmed = new HashMap<>();
        for (License license : held.licenses()) {
            license.holders().forEach(holder -> confirmed.computeIfAbsent(holder, any -> new ArrayList<>()).add(license));
        }
        Map<HolderKey, CachedHolder> read = new HashMap<>();
        holders.forEach(holder -> read.put(holder, new CachedHolder(held.revisions().get(holder), confirmed.getOrDefault(holder, List.of()), clock.instant())));
        return read;
    }

    /**
     * The revisions are read first: a change in between makes a reading stale, never wrong unseen. State and holders are the record's,
     * whatever the index said.
     */
    private LicenseRepository.Held heldByIndex(Collection<HolderKey> holders) {
        Map<HolderKey, Long> revisions = licenses.revisions(holders);
        Set<UUID> ids = new LinkedHashSet<>();
        holders.forEach(holder -> ids.addAll(licenses.awaitingIndex(holder)));
        index.findByHolders(holders).forEach(entry -> ids.add(entry.licenseId()));
        return new LicenseRepository.Held(revisions, licenses.findAll(ids).stream().filter(license -> license.identifier() != null).toList());
    }
}
