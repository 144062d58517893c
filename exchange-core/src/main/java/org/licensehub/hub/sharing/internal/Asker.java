package org.licensehub.hub.sharing.internal;

import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;

/**
 * Who asks, as policy and audit see it.
 *
 * @param grantee client id of a caller, or {@code peer:} and the id of a neighbour hub that asks for one of its callers
 * @param onBehalfOf the neighbour's own caller, or {@code null}
 */
record Asker(String grantee, String onBehalfOf) {

    static Asker caller(String clientId) {
        return new Asker(clientId, null);
    }

    static Asker peer(String hubId, String itsCaller) {
        return new Asker("peer:" + hubId, itsCaller);
    }

    AuditDraft draft(AuditEvent event, FiveElements elements) {
        return AuditDraft.of(event, grantee).with("onBehalfOf", onBehalfOf).with("organisation", elements.organisation())
                .with("operator", elements.operator()).with("serviceItem", elements.serviceItem())
                .with("caseNumber", elements.caseNumber()).with("purpose", elements.purpose());
    }
}
