package org.licensehub.hub.peering.internal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.licensehub.hub.peering.Confirmation;
import org.licensehub.store.model.LicenseState;

/**
 * @param licenses those of the question that were sent to who asks
 * @param envelopes those of them that wait to be delivered, so that a change need not be waited for
 */
record ConfirmationAnswer(List<Item> licenses, List<byte[]> envelopes) {

    /**
     * @param confirmedAt up to when it is known to be so, by the answering hub's clock
     * @param now whether that was found out for this question
     * @param outcome CONFIRMED, or why the answering hub could not find out
     */
    record Item(UUID id, long rowVersion, LicenseState state, Instant confirmedAt, boolean now, Confirmation.Outcome outcome) {

        boolean complete() {
            return id != null && state != null && confirmedAt != null && outcome != null;
        }
    }

    boolean complete() {
        return licenses != null && envelopes != null && envelopes.stream().allMatch(Objects::nonNull)
                && licenses.stream().allMatch(item -> item != null && item.complete());
    }
}
