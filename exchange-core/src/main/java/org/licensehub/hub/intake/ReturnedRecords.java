package org.licensehub.hub.intake;

import java.util.UUID;

/** Lets the reviewer's decision reach the department that pushed the record. */
public interface ReturnedRecords {

    /** Marks the record from which a license was opened as sent back; joins the caller's transaction. */
    void markReturned(UUID licenseId, String reason);
}
