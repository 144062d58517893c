package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.licensehub.hub.access.AccessBasis;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.access.WaiverList;
import org.licensehub.hub.access.WaiverListRegister;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.model.LicenseState;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells which papers this applicant need not bring for a service item (免证办, L11): a lookup of the types on its waiver list, cut down to identifiers
 * before it is recorded and answered.
 */
@RestController
class WaiverChecks {

    private final WaiverListRegister lists;
    private final Lookups lookups;

    WaiverChecks(WaiverListRegister lists, Lookups lookups) {
        this.lists = lists;
        this.lookups = lookups;
    }

    /** For whom, and the five elements; the service item is the list's. */
    record Check(String holderCode, String holderCodeType, FiveElements elements) {

        @Override
        public String toString() {
            return "Check[" + holderCodeType + "]";
        }
    }

    /** What an applicant has to do about a material. */
    enum Outcome {
        /** A license in force takes its place. */
        WAIVED,
        /** The applicant has no such license in force here. */
        NOT_HELD,
        /** Nothing is granted that would tell. */
        DENIED,
        /** No license takes its place. */
        PAPER
    }

    /** @param licenses identifiers of the licenses in force that take its place */
    record Material(String code, String name, Outcome outcome, List<String> licenses) {
    }

    /**
     * @param version of the list that was used
     * @param toBring number of materials that are still brought
     * @param refusals what is missing of license types that are not granted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(String serviceItem, long version, List<Material> materials, int toBring, List<MissingGrant> refusals, AccessBasis basis, AuditReceipt receipt) {
    }

    @Operation(summary = "核对可免提交的材料 / Which papers this applicant need not bring", description = "Tells identifiers of licenses and none of their fields.")
    @PostMapping("/api/v1/waiver-lists/{serviceItem}/check")
    Answer check(@PathVariable String serviceItem, @RequestBody Check request, Principal caller) {
        WaiverList list = lists.find(serviceItem)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "该事项尚无清单 / No list was published for this item"));
        Set<String> types = list.licenseTypes();
        if (types.isEmpty()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "该清单没有可由证照替代的材料 / No license takes the place of any material on this list");
        }
        LookupRequest checked = new LookupRequest(request.holderCode(), request.holderCodeType(), types, request.elements(), false,
                LookupRequest.Reach.LOCAL, null, null, null).checked();
        if (!serviceItem.equals(request.elements().serviceItem())) {
            throw ProblemException.invalid("elements.serviceItem", "not_of_list", "与清单的事项不一致", "is not the service item of the list");
        }
        LookupRequest whole = new LookupRequest(checked.holderCode(), checked.holderCodeType(), types, checked.elements(), false, LookupRequest.Reach.LOCAL,
                null, Integer.MAX_VALUE, null);
        LookupAnswer answer = lookups.answer(whole, Asker.caller(caller.getName()), new Lookups.Shape("waiverList", Long.toString(list.version()),
                WaiverChecks::identifiersInForce));
        Map<String, List<String>> held = answer.licenses().stream().collect(Collectors.groupingBy(LicenseView::licenseType,
                Collectors.mapping(LicenseView::identifier, Collectors.toList())));
        Set<String> denied = answer.refusals().stream().filter(MissingGrant::ofWholeType).map(MissingGrant::licenseType).collect(Collectors.toSet());
        List<Material> materials = list.materials().stream().map(material -> outcome(material, held, denied)).toList();
        return new Answer(serviceItem, list.version(), materials, (int) materials.stream().filter(material -> material.outcome() != Outcome.WAIVED).count(),
                answer.refusals(), answer.basis(), answer.receipt());
    }

    /** Nothing else of them is answered, so nothing else is recorded as answered. */
    private static LookupAnswer identifiersInForce(LookupAnswer found) {
        List<LicenseView> least = found.licenses().stream().filter(license -> license.standing() == LicenseState.Standing.IN_FORCE)
                .map(license -> license.withFields(Map.of(), List.of())).toList();
        return new LookupAnswer(least, found.refusals(), null, null, found.basis(), null);
    }

    private static Material outcome(WaiverList.Material material, Map<String, List<String>> held, Set<String> denied) {
        List<String> licenses = material.licenseTypes().stream().flatMap(type -> held.getOrDefault(type, List.of()).stream()).toList();
        Outcome outcome = material.licenseTypes().isEmpty() ? Outcome.PAPER : !licenses.isEmpty() ? Outcome.WAIVED
                : denied.containsAll(material.licenseTypes()) ? Outcome.DENIED : Outcome.NOT_HELD;
        return new Material(material.code(), material.name(), outcome, licenses);
    }
}
