package org.licensehub.store.cache;

import java.util.Optional;
import org.licensehub.store.protection.HolderKey;

/** The cache of a hub that has none: always a miss. */
public final class NoHolderCache implements HolderCache {

    @Override
    public Optional<CachedHolder> get(HolderKey holder) {
        return Optional.empty();
    }

    @Override
    public void put(HolderKey holder, CachedHolder entry) {
    }

    @Override
    public void forget(HolderKey holder) {
    }
}
