package org.licensehub.hub.access.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.hazelcast.core.HazelcastInstance;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.grid.hazelcast.Bucket4jHazelcast;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buckets that all nodes of a hub share. A node counts in memory and tells the others after every twentieth of a bucket, or {@link #IN_TOUCH}
 * later: together they let at most that much more through, each node. One that hears nothing from another within its patience counts alone
 * for a while, so that a member that is paused or cut off stops nobody; then every node has a whole bucket of its own.
 */
final class SharedTokenBuckets implements TokenBuckets {

    /** Name of the map in the cluster. */
    static final String MAP = "limit-buckets";

    private static final Logger LOG = LoggerFactory.getLogger(SharedTokenBuckets.class);
    private static final int PARTS = 20;
    private static final Duration IN_TOUCH = Duration.ofMillis(100);
    private static final Duration ALONE = Duration.ofSeconds(5);
    private static final int MOST = 50_000;

    private final AsyncProxyManager<String> cluster;
    private final Duration patience;
    private final TokenBuckets alone = new LocalTokenBuckets(MOST);
    private final Cache<Named, AsyncBucketProxy> buckets = Caffeine.newBuilder().maximumSize(MOST).build();
    /** By a clock that nobody sets; {@code null}: not yet. */
    private final AtomicReference<Long> aloneUntil = new AtomicReference<>();

    SharedTokenBuckets(HazelcastInstance hazelcast, Duration patience) {
        this.cluster = Bucket4jHazelcast.entryProcessorBasedBuilder(hazelcast.<String, byte[]>getMap(MAP)).build().asAsync();
        this.patience = patience;
    }

    private record Named(String name, Rate rate) {
    }

    @Override
    public Duration take(String name, Rate rate, long tokens) {
        Long until = aloneUntil.get();
        if (until != null && System.nanoTime() - until < 0) {
            return alone.take(name, rate, tokens);
        }
        try {
            ConsumptionProbe probe = buckets.get(new Named(name, rate), this::shared).tryConsumeAndReturnRemaining(tokens).get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return alone.take(name, rate, tokens);
        } catch (TimeoutException | ExecutionException | RuntimeException e) {
            countAlone(until, e);
            return alone.take(name, rate, tokens);
        }
    }

    private AsyncBucketProxy shared(Named bucket) {
        DelayParameters delay = new DelayParameters(Math.max(1, bucket.rate.burst() / PARTS), IN_TOUCH);
        BucketConfiguration configuration = BucketConfiguration.builder().addLimit(bucket.rate.bandwidth()).build();
        return cluster.builder().withOptimization(Optimizations.delaying(delay))
                .build(bucket.name + " " + bucket.rate, () -> CompletableFuture.completedFuture(configuration));
    }

    /** What is under way may hang for long, so the next attempt has a way of its own. */
    private void countAlone(Long before, Exception e) {
        if (aloneUntil.compareAndSet(before, System.nanoTime() + ALONE.toNanos())) {
            LOG.warn("Limits are counted by this node alone for {} s, since the cluster does not answer: {}", ALONE.toSeconds(), e.getClass().getSimpleName());
            buckets.invalidateAll();
        }
    }
}
