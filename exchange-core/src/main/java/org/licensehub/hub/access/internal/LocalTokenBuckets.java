package org.licensehub.hub.access.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** Buckets of this node alone. Those of names that were longest not asked for are forgotten, and begin full again. */
final class LocalTokenBuckets implements TokenBuckets {

    private final Cache<Named, Bucket> buckets;

    private record Named(String name, Rate rate) {
    }

    /** @param most how many buckets are kept */
    LocalTokenBuckets(long most) {
        buckets = Caffeine.newBuilder().maximumSize(most).build();
    }

    @Override
    public Duration take(String name, Rate rate, long tokens) {
        Bucket bucket = buckets.get(new Named(name, rate), key -> Bucket.builder().addLimit(rate.bandwidth()).build());
        if (bucket.tryConsume(tokens)) {
            return Duration.ZERO;
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
        return Duration.ofNanos(probe.getNanosToWaitForRefill());
    }
}
