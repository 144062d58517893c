package org.licensehub.hub.access.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.access.Consent;
import org.licensehub.hub.access.Consents;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.access.Form;
import org.licensehub.hub.access.FormRegister;
import org.licensehub.hub.access.HeldGrant;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.catalogue.Mask;
import org.licensehub.store.number.DivisionCode;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tells a caller beforehand what it would be shown, by the policy that decides for real questions. No license is touched. */
@RestController
class AccessTrialController {

    private final AccessPolicy policy;
    private final Grants grants;
    private final Consents consents;
    private final FormRegister forms;
    private final LicenseTypeCatalogue types;

    AccessTrialController(AccessPolicy policy, Grants grants, Consents consents, FormRegister forms, LicenseTypeCatalogue types) {
        this.policy = policy;
        this.grants = grants;
        this.consents = consents;
        this.forms = forms;
        this.types = types;
    }

    /**
     * @param licenseTypes license-type codes; empty or absent means the whole catalogue
     * @param form code of a form that would be filled; instead of license types, and its service item is the form's
     * @param consent a holder's code, to learn what it is for; a wrong one counts as when it is used
     * @param region division that licenses would belong to; absent means any that is granted
     */
    record TrialRequest(String serviceItem, @Schema(types = {"array", "null"}) Set<String> licenseTypes,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String region,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String consent,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String form) {

        void check() {
            if (licenseTypes != null && licenseTypes.stream().anyMatch(Objects::isNull)) {
                throw ProblemException.invalid("licenseTypes", "null_value", "不得含 null", "must not hold null");
            }
            if (serviceItem == null && form == null) {
                throw ProblemException.invalid("serviceItem", "missing_field", "须给出事项编码", "is required");
            }
            if (region != null && DivisionCode.tryParse(region).isEmpty()) {
                throw ProblemException.invalid("region", "unknown_region", "须为行政区划代码", "must be a division code");
            }
        }
    }

    /**
     * What one action would bring.
     *
     * @param clear fields shown as they are
     * @param masked fields shown masked, each with its mask
     * @param regions divisions whose licenses would be answered; {@code *}: all
     * @param leftToday answers left of this day under the tightest of the grants; absent: any number
     * @param leftInTotal answers left for good under the tightest of the grants; absent: any number
     * @param missing what is missing if it would be refused, or for licenses of other regions; otherwise absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ActionTrial(boolean allowed, List<String> clear, Map<String, Mask> masked, Set<String> regions, Long leftToday, Long leftInTotal,
            MissingGrant missing) {
    }

    /** All actions on one license type. */
    record TypeTrial(String licenseType, String name, Map<AccessAction, ActionTrial> actions) {
    }

    /** Whether a field of a form would be filled, if there is a license. */
    enum FormOutcome {
        CLEAR, MASKED, DENIED
    }

    /** What a consent code is for; whose it is shows when it is used. */
    record ConsentTrial(String licenseType, Set<String> fields, Consent.Use use, Instant expiresAt) {
    }

    /** One entry for each license type asked for. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Trial(String serviceItem, List<TypeTrial> licenseTypes, Map<String, FormOutcome> form, ConsentTrial consent) {
    }

    @Operation(summary = "试算授权 / What would be allowed",
            description = "Asks the policy that decides for real; touches no license, proves no license exists and uses nothing up.")
    @PostMapping("/api/v1/access:dry-run")
    Trial tryOut(@RequestBody TrialRequest asked, Principal caller) {
        asked.check();
        Form form = asked.form() == null ? null : forms.find(asked.form())
                .orElseThrow(() -> ProblemException.invalid("form", "unknown_form", "没有该表单", "no such form"));
        TrialRequest request = form == null ? asked
                : new TrialRequest(form.serviceItem(), form.needs().keySet(), asked.region(), asked.consent(), form.code());
        Set<String> wanted = request.licenseTypes() == null || request.licenseTypes().isEmpty()
                ? types.all().stream().map(type -> type.code().value()).collect(Collectors.toSet()) : request.licenseTypes();
        FiveElements elements = new FiveElements(null, null, request.serviceItem(), null, null);
        Map<AccessAction, AccessDecision> decisions = new LinkedHashMap<>();
        for (AccessAction action : AccessAction.values()) {
            decisions.put(action, policy.decide(caller.getName(), action, wanted, elements));
        }
        Map<UUID, HeldGrant> held = grants.of(caller.getName()).stream().collect(Collectors.toMap(grant -> grant.grant().id(), grant -> grant));
        List<TypeTrial> tried = new ArrayList<>();
        for (LicenseType type : types.all()) {
            if (wanted.contains(type.code().value())) {
                Map<AccessAction, ActionTrial> actions = new LinkedHashMap<>();
                decisions.forEach((action, decision) -> actions.put(action, tried(type, action, decision, request.region(), elements, held)));
                tried.add(new TypeTrial(type.code().value(), type.name(), actions));
            }
        }
        ConsentTrial consent = request.consent() == null ? null : tried(request, caller.getName());
        return new Trial(request.serviceItem(), tried, form == null ? null : tried(form, tried), consent);
    }

    private static Map<String, FormOutcome> tried(Form form, List<TypeTrial> types) {
        Map<String, ActionTrial> lookups = types.stream().collect(Collectors.toMap(TypeTrial::licenseType, type -> type.actions().get(AccessAction.LOOKUP)));
        Map<String, FormOutcome> outcomes = new LinkedHashMap<>();
        form.fields().forEach(field -> {
            ActionTrial lookup = lookups.get(field.licenseType());
            outcomes.put(field.name(), !lookup.allowed() ? FormOutcome.DENIED : lookup.clear().contains(field.field()) ? FormOutcome.CLEAR : FormOutcome.MASKED);
        });
        return outcomes;
    }

    private ConsentTrial tried(TrialRequest request, String caller) {
        return consents.tryOut(request.consent(), caller, request.serviceItem())
                .map(consent -> new ConsentTrial(consent.licenseType(), consent.fields(), consent.use(), consent.expiresAt()))
                .orElseThrow(() -> new ProblemException(ProblemType.CONSENT_REFUSED, null));
    }

    private ActionTrial tried(LicenseType type, AccessAction action, AccessDecision decision, String region, FiveElements elements,
            Map<UUID, HeldGrant> held) {
        String code = type.code().value();
        MissingGrant missing = decision.missing().stream().filter(each -> each.licenseType().equals(code)).findFirst().orElse(null);
        if (!decision.types().contains(code)) {
            return new ActionTrial(false, List.of(), Map.of(), Set.of(), null, null, missing);
        }
        if (region != null && !decision.covers(code, region)) {
            return new ActionTrial(false, List.of(), Map.of(), decision.regions(code), null, null,
                    policy.missingRegion(decision, action, code, region, elements));
        }
        List<String> clear = new ArrayList<>();
        Map<String, Mask> masked = new LinkedHashMap<>();
        for (FieldDefinition field : type.fields()) {
            if (region == null ? decision.showsSomewhere(code, field.name()) : decision.shows(code, region, field.name())) {
                clear.add(field.name());
            } else {
                masked.put(field.name(), AccessPolicy.mask(type, field.name()));
            }
        }
        List<HeldGrant> used = decision.granted().get(code).stream().map(grant -> held.get(grant.id())).filter(Objects::nonNull).toList();
        return new ActionTrial(true, clear, masked, decision.regions(code), least(used, HeldGrant::leftToday), least(used, HeldGrant::leftInTotal),
                missing);
    }

    private static Long least(List<HeldGrant> grants, Function<HeldGrant, Long> left) {
        return grants.stream().map(left).filter(Objects::nonNull).min(Long::compare).orElse(null);
    }
}
