package org.licensehub.hub.audit;

/** What came of appending a record for an answer. */
public sealed interface AppendResult {

    record Appended(AuditReceipt receipt) implements AppendResult {
    }

    /** The answer is stale: a license of the holder changed meanwhile. Nothing was recorded; read again. */
    record Stale() implements AppendResult {
    }
}
