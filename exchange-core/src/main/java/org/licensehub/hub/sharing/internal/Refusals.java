package org.licensehub.hub.sharing.internal;

import java.util.List;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.springframework.stereotype.Component;

/** Every refusal is recorded and explained. */
@Component
class Refusals {

    private final AuditLog audit;

    Refusals(AuditLog audit) {
        this.audit = audit;
    }

    /** @return types that were not answered at all; {@code null} for none */
    static List<String> refusedTypes(List<MissingGrant> missing) {
        List<String> types = missing.stream().filter(MissingGrant::ofWholeType).map(MissingGrant::licenseType).toList();
        return types.isEmpty() ? null : types;
    }

    /** @return the problem to throw, after the refusal is in the log */
    ProblemException refuse(AuditDraft draft, String action, List<MissingGrant> missing) {
        AuditReceipt receipt = audit.append(draft.with("action", action)
                .with("refusedTypes", missing.stream().map(MissingGrant::licenseType).toList())
                .with("missing", missing.stream().map(grant -> grant.missing().name()).toList()));
        String what = missing.isEmpty() ? "没有任何可用授权 / no grant covers this service item and action"
                : "缺少 " + missing.size() + " 项授权 / " + missing.size() + " grants are missing";
        return new ProblemException(ProblemType.MISSING_GRANT, what).with("missingGrants", missing).with("receipt", receipt);
    }
}
