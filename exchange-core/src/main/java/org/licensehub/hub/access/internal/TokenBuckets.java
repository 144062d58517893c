package org.licensehub.hub.access.internal;

import java.time.Duration;

/** Token buckets by name. */
interface TokenBuckets {

    /**
     * Takes tokens out of a bucket, or none of them.
     *
     * @param name of a bucket that begins full; the same name under another rate is another bucket
     * @param tokens at most as many as the bucket can hold
     * @return zero if they were taken, otherwise how long it takes until they are there
     */
    Duration take(String name, Rate rate, long tokens);
}
