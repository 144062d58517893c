package org.licensehub.hub.access;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.internal.RefusedCalls;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.catalogue.ServiceItemCatalogue;
import org.licensehub.store.protection.HolderKey;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Consent of holders: given, listed and withdrawn by them, and what a code lets a caller see. */
@Service
public class Consents {

    private static final int MOST_IDENTIFIERS = 100;

    private final ConsentStore store;
    private final ConsentProperties properties;
    private final CallerDirectory callers;
    private final LicenseTypeCatalogue types;
    private final ServiceItemCatalogue items;
    private final RefusedCalls refused;
    private final AuditLog audit;
    private final Clock clock;

    Consents(ConsentStore store, ConsentProperties properties, CallerDirectory callers, LicenseTypeCatalogue types, ServiceItemCatalogue items,
            RefusedCalls refused, AuditLog audit, Clock clock) {
        this.store = store;
        this.properties = properties;
        this.callers = callers;
        this.types = types;
        this.items = items;
        this.refused = refused;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What a holder agrees to; see {@link Consent} for each part.
     *
     * @param until {@code null} with ONE_USE: the usual short time
     */
    public record Terms(String licenseType, Set<String> identifiers, Set<String> fields, String serviceItem, Consent.Use use, Instant until,
            String clientId) {
    }

    /** @param code proves the consent, shown this once */
    public record Given(Consent consent, String code) {

        @Override
        public String toString() {
            return "Given[" + consent.id() + "]";
        }
    }

    /** @throws ProblemException naming the part at fault */
    @Transactional
    public Given give(Terms terms, HolderKey holder, String actor) {
        check(terms);
        Instant now = clock.instant();
        Instant expires = terms.until() == null ? now.plus(properties.oneUseLife()) : terms.until();
        Consent consent = new Consent(UUID.randomUUID(), terms.licenseType(), terms.identifiers() == null ? Set.of() : terms.identifiers(),
                terms.fields(), terms.serviceItem(), terms.use(), terms.clientId(), now, expires, null, null);
        String code = store.add(consent, holder, actor);
        audit.appendInTransaction(AuditDraft.of(AuditEvent.CONSENT_GIVEN, actor).about(holder).with("consent", consent.id().toString())
                .with("licenseType", consent.licenseType()).with("fields", consent.fields())
                .with("identifiers", consent.identifiers().isEmpty() ? null : consent.identifiers()).with("serviceItem", consent.serviceItem())
                .with("use", consent.use().name()).with("validTo", expires.toString()).with("caller", consent.clientId()));
        return new Given(consent, code);
    }

    private void check(Terms terms) {
        LicenseType type = Optional.ofNullable(terms.licenseType()).flatMap(types::find).orElseThrow(() -> ProblemException.invalid("licenseType",
                "unknown_license_type", "证照目录中没有该证照类型代码", "not in the license-type catalogue"));
        if (terms.fields() == null || terms.fields().isEmpty()
                || !terms.fields().stream().allMatch(field -> field != null && type.field(field).isPresent())) {
            throw ProblemException.invalid("fields", "unknown_field", "须逐一列出该证照类型的字段", "name fields of the license type one by one");
        }
        if (terms.identifiers() != null && (terms.identifiers().isEmpty() || terms.identifiers().size() > MOST_IDENTIFIERS
                || !terms.identifiers().stream().allMatch(identifier -> identifier != null && identifier.matches("[A-Za-z0-9.]{1,100}")))) {
            throw ProblemException.invalid("identifiers", "bad_identifier", "须为 1 到 100 个证照标识；不填为该类型全部", "1 to 100 license identifiers; leave it out for all of the type");
        }
        if (terms.serviceItem() == null || items.find(terms.serviceItem()).isEmpty()) {
            throw ProblemException.invalid("serviceItem", "unknown_service_item", "事项目录中没有该事项编码", "not in the service-item catalogue");
        }
        if (terms.clientId() != null && callers.find(terms.clientId()).isEmpty()) {
            throw ProblemException.invalid("clientId", "unknown_caller", "没有该账号", "no such caller");
        }
        checkTime(terms);
    }

    private void checkTime(Terms terms) {
        if (terms.use() == null || terms.use() == Consent.Use.UNTIL && terms.until() == null) {
            throw ProblemException.invalid(terms.use() == null ? "use" : "until", "missing_field", "须给出一次性或截止时间", "give ONE_USE, or UNTIL and a time");
        }
        Instant now = clock.instant();
        if (terms.until() != null && (!terms.until().isAfter(now) || terms.until().isAfter(now.plus(properties.longest())))) {
            throw ProblemException.invalid("until", "out_of_range", "须晚于现在，且不超过允许的最长时间", "must be later than now and within the longest time allowed")
                    .with("longest", properties.longest().toString());
        }
    }

    /** Consents of a holder, in order of id, after one. Reading them is recorded. */
    public List<Consent> page(HolderKey holder, UUID after, int limit, String actor) {
        audit.append(AuditDraft.of(AuditEvent.CONSENTS_READ, actor).about(holder));
        return store.page(holder, after, limit);
    }

    /** Counts from the next answer on, on every node. */
    @Transactional
    public void withdraw(UUID id, HolderKey holder, String actor) {
        if (!store.withdraw(id, holder, clock.instant())) {
            throw new ProblemException(ProblemType.NOT_FOUND, "没有该授权用证 / No such consent");
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.CONSENT_WITHDRAWN, actor).about(holder).with("consent", id.toString()));
    }

    /**
     * What a code lets this caller see of this holder.
     *
     * @param wanted license types asked for; empty means that of the consent
     * @return empty if the code is wrong for whatever reason; the caller is not told which, and it counts against it
     * @throws ProblemException if it gave too many wrong ones
     */
    public Optional<AccessDecision> decide(String code, String clientId, HolderKey holder, Set<String> wanted, String serviceItem) {
        return usable(code, clientId, holder, wanted, serviceItem).map(consent -> {
            AccessGrant stand = new AccessGrant(consent.id(), clientId, consent.licenseType(), Set.of(AccessAction.LOOKUP), consent.fields(),
                    Set.of(consent.serviceItem()), Set.of(AccessGrant.ANY), consent.createdAt(), consent.expiresAt(), null, null);
            return new AccessDecision(Map.of(consent.licenseType(), List.of(stand)), List.of(), consent);
        });
    }

    /** What a code is for, without a holder and without using it up. */
    public Optional<Consent> tryOut(String code, String clientId, String serviceItem) {
        return usable(code, clientId, null, Set.of(), serviceItem);
    }

    private Optional<Consent> usable(String code, String clientId, HolderKey holder, Set<String> wanted, String serviceItem) {
        Instant now = clock.instant();
        if (store.failures(clientId, now, properties.window()) >= properties.failures()) {
            refused.record(clientId, "consent_failures", null);
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "错误的授权码过多，请稍后再试 / Too many wrong consent codes; try again later");
        }
        Optional<Consent> usable = store.find(code, holder)
                .filter(consent -> consent.usable(now) && consent.isFor(clientId, wanted, serviceItem));
        if (usable.isEmpty()) {
            store.countFailure(clientId, now, properties.window());
        }
        return usable;
    }
}
