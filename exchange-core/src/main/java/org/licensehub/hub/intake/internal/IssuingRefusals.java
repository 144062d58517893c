package org.licensehub.hub.intake.internal;

import org.licensehub.hub.intake.ReturnedRecords;
import org.licensehub.hub.issuing.IssuingRefused;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Brings a record whose license could not be made back to the department that pushed it. */
@Component
class IssuingRefusals {

    private final ReturnedRecords returned;

    IssuingRefusals(ReturnedRecords returned) {
        this.returned = returned;
    }

    @EventListener
    void refused(IssuingRefused refusal) {
        returned.markReturned(refusal.licenseId(), refusal.reason());
    }
}
