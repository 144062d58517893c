package org.licensehub.connectors;

import java.util.List;

/**
 * Where records from outside end. Connectors deliver at least once: after a crash, or when a poll window overlaps, the same
 * record comes again, so an implementation recognises (source, source key, revision) and answers it without a second effect.
 */
public interface RecordSink {

    /**
     * Takes records. What is answered is durable.
     *
     * @param records at most some hundreds
     * @return one receipt a record, in the same order
     * @throws RuntimeException when nothing of the call may be counted as done; the connector calls again later
     */
    List<RecordReceipt> accept(List<SharedRecord> records);

    /**
     * Takes a row that could not be turned into a record. It is kept (encrypted) in quarantine and never dropped; the same
     * (source, raw bytes) again has no second effect.
     *
     * @throws RuntimeException when it is not durable; the connector calls again later
     */
    RecordReceipt acceptUnreadable(UnreadableRecord record);
}
