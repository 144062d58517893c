package org.licensehub.hub.audit;

import java.util.Map;
import org.licensehub.store.protection.HolderKey;

/**
 * The holder revisions an answer was made from. The audit record of the answer is committed only if they are still current,
 * so an answer from a cache, or one overtaken by a cancellation, never leaves.
 */
public record RevisionGuard(Map<HolderKey, Long> revisions) {

    public static RevisionGuard none() {
        return new RevisionGuard(Map.of());
    }
}
