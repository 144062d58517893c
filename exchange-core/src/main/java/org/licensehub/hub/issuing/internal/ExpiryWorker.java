package org.licensehub.hub.issuing.internal;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends licenses whose last day has passed (过期). Answers do not wait for it, they look at the dates; but the holder's live
 * place becomes free, and the hubs above learn the new state.
 */
@Component
class ExpiryWorker {

    private static final String ACTOR = "hub:expiry";
    private static final int GROUP = 100;

    private final LicenseRepository licenses;
    private final LicenseChanges changes;
    private final TransactionTemplate transaction;
    private final HubProperties hub;
    private final Clock clock;

    ExpiryWorker(LicenseRepository licenses, LicenseChanges changes, TransactionTemplate transaction, HubProperties hub, Clock clock) {
        this.licenses = licenses;
        this.changes = changes;
        this.transaction = transaction;
        this.hub = hub;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT10M")
    void endExpired() {
        Integer ended = hub.workers() ? GROUP : 0;
        while (ended != null && ended == GROUP) {
            ended = transaction.execute(status -> {
                List<License> expired = licenses.claimExpired(hub.id(), LocalDate.now(clock), GROUP);
                expired.forEach(license -> changes.move(license.id(), LicenseState.EXPIRED, AuditEvent.LICENSE_ENDED, ACTOR, null, null));
                return expired.size();
            });
        }
    }
}
