package org.licensehub.hub.intake.internal;

import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.seals.ReceiptBook;
import org.springframework.stereotype.Component;

/** Looks receipts up in the records taken in. */
@Component
class IntakeReceiptBook implements ReceiptBook {

    private final IntakeRepository records;

    IntakeReceiptBook(IntakeRepository records) {
        this.records = records;
    }

    @Override
    public Optional<UUID> licenseOf(UUID receiptId) {
        return records.find(receiptId).map(IntakeRepository.Row::licenseId);
    }
}
