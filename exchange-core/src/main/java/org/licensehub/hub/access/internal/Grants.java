package org.licensehub.hub.access.internal;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.GrantRepository;
import org.licensehub.hub.access.GrantTerms;
import org.licensehub.hub.access.HeldGrant;
import org.licensehub.hub.access.QuotaDay;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Gives grants and takes them back, each with its record in the log. */
@Service
public class Grants {

    private final GrantRepository grants;
    private final GrantTermsCheck check;
    private final QuotaDay day;
    private final AuditLog audit;
    private final Clock clock;

    Grants(GrantRepository grants, GrantTermsCheck check, QuotaDay day, AuditLog audit, Clock clock) {
        this.grants = grants;
        this.check = check;
        this.day = day;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    public AccessGrant give(String clientId, GrantTerms terms, String by) {
        return give(clientId, check.checked(terms), by, null);
    }

    /**
     * In the transaction that is open.
     *
     * @param request the request it answers, or {@code null}
     */
    public AccessGrant give(String clientId, GrantTerms terms, String by, UUID request) {
        AccessGrant grant = new AccessGrant(UUID.randomUUID(), clientId, terms.licenseType(), terms.actions(), terms.fields(), terms.serviceItems(),
                terms.regions(), terms.validFrom() == null ? clock.instant() : terms.validFrom(), terms.validTo(), terms.dailyQuota(),
                terms.totalQuota());
        grants.add(grant, by);
        audit.appendInTransaction(described(AuditDraft.of(AuditEvent.GRANT_CHANGED, by).with("grant", grant.id().toString()), clientId, terms)
                .with("request", request == null ? null : request.toString()));
        return grant;
    }

    static AuditDraft described(AuditDraft draft, String clientId, GrantTerms terms) {
        return draft.with("caller", clientId).with("licenseType", terms.licenseType()).with("serviceItems", terms.serviceItems())
                .with("fields", terms.fields()).with("actions", terms.actions()).with("regions", terms.regions())
                .with("validFrom", terms.validFrom() == null ? null : terms.validFrom().toString())
                .with("validTo", terms.validTo() == null ? null : terms.validTo().toString()).with("dailyQuota", terms.dailyQuota())
                .with("totalQuota", terms.totalQuota());
    }

    public List<HeldGrant> of(String clientId) {
        return grants.ofCaller(clientId, day.today());
    }

    @Transactional
    public void withdraw(UUID id, String by) {
        if (!grants.revoke(id, clock.instant())) {
            throw new ProblemException(ProblemType.NOT_FOUND, "没有该授权 / No such grant");
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.GRANT_CHANGED, by).with("grant", id.toString()).with("revoked", true));
    }
}
