package org.licensehub.hub.audit.internal;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.store.protection.HolderKey;

/**
 * What an auditor looks for; {@code null} stands for anything.
 *
 * @param from first instant, inclusive; @param to end, exclusive
 * @param holder only with a search that a second person confirmed
 */
record AuditSearch(Instant from, Instant to, String caller, String operator, String serviceItem, String caseNumber, String licenseType,
        AuditEvent event, IndexedFacts.Outcome outcome, HolderKey holder) {

    /** Conditions on {@code audit_index i} and {@code audit_record r} with their values; no text of a caller is part of a condition. */
    Map<String, Object> conditions() {
        Map<String, Object> conditions = new LinkedHashMap<>();
        put(conditions, "i.at >= ?", from == null ? null : Timestamp.from(from));
        put(conditions, "i.at < ?", to == null ? null : Timestamp.from(to));
        put(conditions, "i.actor = ?", caller);
        put(conditions, "i.operator = ?", operator);
        put(conditions, "i.service_item = ?", serviceItem);
        put(conditions, "i.case_number = ?", caseNumber);
        put(conditions, "strpos(i.license_types, ?) > 0", licenseType == null ? null : " " + licenseType + " ");
        put(conditions, "r.event = ?", event == null ? null : event.name());
        put(conditions, "i.outcome = ?", outcome == null ? null : outcome.name());
        put(conditions, "r.holder_key = ?", holder == null ? null : holder.bytes());
        return conditions;
    }

    private static void put(Map<String, Object> conditions, String condition, Object value) {
        if (value != null) {
            conditions.put(condition, value);
        }
    }

    /** What the log says of this search: who looked for what. The names have a prefix, or a search would be found as what it looks for. */
    AuditDraft recordedIn(AuditDraft draft) {
        AuditDraft about = holder == null ? draft : draft.about(holder);
        return about.with("soughtFrom", from == null ? null : from.toString()).with("soughtTo", to == null ? null : to.toString())
                .with("soughtCaller", caller).with("soughtOperator", operator).with("soughtItem", serviceItem).with("soughtCase", caseNumber)
                .with("soughtType", licenseType).with("soughtEvent", event == null ? null : event.name())
                .with("soughtOutcome", outcome == null ? null : outcome.name());
    }
}
