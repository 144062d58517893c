package org.licensehub.hub.audit;

/** What came of appending a record for an answer. */
public sealed interface AppendResult {

    record Appended(AuditReceipt receipt) implements AppendResult {
    }

    /** The answer is stale: a license of the holder, or the grant it rests on, changed meanwhile. Nothing was recorded; decide and read again. */
    record Stale() implements AppendResult {
    }
}
