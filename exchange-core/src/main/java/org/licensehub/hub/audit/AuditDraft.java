package org.licensehub.hub.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.licensehub.store.protection.HolderKey;

/**
 * A record before it has a place in the log. Holds references and digests, never a personal number or license content.
 *
 * @param actor authenticated caller, or the hub's own part that acted
 * @param holder pseudonym of the holder concerned, or {@code null}
 * @param details further facts, small; values must be pseudonyms, codes, counts or the caller's own five elements
 */
public record AuditDraft(AuditEvent event, String actor, HolderKey holder, Map<String, Object> details) {

    public static AuditDraft of(AuditEvent event, String actor) {
        return new AuditDraft(event, actor, null, new LinkedHashMap<>());
    }

    public AuditDraft about(HolderKey concerned) {
        return new AuditDraft(event, actor, concerned, details);
    }

    /** The same for several facts at once; those that are {@code null} are left out. */
    public AuditDraft with(Map<String, ?> facts) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        facts.forEach((name, value) -> {
            if (value != null) {
                more.put(name, value);
            }
        });
        return new AuditDraft(event, actor, holder, more);
    }

    /** @param value ignored if {@code null} */
    public AuditDraft with(String name, Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new AuditDraft(event, actor, holder, more);
    }
}
