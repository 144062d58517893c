package org.licensehub.hub.access.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.catalogue.Mask;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tells a caller beforehand what it would be shown, by the policy that decides for real questions. No license is touched. */
@RestController
class AccessTrialController {

    private final AccessPolicy policy;
    private final LicenseTypeCatalogue types;

    AccessTrialController(AccessPolicy policy, LicenseTypeCatalogue types) {
        this.policy = policy;
        this.types = types;
    }

    /** @param licenseTypes license-type codes; empty or absent means the whole catalogue */
    record TrialRequest(String serviceItem, @Schema(types = {"array", "null"}) Set<String> licenseTypes) {
    }

    /**
     * What one action would bring.
     *
     * @param clear fields shown as they are
     * @param masked fields shown masked, each with its mask
     * @param missing what is missing if it would be refused, otherwise absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ActionTrial(boolean allowed, List<String> clear, Map<String, Mask> masked, MissingGrant missing) {
    }

    /** All actions on one license type. */
    record TypeTrial(String licenseType, String name, Map<AccessAction, ActionTrial> actions) {
    }

    /** One entry for each license type asked for. */
    record Trial(String serviceItem, List<TypeTrial> licenseTypes) {
    }

    @Operation(summary = "试算授权 / What would be allowed", description = "Asks the policy that decides for real; touches no license and proves no license exists.")
    @PostMapping("/api/v1/access:dry-run")
    Trial tryOut(@RequestBody TrialRequest request, Principal caller) {
        Set<String> wanted = request.licenseTypes() == null ? Set.of() : request.licenseTypes();
        if (wanted.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.invalid("licenseTypes", "null_value", "不得含 null", "must not hold null");
        }
        if (request.serviceItem() == null) {
            throw ProblemException.invalid("serviceItem", "missing_field", "须给出事项编码", "is required");
        }
        FiveElements elements = new FiveElements(null, null, request.serviceItem(), null, null);
        Map<AccessAction, AccessPolicy.Decision> decisions = new LinkedHashMap<>();
        for (AccessAction action : AccessAction.values()) {
            decisions.put(action, policy.decide(caller.getName(), action, wanted, elements));
        }
        List<TypeTrial> tried = new ArrayList<>();
        for (LicenseType type : types.all()) {
            if (wanted.isEmpty() || wanted.contains(type.code().value())) {
                Map<AccessAction, ActionTrial> actions = new LinkedHashMap<>();
                decisions.forEach((action, decision) -> actions.put(action, tried(type, action, decision, request.serviceItem())));
                tried.add(new TypeTrial(type.code().value(), type.name(), actions));
            }
        }
        return new Trial(request.serviceItem(), tried);
    }

    private static ActionTrial tried(LicenseType type, AccessAction action, AccessPolicy.Decision decision, String serviceItem) {
        String code = type.code().value();
        if (!decision.types().contains(code)) {
            return new ActionTrial(false, List.of(), Map.of(), MissingGrant.of(code, action, serviceItem));
        }
        List<String> clear = new ArrayList<>();
        Map<String, Mask> masked = new LinkedHashMap<>();
        for (FieldDefinition field : type.fields()) {
            if (decision.shows(code, field.name())) {
                clear.add(field.name());
            } else {
                masked.put(field.name(), AccessPolicy.mask(type, field.name()));
            }
        }
        return new ActionTrial(true, clear, masked, null);
    }
}
