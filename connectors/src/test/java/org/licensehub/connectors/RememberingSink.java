package org.licensehub.connectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A sink as the port describes it, in memory: idempotent, and able to fail as a database does. */
final class RememberingSink implements RecordSink {

    private final Map<String, SharedRecord> accepted = new LinkedHashMap<>();
    private final Map<String, UnreadableRecord> unreadable = new LinkedHashMap<>();
    private final List<Integer> batches = new ArrayList<>();
    private final AtomicInteger callsUntilFailure = new AtomicInteger(Integer.MAX_VALUE);
    private int failures;
    private int duplicates;

    /** The call after {@code calls} more fails {@code times} times. */
    synchronized RememberingSink failingAfter(int calls, int times) {
        callsUntilFailure.set(calls);
        failures = times;
        return this;
    }

    @Override
    public synchronized List<RecordReceipt> accept(List<SharedRecord> records) {
        if (callsUntilFailure.getAndDecrement() <= 0 && failures > 0) {
            failures--;
            throw new IllegalStateException("database away, key " + records.get(0).sourceKey());
        }
        batches.add(records.size());
        return records.stream().map(this::accept).toList();
    }

    private RecordReceipt accept(SharedRecord record) {
        String key = record.source() + "/" + record.sourceKey() + "/" + record.revision();
        boolean known = accepted.putIfAbsent(key, record) != null;
        duplicates += known ? 1 : 0;
        return new RecordReceipt("r-" + Integer.toHexString(key.hashCode()),
                known ? RecordReceipt.Outcome.DUPLICATE : RecordReceipt.Outcome.ACCEPTED, List.of());
    }

    @Override
    public synchronized RecordReceipt acceptUnreadable(UnreadableRecord record) {
        unreadable.put(record.position() + record.code(), record);
        return new RecordReceipt("q-" + unreadable.size(), RecordReceipt.Outcome.QUARANTINED,
                List.of(new RecordReceipt.FieldReason("", record.code(), record.messageZh(), record.messageEn())));
    }

    synchronized List<SharedRecord> accepted() {
        return List.copyOf(accepted.values());
    }

    synchronized List<UnreadableRecord> unreadable() {
        return List.copyOf(unreadable.values());
    }

    synchronized List<Integer> batches() {
        return List.copyOf(batches);
    }

    synchronized int duplicates() {
        return duplicates;
    }
}
