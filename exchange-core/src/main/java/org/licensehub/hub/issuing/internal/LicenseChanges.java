package org.licensehub.hub.issuing.internal;

import java.util.UUID;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.issuing.LicensePublished;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.repository.LicenseLedger;
import org.licensehub.store.repository.MoveResult;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Moves an issued license together with what must never be missing: its audit record and the word to other hubs. */
@Component
class LicenseChanges {

    private final LicenseLedger ledger;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;

    LicenseChanges(LicenseLedger ledger, AuditLog audit, ApplicationEventPublisher events) {
        this.ledger = ledger;
        this.audit = audit;
        this.events = events;
    }

    /** Joins the caller's transaction. @param successor identifier of the version that takes over, or {@code null} */
    MoveResult move(UUID id, LicenseState to, AuditEvent event, String actor, String reason, String successor) {
        MoveResult result = ledger.move(id, to, actor, reason);
        if (result instanceof MoveResult.Moved moved) {
            License license = moved.license();
            audit.appendInTransaction(AuditDraft.of(event, actor).about(license.holders().get(0)).with("licenseId", id.toString())
                    .with("identifier", license.identifier()).with("state", to.name()).with("successor", successor));
            events.publishEvent(new LicensePublished(license));
        }
        return result;
    }
}
