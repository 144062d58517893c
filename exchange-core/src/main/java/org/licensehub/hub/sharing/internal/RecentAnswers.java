package org.licensehub.hub.sharing.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.KnownCaller;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.repository.HolderReader;
import org.springframework.stereotype.Component;

/**
 * Answers as they are written, for a minute and in memory only: the same holder is asked about several times while a case is on a desk. Whatever
 * an answer is made from is in its key, so that one is never out of date; it is recorded and leaves like any other.
 */
@Component
class RecentAnswers {

    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final long MOST_BYTES = 16L << 20;
    /** Of key and entry, about. */
    private static final int OVERHEAD = 600;

    private final Cache<Key, Prepared> answers = Caffeine.newBuilder().maximumWeight(MOST_BYTES).expireAfterWrite(KEPT)
            .weigher((Key key, Prepared answer) -> answer.written.length + OVERHEAD).build();

    /** @param grants that it was decided by; @param readAt when the licenses were read, which an answer tells */
    record Key(String clientId, long version, List<UUID> grants, List<MissingGrant> missing, String serviceItem, Set<String> types,
            boolean includeEnded, UUID after, int limit, HolderKey holder, long revision, Instant readAt, boolean fromCache, LocalDate today) {

        static Key of(LookupRequest request, KnownCaller caller, AccessDecision decision, HolderKey holder, HolderReader.Reading found, LocalDate today) {
            return new Key(caller.caller().clientId(), caller.version(), decision.grantIds(), decision.missing(), request.elements().serviceItem(), request.licenseTypes(),
                    request.includeEnded(), request.after(), request.limit(), holder, found.holder().revision(), found.holder().readAt(), found.fromCache(), today);
        }
    }

    /**
     * @param written the answer in JSON, without a receipt
     * @param facts what its record says of it
     */
    record Prepared(byte[] written, Map<String, Object> facts) {
    }

    Prepared get(Key key, Supplier<Prepared> made) {
        Prepared known = answers.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Prepared fresh = made.get();
        // what came from the database is asked for next time from the cache, and then says so
        if (key.fromCache) {
            answers.put(key, fresh);
        }
        return fresh;
    }
}
