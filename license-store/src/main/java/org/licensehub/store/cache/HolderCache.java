package org.licensehub.store.cache;

import java.util.Optional;
import org.licensehub.store.protection.HolderKey;

/** A cache holder → licenses. May forget at any time and may fail to answer: both are a miss, never an error. */
public interface HolderCache {

    Optional<CachedHolder> get(HolderKey holder);

    void put(HolderKey holder, CachedHolder entry);

    void forget(HolderKey holder);
}
