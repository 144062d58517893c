package org.licensehub.store.cache;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.licensehub.store.protection.HolderKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache as a map of a Hazelcast cluster. Waits only briefly for another member: one that is paused or cut off makes a
 * miss, not a slow answer.
 */
public final class HazelcastHolderCache implements HolderCache {

    private static final Logger LOG = LoggerFactory.getLogger(HazelcastHolderCache.class);

    private final IMap<String, CachedHolder> map;
    private final Duration patience;

    /** @param patience longest wait for a member, e.g. 50 ms */
    public HazelcastHolderCache(HazelcastInstance hazelcast, Duration patience) {
        this.map = hazelcast.getMap("holder-licenses");
        this.patience = patience;
    }

    @Override
    public Optional<CachedHolder> get(HolderKey holder) {
        return await(() -> map.getAsync(holder.hex()));
    }

    /** Not waited for: what follows on the same key comes after it, and an entry that is not there is a miss. */
    @Override
    public void put(HolderKey holder, CachedHolder entry) {
        try {
            map.setAsync(holder.hex(), entry).exceptionally(e -> {
                LOG.debug("The holder cache does not take an entry ({})", e.getClass().getSimpleName());
                return null;
            });
        } catch (RuntimeException e) {
            LOG.debug("The holder cache does not take an entry ({})", e.getClass().getSimpleName());
        }
    }

    @Override
    public void forget(HolderKey holder) {
        await(() -> map.removeAsync(holder.hex()));
    }

    private <T> Optional<T> await(java.util.function.Supplier<CompletionStage<T>> operation) {
        try {
            return Optional.ofNullable(operation.get().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("The holder cache does not answer ({}); the system of record does", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
