package org.licensehub.hub.access;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.catalogue.Mask;
import org.licensehub.store.catalogue.ServiceItemCatalogue;
import org.springframework.stereotype.Service;

/** Turns caller, purpose, action and license types into one decision. */
@Service
public class AccessPolicy {

    private final GrantRepository grants;
    private final ServiceItemCatalogue items;
    private final LicenseTypeCatalogue types;
    private final QuotaDay day;
    private final Clock clock;

    public AccessPolicy(GrantRepository grants, ServiceItemCatalogue items, LicenseTypeCatalogue types, QuotaDay day, Clock clock) {
        this.grants = grants;
        this.items = items;
        this.types = types;
        this.day = day;
        this.clock = clock;
    }

    /**
     * @param wanted license types asked for; empty means all that are granted
     * @throws ProblemException if the service item or a license type is unknown
     */
    public AccessDecision decide(String clientId, AccessAction action, Set<String> wanted, FiveElements elements) {
        requireKnown(wanted, elements);
        return decide(grants.ofCaller(clientId, day.today()), action, wanted, elements);
    }

    /** The same by grants that were read before. */
    public AccessDecision decide(KnownCaller caller, AccessAction action, Set<String> wanted, FiveElements elements) {
        requireKnown(wanted, elements);
        return decide(caller.grants(), action, wanted, elements);
    }

    /** Refusal of a purpose that nobody knows. */
    public static ProblemException unknownServiceItem() {
        return ProblemException.invalid("elements.serviceItem", "unknown_service_item", "事项目录中没有该事项编码", "no such code in the service-item catalogue");
    }

    private void requireKnown(Set<String> wanted, FiveElements elements) {
        if (items.find(elements.serviceItem()).isEmpty()) {
            throw unknownServiceItem();
        }
        for (String type : wanted) {
            if (types.find(type).isEmpty()) {
                throw ProblemException.invalid("licenseTypes", "unknown_license_type", "证照目录中没有该证照类型代码",
                        "no such code in the license-type catalogue");
            }
        }
    }

    private AccessDecision decide(List<HeldGrant> grants, AccessAction action, Set<String> wanted, FiveElements elements) {
        Map<String, List<HeldGrant>> held = grants.stream().collect(Collectors.groupingBy(grant -> grant.grant().licenseType()));
        Question question = new Question(action, elements.serviceItem(), clock.instant());
        Map<String, List<AccessGrant>> granted = new LinkedHashMap<>();
        List<MissingGrant> missing = new ArrayList<>();
        for (String type : new TreeSet<>(wanted.isEmpty() ? held.keySet() : wanted)) {
            List<HeldGrant> ofType = held.getOrDefault(type, List.of());
            List<AccessGrant> covering = ofType.stream().filter(question::isCovered).map(HeldGrant::grant).toList();
            if (!covering.isEmpty()) {
                granted.put(type, covering);
            }
            missing(type, ofType, covering, question).filter(part -> !wanted.isEmpty() || part.missing().ordinal() >= MissingGrant.Part.QUOTA.ordinal())
                    .ifPresent(missing::add);
        }
        return new AccessDecision(granted, missing);
    }

    private record Question(AccessAction action, String serviceItem, Instant at) {

        boolean isCovered(HeldGrant held) {
            return firstMissing(held).isEmpty();
        }

        Optional<MissingGrant.Part> firstMissing(HeldGrant held) {
            AccessGrant grant = held.grant();
            return Optional.ofNullable(!grant.actions().contains(action) ? MissingGrant.Part.ACTION
                    : !grant.isFor(serviceItem) ? MissingGrant.Part.PURPOSE : !grant.isInForce(at) ? MissingGrant.Part.PERIOD
                    : held.usedUp() ? MissingGrant.Part.QUOTA : null);
        }
    }

    /** Of several grants, the one that comes closest says what is missing. */
    private Optional<MissingGrant> missing(String type, List<HeldGrant> held, List<AccessGrant> covering, Question question) {
        if (covering.isEmpty()) {
            MissingGrant.Part part = held.stream().map(question::firstMissing).flatMap(Optional::stream).max(Enum::compareTo)
                    .orElse(MissingGrant.Part.LICENSE_TYPE);
            return Optional.of(MissingGrant.of(part, request(type, question.action, question.serviceItem, AccessGrant.ANY), question.action,
                    question.serviceItem));
        }
        Set<String> regions = new AccessDecision(Map.of(type, covering), List.of()).regions(type);
        return regions.contains(AccessGrant.ANY) ? Optional.empty()
                : Optional.of(MissingGrant.ofRegion(regions, null, request(type, question.action, question.serviceItem, AccessGrant.ANY),
                        question.action, question.serviceItem));
    }

    /** What a caller lacks that may use licenses of this type, but none of this division. */
    public MissingGrant missingRegion(AccessDecision decision, AccessAction action, String licenseType, String areaCode, FiveElements elements) {
        return MissingGrant.ofRegion(decision.regions(licenseType), areaCode, request(licenseType, action, elements.serviceItem(), areaCode), action,
                elements.serviceItem());
    }

    /** What a caller lacks that may use licenses of this type, but not see a field by which it wants to find them. */
    public MissingGrant missingField(AccessDecision decision, AccessAction action, String licenseType, String field, FiveElements elements) {
        return MissingGrant.ofField(decision.regionsShowing(licenseType, field), request(licenseType, action, elements.serviceItem(), AccessGrant.ANY), action,
                elements.serviceItem());
    }

    /** A body to ask with. It names every field, so that leaving out those that are not needed is all there is to do. */
    private GrantTerms request(String type, AccessAction action, String serviceItem, String region) {
        Set<String> fields = types.find(type).map(LicenseType::fields).orElse(List.of()).stream().map(FieldDefinition::name)
                .collect(Collectors.toCollection(TreeSet::new));
        return new GrantTerms(type, Set.of(action), fields, Set.of(serviceItem), Set.of(region), null, null, null, null);
    }

    /** The fields of a license as this decision lets them be seen; what is not granted is masked, what is not consented to is left out. */
    public Map<String, String> visible(AccessDecision decision, LicenseType type, String areaCode, Map<String, String> fields) {
        Map<String, String> shown = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (decision.shows(type.code().value(), areaCode, name)) {
                shown.put(name, value);
            } else if (decision.basis() == AccessBasis.DUTY) {
                shown.put(name, mask(type, name).apply(value));
            }
        });
        return shown;
    }

    /** Names of fields that {@link #visible} masks. */
    public List<String> masked(AccessDecision decision, LicenseType type, String areaCode, Map<String, String> fields) {
        return decision.basis() == AccessBasis.CONSENT ? List.of()
                : fields.keySet().stream().filter(name -> !decision.shows(type.code().value(), areaCode, name)).toList();
    }

    /** How a field looks to whom it is not granted: one rule everywhere; a field without a mask of its own is hidden whole. */
    public static Mask mask(LicenseType type, String field) {
        return type.fields().stream().filter(definition -> definition.name().equals(field)).findFirst()
                .map(definition -> definition.mask() == Mask.NONE ? Mask.FULL : definition.mask()).orElse(Mask.FULL);
    }
}
