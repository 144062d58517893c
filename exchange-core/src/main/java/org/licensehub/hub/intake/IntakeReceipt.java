package org.licensehub.hub.intake;

import java.util.List;
import java.util.UUID;
import org.licensehub.store.quality.FieldFault;

/**
 * What became of a pushed record. The same push again gets the same receipt.
 *
 * @param receiptId key of the record at this hub; {@code null} only for a conflict with a record of another content
 * @param repeated whether this revision had been pushed before
 * @param reasons what the quality gate found, a fault for each field; empty when accepted
 */
public record IntakeReceipt(UUID receiptId, Outcome outcome, boolean repeated, List<FieldFault> reasons) {

    /** ACCEPTED: passed the gate; QUARANTINED: kept for correction; CONFLICT: same revision, other content; nothing was changed. */
    public enum Outcome {
        ACCEPTED, QUARANTINED, CONFLICT
    }
}
