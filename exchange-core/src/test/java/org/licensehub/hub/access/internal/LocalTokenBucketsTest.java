package org.licensehub.hub.access.internal;

class LocalTokenBucketsTest extends TokenBucketsContract {

    private final TokenBuckets buckets = new LocalTokenBuckets(100);

    @Override
    TokenBuckets buckets() {
        return buckets;
    }
}
