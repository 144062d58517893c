package org.licensehub.hub.audit.internal.flags;

import java.time.Instant;
import java.util.UUID;

/** What was counted under a key so far. Not for several threads. */
final class FlagCount {

    /** @param operator empty where the caller is counted as a whole */
    record Key(FlagKind kind, FlagPeriod period, String caller, String operator, Instant startsAt) {
    }

    private final Key key;
    private long counted;
    private long first;
    private long last;
    private HolderSketch holders;
    private UUID flag;

    private FlagCount(Key key, long counted, long first, long last, HolderSketch holders, UUID flag) {
        this.key = key;
        this.counted = counted;
        this.first = first;
        this.last = last;
        this.holders = holders;
        this.flag = flag;
    }

    static FlagCount none(Key key) {
        return new FlagCount(key, 0, -1, -1, null, null);
    }

    static FlagCount stored(Key key, long counted, long first, long last, byte[] sketch, UUID flag) {
        return new FlagCount(key, counted, first, last, sketch == null ? null : HolderSketch.of(sketch), flag);
    }

    /**
     * One more record. One that was counted before counts for nothing: the job may go over it again.
     *
     * @param holder whose key; {@code null} where records are counted, and not holders
     */
    void add(long sequence, byte[] holder) {
        if (sequence <= last) {
            return;
        }
        first = first < 0 ? sequence : first;
        last = sequence;
        if (holder == null) {
            counted++;
            return;
        }
        if (holders == null) {
            holders = new HolderSketch();
        }
        holders.add(holder);
        counted = holders.count();
    }

    void flagged(UUID as) {
        flag = as;
    }

    Key key() {
        return key;
    }

    long counted() {
        return counted;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    HolderSketch holders() {
        return holders;
    }

    /** The flag it led to, or {@code null}. */
    UUID flag() {
        return flag;
    }
}
