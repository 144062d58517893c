package org.licensehub.hub.sharing.internal;

import java.util.List;
import org.licensehub.hub.access.AccessBasis;
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

    /** One wording for every code that cannot be used: it tells neither why, nor whether there is such a code or such a holder. */
    ProblemException refuseConsent(AuditDraft draft) {
        AuditReceipt receipt = audit.append(draft.with("basis", AccessBasis.CONSENT.name()).with("action", "LOOKUP"));
        return new ProblemException(ProblemType.CONSENT_REFUSED,
                "授权码有误、已使用、已撤回、已过期，或不适用于该主体、事项或调用方；请持证主体重新授权 / The code is wrong, used, withdrawn or expired, or not for this"
                        + " holder, service item or caller; ask the holder for a new one").with("receipt", receipt);
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
