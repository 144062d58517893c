package org.licensehub.hub.sharing.internal;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.access.ResponsibleBodies;
import org.licensehub.hub.access.UseLimits;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.number.DivisionCode;
import org.licensehub.store.number.UnifiedSocialCreditCode;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.HolderReader;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Misses that should have been hits (缺失登记, L10): reported, acted on, closed by the license itself. */
@Service
public class MissingLicenses {

    private static final int AT_ONCE = 500;

    private final MissingLicenseStore store;
    private final AccessPolicy policy;
    private final UseLimits limits;
    private final Refusals refusals;
    private final ResponsibleBodies bodies;
    private final HolderReader reader;
    private final PersonalData protection;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final boolean works;
    private final Clock clock;

    MissingLicenses(MissingLicenseStore store, AccessPolicy policy, UseLimits limits, Refusals refusals, ResponsibleBodies bodies, HolderReader reader,
            PersonalData protection, AuditLog audit, TransactionTemplate transaction, HubProperties hub, Clock clock) {
        this.store = store;
        this.policy = policy;
        this.limits = limits;
        this.refusals = refusals;
        this.bodies = bodies;
        this.reader = reader;
        this.protection = protection;
        this.audit = audit;
        this.transaction = transaction;
        this.works = hub.workers();
        this.clock = clock;
    }

    /** @param areaCode division that should have issued it; @param issuerCode if it is known which body should have */
    record Report(String holderCode, String holderCodeType, String licenseType, String areaCode, String issuerCode, FiveElements elements) {

        @Override
        public String toString() {
            return "Report[" + holderCodeType + ", " + licenseType + ", " + areaCode + "]";
        }
    }

    /** Who acts. @param administrator whether all tasks are theirs to see */
    record Actor(String name, boolean administrator) {
    }

    MissingLicense report(Report report, String clientId) {
        check(report);
        Asker asker = Asker.caller(clientId);
        limits.countForPurpose(clientId, report.elements().serviceItem(), 1);
        HolderKey holder = protection.holderKey(report.holderCodeType(), report.holderCode());
        AccessDecision decision = policy.decide(clientId, AccessAction.LOOKUP, Set.of(report.licenseType()), report.elements());
        if (!decision.covers(report.licenseType(), report.areaCode())) {
            throw refusals.refuse(asker.draft(AuditEvent.ACCESS_REFUSED, report.elements()).about(holder), AccessAction.LOOKUP.name(), decision.missing());
        }
        // what it says about a license that is there is an answer like others
        limits.countForHolder(clientId, holder);
        AuditDraft draft = asker.draft(AuditEvent.MISSING_LICENSE_REPORTED, report.elements()).about(holder).with("licenseType", report.licenseType())
                .with("areaCode", report.areaCode()).with("issuer", report.issuerCode());
        if (isThere(holder, report)) {
            audit.append(draft.with("found", true));
            throw ProblemException.invalid("licenseType", "is_there", "该证照已入库，请重新查询", "there is such a license in force; look it up again");
        }
        String owner = bodies.responsible(report.licenseType(), report.areaCode(), clientId).orElse(null);
        return transaction.execute(status -> {
            UUID id = store.report(new MissingLicenseStore.Report(holder, report.holderCodeType(), report.holderCode(), report.licenseType(),
                    report.areaCode(), report.issuerCode(), owner, clientId, clock.instant()));
            audit.appendInTransaction(draft.with("missing", id.toString()).with("found", false));
            return store.find(id).orElseThrow();
        });
    }

    private static void check(Report report) {
        if (report.elements() == null) {
            throw ProblemException.invalid("elements", "missing_field", "须提供五要素", "the five elements are required");
        }
        report.elements().requireComplete();
        LookupRequest.Holders.require(report.holderCodeType(), report.holderCode());
        if (report.licenseType() == null) {
            throw ProblemException.invalid("licenseType", "missing_field", "不可缺少", "is required");
        }
        if (DivisionCode.tryParse(report.areaCode()).isEmpty()) {
            throw ProblemException.invalid("areaCode", "bad_division", "须为行政区划代码", "must be a division code");
        }
        if (report.issuerCode() != null && UnifiedSocialCreditCode.tryParse(report.issuerCode()).isEmpty()) {
            throw ProblemException.invalid("issuerCode", "bad_number", "须为统一社会信用代码", "must be a unified social credit code");
        }
    }

    private boolean isThere(HolderKey holder, Report report) {
        LocalDate today = LocalDate.now(clock);
        return reader.read(holder).holder().licenses().stream().anyMatch(license -> license.typeCode().equals(report.licenseType())
                && license.standingOn(today) == LicenseState.Standing.IN_FORCE && AccessGrant.includes(Set.of(report.areaCode()), license.areaCode()));
    }

    List<MissingLicense> page(Actor actor, MissingLicense.State state, UUID after, int limit) {
        return store.page(actor.administrator() ? null : actor.name(), state, after, limit);
    }

    /** For whom it is, told to who has to act. */
    @Transactional
    public MissingLicense.Task task(UUID id, Actor actor) {
        MissingLicense missing = actingOn(id, actor);
        String[] holder = store.holder(id);
        audit.appendInTransaction(AuditDraft.of(AuditEvent.MISSING_LICENSE_READ, actor.name()).about(protection.holderKey(holder[0], holder[1]))
                .with("missing", id.toString()));
        return new MissingLicense.Task(missing, holder[0], holder[1]);
    }

    @Transactional
    public MissingLicense dismiss(UUID id, String reason, Actor actor) {
        FiveElements.requireText("reason", reason);
        MissingLicense missing = actingOn(id, actor);
        if (!store.dismiss(id, actor.name(), reason, clock.instant())) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "该登记已办结 / It is closed already");
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.MISSING_LICENSE_CLOSED, actor.name()).with("missing", id.toString())
                .with("licenseType", missing.licenseType()).with("dismissed", true));
        return store.find(id).orElseThrow();
    }

    private MissingLicense actingOn(UUID id, Actor actor) {
        return store.find(id).filter(missing -> actor.administrator() || actor.name().equals(missing.owner()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该登记，或不由本账号办理 / No such task, or none of this caller's"));
    }

    List<MissingLicense.Count> counts() {
        return store.counts();
    }

    /** However a license came, by issuing or from another hub. */
    @Scheduled(fixedDelayString = "${licensehub.sharing.missing-interval:PT30S}")
    @Transactional
    public void closeArrived() {
        if (!works) {
            return;
        }
        UUID after = null;
        List<MissingLicenseStore.Candidate> some;
        do {
            some = store.candidates(after, AT_ONCE);
            some.forEach(this::close);
            after = some.isEmpty() ? null : some.get(some.size() - 1).id();
        } while (some.size() == AT_ONCE);
    }

    private void close(MissingLicenseStore.Candidate found) {
        if (AccessGrant.includes(Set.of(found.areaCode()), found.licenseArea()) && store.arrived(found.id(), found.license(), clock.instant())) {
            audit.appendInTransaction(AuditDraft.of(AuditEvent.MISSING_LICENSE_CLOSED, "hub:sharing").about(found.holder()).with("missing", found.id().toString())
                    .with("licenseType", found.licenseType()).with("identifier", found.identifier()));
        }
    }
}
