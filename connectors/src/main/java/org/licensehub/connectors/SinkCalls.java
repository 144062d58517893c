package org.licensehub.connectors;

import java.util.List;

/** Holds a sink to its promise of one receipt a record: a missing one would let a lost record look done. */
final class SinkCalls {

    private SinkCalls() {
    }

    static List<RecordReceipt> accept(RecordSink sink, List<SharedRecord> records) {
        if (records.isEmpty()) {
            return List.of();
        }
        List<RecordReceipt> receipts = sink.accept(records);
        if (receipts.size() != records.size()) {
            throw new ConnectorFailure("sink_receipts_missing");
        }
        return receipts;
    }
}
