package org.licensehub.hub.intake.internal;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.licensehub.hub.intake.ReturnedRecords;
import org.licensehub.store.quality.FieldFault;
import org.springframework.stereotype.Component;

/** Puts the reviewer's words beside the record, where the department reads its reasons. */
@Component
class ReturnedRecordDesk implements ReturnedRecords {

    private final IntakeRepository records;
    private final Clock clock;

    ReturnedRecordDesk(IntakeRepository records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    @Override
    public void markReturned(UUID licenseId, String reason) {
        records.markReturned(licenseId, List.of(new FieldFault("", "returned_by_reviewer", "审核退回：" + reason, "returned by the reviewer: " + reason)),
                clock.instant());
    }
}
