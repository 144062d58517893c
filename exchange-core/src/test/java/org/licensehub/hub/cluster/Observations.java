package org.licensehub.hub.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What writers did and readers saw, on one clock (nanoseconds). A state stands from the acknowledgement of the move into it
 * to the start of the next move; a read that lies wholly inside must show that state.
 */
final class Observations {

    private static final String MOVING = "";

    /** license → from when on → state; the empty text while a move is under way. */
    private final Map<String, NavigableMap<Long, String>> histories = new ConcurrentHashMap<>();
    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

    /** @param start when the request began; @param end when its answer was complete */
    record Read(String member, String license, String state, String from, long start, long end) {
    }

    void moveStarts(String license) {
        histories.computeIfAbsent(license, key -> new ConcurrentSkipListMap<>()).put(System.nanoTime(), MOVING);
    }

    void acknowledged(String license, String state) {
        histories.get(license).put(System.nanoTime(), state);
        count("acknowledged " + state).incrementAndGet();
    }

    void read(Read read) {
        reads.add(read);
    }

    void answered(String member, int status) {
        statuses.add(status);
        count(member + " " + status).incrementAndGet();
    }

    AtomicInteger count(String what) {
        return counts.computeIfAbsent(what, key -> new AtomicInteger());
    }

    int cancellations() {
        return count("acknowledged CANCELLED").get();
    }

    Set<Integer> statuses() {
        return statuses;
    }

    Set<String> licenses() {
        return histories.keySet();
    }

    long reads(String member, String from) {
        return reads.stream().filter(read -> read.member().equals(member) && read.from().equals(from)).count();
    }

    /** @return how many reads started after the license was known to be cancelled */
    long readsAfterCancellation() {
        return reads.stream().filter(read -> "CANCELLED".equals(standing(read))).count();
    }

    /** Reads that showed another state than the one that stood from before they began until after they ended. */
    List<String> staleReads() {
        List<String> stale = new ArrayList<>();
        for (Read read : reads) {
            String standing = standing(read);
            if (standing != null && !standing.equals(read.state())) {
                stale.add(read + " instead of " + standing);
            }
        }
        return stale;
    }

    /** The state that stood during the whole read, or {@code null} if none is known to. */
    private String standing(Read read) {
        NavigableMap<Long, String> history = histories.getOrDefault(read.license(), new ConcurrentSkipListMap<>());
        Map.Entry<Long, String> before = history.lowerEntry(read.start());
        if (before == null || before.getValue().equals(MOVING)) {
            return null;
        }
        Long next = history.higherKey(before.getKey());
        return next == null || next > read.end() ? before.getValue() : null;
    }

    @Override
    public String toString() {
        return new java.util.TreeMap<>(counts).toString();
    }
}
