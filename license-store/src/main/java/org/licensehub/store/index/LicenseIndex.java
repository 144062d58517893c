package org.licensehub.store.index;

import java.util.ArrayList;
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

    /** Largest {@code limit} of {@link #findByHolder}. */
    int LARGEST_PAGE = 1000;

    /** Inserts or replaces entries (key: holder and license id). An entry with a lower row version than the stored one is ignored. */
    void put(Collection<IndexEntry> entries);

    /**
     * One page of a holder's entries in ascending order of license id.
     *
     * @param typeCodes license types wanted; empty means all
     * @param after last license id of the page before; empty for the first page
     * @param limit 1 to {@link #LARGEST_PAGE}
     */
    List<IndexEntry> findByHolder(HolderKey holder, Set<String> typeCodes, Optional<UUID> after, int limit);

    /**
     * All entries of several holders, in any order. An adapter may ask once for all of them.
     *
     * @param holders each at most once
     */
    default List<IndexEntry> findByHolders(Collection<HolderKey> holders) {
        List<IndexEntry> found = new ArrayList<>();
        for (HolderKey holder : holders) {
            Optional<UUID> after = Optional.empty();
            List<IndexEntry> page;
            do {
                page = findByHolder(holder, Set.of(), after, LARGEST_PAGE);
                found.addAll(page);
                after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1).licenseId());
            } while (page.size() == LARGEST_PAGE);
        }
        return found;
    }

    /** Forgets everything, before a rebuild. */
    void clear();

    long count();

    /** Makes what was put before visible to later finds, where the technology needs that. */
    void refresh();

    /** @return whether {@link #put} takes part in the caller's database transaction */
    boolean transactional();
}
