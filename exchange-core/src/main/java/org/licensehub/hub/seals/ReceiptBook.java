package org.licensehub.hub.seals;

import java.util.Optional;
import java.util.UUID;

/** Knows which license came of a pushed record. */
public interface ReceiptBook {

    /** @return the license opened from the record with this receipt; empty if there is no such record, or no license yet */
    Optional<UUID> licenseOf(UUID receiptId);
}
