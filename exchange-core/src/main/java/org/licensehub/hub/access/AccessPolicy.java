package org.licensehub.hub.access;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.licensehub.hub.platform.ProblemException;
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
    private final Clock clock;

    public AccessPolicy(GrantRepository grants, ServiceItemCatalogue items, LicenseTypeCatalogue types, Clock clock) {
        this.grants = grants;
        this.items = items;
        this.types = types;
        this.clock = clock;
    }

    /**
     * What a caller may see of which types.
     *
     * @param granted grants by license type; several grants on a type add up
     * @param missing what it lacks of the types it asked for
     */
    public record Decision(Map<String, List<AccessGrant>> granted, List<MissingGrant> missing) {

        public Set<String> types() {
            return granted.keySet();
        }

        public boolean shows(String licenseType, String field) {
            return granted.getOrDefault(licenseType, List.of()).stream().anyMatch(grant -> grant.shows(field));
        }
    }

    /**
     * @param wanted license types asked for; empty means all that are granted
     * @throws ProblemException if the service item or a license type is unknown
     */
    public Decision decide(String clientId, AccessAction action, Set<String> wanted, FiveElements elements) {
        if (items.find(elements.serviceItem()).isEmpty()) {
            throw ProblemException.invalid("elements.serviceItem", "unknown_service_item", "事项目录中没有该事项编码",
                    "no such code in the service-item catalogue");
        }
        for (String type : wanted) {
            if (types.find(type).isEmpty()) {
                throw ProblemException.invalid("licenseTypes", "unknown_license_type", "证照目录中没有该证照类型代码",
                        "no such code in the license-type catalogue");
            }
        }
        Instant now = clock.instant();
        Map<String, List<AccessGrant>> granted = new LinkedHashMap<>();
        for (AccessGrant grant : grants.ofCaller(clientId)) {
            if (grant.covers(action, elements.serviceItem(), now) && (wanted.isEmpty() || wanted.contains(grant.licenseType()))) {
                granted.computeIfAbsent(grant.licenseType(), type -> new ArrayList<>()).add(grant);
            }
        }
        List<MissingGrant> missing = new LinkedHashSet<>(wanted).stream().filter(type -> !granted.containsKey(type)).sorted()
                .map(type -> MissingGrant.of(type, action, elements.serviceItem())).toList();
        return new Decision(granted, missing);
    }

    /** The fields of a license as this decision lets them be seen; everything not granted is masked. */
    public Map<String, String> visible(Decision decision, LicenseType type, Map<String, String> fields) {
        Map<String, String> shown = new LinkedHashMap<>();
        fields.forEach((name, value) -> shown.put(name,
                decision.shows(type.code().value(), name) ? value : mask(type, name).apply(value)));
        return shown;
    }

    /** Names of fields that {@link #visible} masks. */
    public List<String> masked(Decision decision, LicenseType type, Map<String, String> fields) {
        return fields.keySet().stream().filter(name -> !decision.shows(type.code().value(), name)).toList();
    }

    /** How a field looks to whom it is not granted: one rule everywhere; a field without a mask of its own is hidden whole. */
    public static Mask mask(LicenseType type, String field) {
        return type.fields().stream().filter(definition -> definition.name().equals(field)).findFirst()
                .map(definition -> definition.mask() == Mask.NONE ? Mask.FULL : definition.mask()).orElse(Mask.FULL);
    }
}
