package org.licensehub.store.index;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.licensehub.store.protection.HolderKey;

/**
 * Finds the issued licenses of a holder. Holds no personal data in clear. May lag behind the system of record, so a hit is
 * confirmed there before it is answered; {@link #transactional()} says whether it does.
 */
public interface LicenseIndex {

    /** Inserts or replaces entries (key: holder and license id). An entry with a lower row version than the stored one is ignored. */
    void put(Collection<IndexEntry> entries);

    /**
     * One page of a holder's entries in ascending order of license id.
     *
     * @param typeCodes license types wanted; empty means all
     * @param after last license id of the page before; empty for the first page
     * @param limit 1 to 1000
     */
    List<IndexEntry> findByHolder(HolderKey holder, Set<String> typeCodes, Optional<UUID> after, int limit);

    /** Forgets everything, before a rebuild. */
    void clear();

    long count();

    /** Makes what was put before visible to later finds, where the technology needs that. */
    void refresh();

    /** @return whether {@link #put} takes part in the caller's database transaction */
    boolean transactional();
}
