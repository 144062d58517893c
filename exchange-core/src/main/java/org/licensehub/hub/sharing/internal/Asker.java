package org.licensehub.hub.sharing.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.sharing.ShareCaller;

/**
 * Who asks, as policy and audit see it.
 *
 * @param grantee client id of a caller, or {@code peer:} and the id of a neighbour hub that asks for one of its callers
 * @param onBehalfOf the neighbour's own caller, or {@code null}
 * @param share what the record says beyond that of a call through the national interface, or {@code null}
 */
record Asker(String grantee, String onBehalfOf, ShareCaller share) {

    static Asker caller(String clientId) {
        return new Asker(clientId, null, null);
    }

    static Asker peer(String hubId, String itsCaller) {
        return new Asker("peer:" + hubId, itsCaller, null);
    }

    static Asker of(ShareCaller caller) {
        return new Asker(caller.clientId(), null, caller);
    }

    AuditDraft draft(AuditEvent event, FiveElements elements) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("onBehalfOf", onBehalfOf);
        facts.put("organisation", elements.organisation());
        facts.put("operator", elements.operator());
        facts.put("serviceItem", elements.serviceItem());
        facts.put("caseNumber", elements.caseNumber());
        facts.put("purpose", elements.purpose());
        facts.put("defaulted", share == null || share.defaulted().isEmpty() ? null : share.defaulted());
        facts.put("download", share == null || share.download() == null ? null : share.download().toString());
        return AuditDraft.of(event, grantee).with(facts);
    }
}
