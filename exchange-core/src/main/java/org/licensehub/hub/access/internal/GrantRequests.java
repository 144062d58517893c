package org.licensehub.hub.access.internal;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.access.GrantTerms;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A needing department asks, the owning one decides: as asked, less, or not at all. Past its time a request goes to the security administrator
 * as well; time alone grants nothing.
 */
@Service
public class GrantRequests {

    private static final int AT_ONCE = 100;

    private final GrantRequestStore store;
    private final LicenseOwners owners;
    private final GrantTermsCheck check;
    private final Grants grants;
    private final CallerDirectory callers;
    private final GrantProperties properties;
    private final AccessProperties access;
    private final AuditLog audit;
    private final Clock clock;

    GrantRequests(GrantRequestStore store, LicenseOwners owners, GrantTermsCheck check, Grants grants, CallerDirectory callers,
            GrantProperties properties, AccessProperties access, AuditLog audit, Clock clock) {
        this.store = store;
        this.owners = owners;
        this.check = check;
        this.grants = grants;
        this.callers = callers;
        this.properties = properties;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** Who acts. @param administrator whether it is the security administrator */
    record Actor(String name, boolean administrator) {
    }

    @Transactional
    public GrantRequest ask(GrantTerms wanted, String reason, String clientId) {
        GrantTerms terms = check.checkedRequest(wanted);
        FiveElements.requireText("reason", reason);
        Instant now = clock.instant();
        String owner = owners.responsible(terms.licenseType(), terms.regions(), clientId).orElse(null);
        GrantRequest request = new GrantRequest(UUID.randomUUID(), clientId, terms, reason, owner, GrantRequest.State.PENDING, now, dueAfter(now), null,
                null, null, null);
        store.add(request);
        audit.appendInTransaction(Grants.described(AuditDraft.of(AuditEvent.GRANT_REQUESTED, clientId).with("request", request.id().toString()),
                clientId, terms).with("owner", owner));
        return request;
    }

    /** Mondays to Fridays; holidays are not known here. */
    Instant dueAfter(Instant start) {
        ZonedDateTime due = start.atZone(access.dayZone());
        for (int left = properties.workingDays(); left > 0;) {
            due = due.plusDays(1);
            left -= due.getDayOfWeek() == DayOfWeek.SATURDAY || due.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : 1;
        }
        return due.toInstant();
    }

    /** @throws ProblemException also for a request that this actor has nothing to do with: its existence is nobody's business */
    public GrantRequest find(UUID id, Actor actor) {
        return visible(store.find(id, false), actor);
    }

    private static GrantRequest visible(Optional<GrantRequest> found, Actor actor) {
        return found.filter(request -> actor.administrator() || actor.name().equals(request.clientId()) || actor.name().equals(request.owner()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该申请 / No such request"));
    }

    public List<GrantRequest> page(Actor actor, GrantRequest.State state, boolean overdue, UUID after, int limit) {
        return store.page(new GrantRequestStore.Filter(actor.administrator() ? null : actor.name(), state, overdue ? clock.instant() : null), after, limit);
    }

    public GrantRequestStore.Counts counts() {
        return store.counts(clock.instant());
    }

    /** @param less what is granted where it is less than asked for; {@code null}, as a whole or in parts: as asked */
    @Transactional
    public GrantRequest approve(UUID id, GrantTerms less, String answer, Actor actor) {
        GrantRequest request = toDecide(id, actor);
        if (answer != null) {
            FiveElements.requireText("answer", answer);
        }
        GrantTerms terms = check.narrowed(request.terms(), less);
        UUID grant = grants.give(request.clientId(), terms, actor.name(), id).id();
        return decided(request.decided(GrantRequest.State.APPROVED, clock.instant(), actor.name(), answer, grant));
    }

    @Transactional
    public GrantRequest refuse(UUID id, String reason, Actor actor) {
        GrantRequest request = toDecide(id, actor);
        FiveElements.requireText("reason", reason);
        return decided(request.decided(GrantRequest.State.REFUSED, clock.instant(), actor.name(), reason, null));
    }

    /** Takes back what was granted on a request. */
    @Transactional
    public void withdraw(UUID id, Actor actor) {
        GrantRequest request = visible(store.find(id, true), actor);
        if (!actor.administrator() && !actor.name().equals(request.owner())) {
            throw new ProblemException(ProblemType.NOT_THE_DECIDER, "由归口单位或安全管理员撤销 / The owner or the security administrator withdraws");
        }
        if (request.grant() == null) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "该申请没有授权 / Nothing was granted on this request").with("state", request.state().name());
        }
        grants.withdraw(request.grant(), actor.name());
    }

    private GrantRequest decided(GrantRequest request) {
        store.decide(request);
        audit.appendInTransaction(AuditDraft.of(AuditEvent.GRANT_REQUEST_DECIDED, request.decidedBy()).with("request", request.id().toString())
                .with("caller", request.clientId()).with("licenseType", request.terms().licenseType())
                .with("approved", request.state() == GrantRequest.State.APPROVED));
        return request;
    }

    private GrantRequest toDecide(UUID id, Actor actor) {
        GrantRequest request = visible(store.find(id, true), actor);
        if (sameSide(request, actor)) {
            throw new ProblemException(ProblemType.SECOND_PERSON, "申请单位不得自行决定 / Who asks does not decide");
        }
        // an owner that was removed or replaced since decides no more; then it is the administrator's
        boolean ownedStill = owners.responsible(request.terms().licenseType(), request.terms().regions(), request.clientId())
                .filter(owner -> owner.equals(request.owner())).isPresent();
        boolean mayDecide = ownedStill && actor.name().equals(request.owner())
                || actor.administrator() && (!ownedStill || request.overdue(clock.instant()));
        if (!mayDecide) {
            throw new ProblemException(ProblemType.NOT_THE_DECIDER, "到期之前由归口单位决定 / The owner decides until it is due")
                    .with("dueAt", request.dueAt().toString());
        }
        if (request.state() != GrantRequest.State.PENDING) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "该申请已有决定 / This request is decided").with("state", request.state().name());
        }
        return request;
    }

    /** The organisation that asks does not decide, whichever of its systems is used. */
    private boolean sameSide(GrantRequest request, Actor actor) {
        Optional<String> asking = callers.find(request.clientId()).map(Caller::organisation);
        Optional<String> deciding = callers.find(actor.name()).map(Caller::organisation);
        return actor.name().equals(request.clientId()) || asking.isPresent() && asking.equals(deciding);
    }

    /** Each request once, on one node. Whoever may decide is found by the time, not by this record. */
    @Scheduled(fixedDelayString = "PT1M")
    @Transactional
    public void escalate() {
        Instant now = clock.instant();
        for (GrantRequest request : store.overdueAndNotEscalated(now, AT_ONCE)) {
            store.escalate(request.id(), now);
            audit.appendInTransaction(AuditDraft.of(AuditEvent.GRANT_REQUEST_OVERDUE, "hub:access").with("request", request.id().toString())
                    .with("caller", request.clientId()).with("licenseType", request.terms().licenseType()).with("owner", request.owner()));
        }
    }
}
