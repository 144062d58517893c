package org.licensehub.hub.access.internal;

import io.github.bucket4j.Bandwidth;
import java.time.Duration;

/**
 * A token bucket's measures.
 *
 * @param calls how many come back in a period
 * @param per the period, at least a millisecond; a second if not said
 * @param burst how many the bucket holds: the most at one moment after a time without calls; as many as {@code calls} if not said
 */
record Rate(long calls, Duration per, Long burst) {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final long MOST = 1_000_000_000;

    Rate {
        per = per == null ? Duration.ofSeconds(1) : per;
        burst = burst == null ? Long.valueOf(calls) : burst;
        if (calls < 1 || burst < 1 || per.toMillis() < 1 || calls > per.toNanos() || burst > MOST || per.multipliedBy(burst).dividedBy(calls).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A limit needs calls and burst of at least 1, a period of at least 1 ms and at most a day until it is full again: "
                    + calls + ", " + burst + ", " + per);
        }
    }

    static Rate perSecond(long calls, long burst) {
        return new Rate(calls, Duration.ofSeconds(1), burst);
    }

    /** A part of it, with room for at least one call. */
    Rate share(long parts) {
        return new Rate(Math.max(1, calls / parts), per, Math.max(1, burst / parts));
    }

    Bandwidth bandwidth() {
        return Bandwidth.builder().capacity(burst).refillGreedy(calls, per).build();
    }
}
