package org.licensehub.hub.audit.internal.flags;

import java.time.Instant;
import java.util.Set;
import org.licensehub.hub.audit.AuditEvent;

/**
 * What the rules see of a record.
 *
 * @param operator as the five elements name it, or {@code null}
 * @param caseNumber {@code null} as well where the call had none and a registered one was put in its place
 * @param holder key, or {@code null}
 * @param own whether the holder is registered as who acted
 */
record ObservedRecord(long sequence, Instant at, AuditEvent event, String caller, String operator, String caseNumber, byte[] holder, boolean own) {

    private static final Set<AuditEvent> USES = Set.of(AuditEvent.LOOKUP_ANSWERED, AuditEvent.ACCESS_REFUSED, AuditEvent.DATA_ANSWERED,
            AuditEvent.FILE_DOWNLOADED, AuditEvent.FILE_COPIED, AuditEvent.DOWNLOAD_OFFERED, AuditEvent.INFORMATION_VERIFIED, AuditEvent.FILE_VERIFIED,
            AuditEvent.MISSING_LICENSE_REPORTED);

    private static final Set<AuditEvent> FOR_HOLDERS = Set.of(AuditEvent.HOLDER_VIEW_READ, AuditEvent.CONSENTS_READ, AuditEvent.CONSENT_GIVEN);

    /** Whether a system acted that says it has the holder before it: no operator and no case, but as many holders as it likes. */
    boolean isForHolder() {
        return FOR_HOLDERS.contains(event);
    }

    /** Whether somebody asked for something of a holder, and got it or not. */
    boolean isUse() {
        return USES.contains(event);
    }
}
