package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.licensehub.hub.access.AccessBasis;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.access.Form;
import org.licensehub.hub.access.FormRegister;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.model.LicenseState;
import org.springframework.stereotype.Service;

/** Fills forms from licenses (表单预填, L13): a lookup, cut down to what the form names before it is recorded and answered. */
@Service
class Prefills {

    /** Of several licenses in force, the one issued last fills the form. */
    private static final Comparator<LicenseView> LATEST = Comparator
            .comparing((LicenseView license) -> Optional.ofNullable(license.issueDate()).orElse(LocalDate.MIN))
            .thenComparing(license -> license.id().toString());

    private final FormRegister forms;
    private final Lookups lookups;

    Prefills(FormRegister forms, Lookups lookups) {
        this.forms = forms;
        this.lookups = lookups;
    }

    /** Why a field of a form is empty. */
    enum Empty {
        /** No license in force of that type, or none with this field. */
        NONE,
        /** No grant on the license type. */
        DENIED,
        /** The grant does not show this field. */
        MASKED
    }

    /** @param value absent if {@code empty} says why; @param source identifier of the license it comes from */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FilledField(String name, String value, String source, Empty empty) {
    }

    /**
     * @param version of the form that was filled
     * @param fields those of the form, in its order
     * @param refusals what is missing of license types that are not granted
     * @param basis on what ground it was answered
     * @param receipt proof that this answer is in the audit log
     */
    record FilledForm(String form, long version, List<FilledField> fields, List<MissingGrant> refusals, AccessBasis basis, AuditReceipt receipt) {
    }

    FilledForm fill(String code, String holderCode, String holderCodeType, FiveElements elements, Asker asker) {
        Form form = forms.find(code).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该表单 / No such form"));
        Map<String, Set<String>> needs = form.needs();
        LookupRequest checked = new LookupRequest(holderCode, holderCodeType, needs.keySet(), elements, false, LookupRequest.Reach.LOCAL, null,
                LookupRequest.LARGEST_LIMIT, null).checked();
        if (!form.serviceItem().equals(elements.serviceItem())) {
            throw ProblemException.invalid("elements.serviceItem", "not_of_form", "与表单的事项不一致", "is not the service item of the form");
        }
        LookupRequest whole = new LookupRequest(checked.holderCode(), checked.holderCodeType(), checked.licenseTypes(), checked.elements(), false,
                LookupRequest.Reach.LOCAL, null, Integer.MAX_VALUE, null);
        LookupAnswer answer = lookups.answer(whole, asker, new Lookups.Shape("form", form.code(), found -> leastOf(found, needs)));
        Map<String, LicenseView> sources = answer.licenses().stream().collect(Collectors.toMap(LicenseView::licenseType, Function.identity()));
        Set<String> denied = answer.refusals().stream().filter(MissingGrant::ofWholeType).map(MissingGrant::licenseType).collect(Collectors.toSet());
        List<FilledField> fields = form.fields().stream().map(field -> filled(field, sources.get(field.licenseType()), denied)).toList();
        return new FilledForm(form.code(), form.version(), fields, answer.refusals(), answer.basis(), answer.receipt());
    }

    /** One license of each type, with the form's fields and no other. */
    private static LookupAnswer leastOf(LookupAnswer found, Map<String, Set<String>> needs) {
        Map<String, LicenseView> chosen = found.licenses().stream().filter(license -> license.standing() == LicenseState.Standing.IN_FORCE)
                .collect(Collectors.toMap(LicenseView::licenseType, Function.identity(), (one, other) -> LATEST.compare(one, other) >= 0 ? one : other,
                        LinkedHashMap::new));
        List<LicenseView> least = chosen.values().stream().map(license -> least(license, needs.get(license.licenseType()))).toList();
        return new LookupAnswer(least, found.refusals(), null, null, found.basis(), null);
    }

    private static LicenseView least(LicenseView license, Set<String> needed) {
        Map<String, String> shown = new LinkedHashMap<>();
        license.fields().forEach((name, value) -> {
            if (needed.contains(name) && !license.masked().contains(name)) {
                shown.put(name, value);
            }
        });
        return license.withFields(shown, license.masked().stream().filter(needed::contains).toList());
    }

    private static FilledField filled(Form.Field field, LicenseView source, Set<String> denied) {
        if (source == null) {
            return new FilledField(field.name(), null, null, denied.contains(field.licenseType()) ? Empty.DENIED : Empty.NONE);
        }
        if (source.masked().contains(field.field())) {
            return new FilledField(field.name(), null, source.identifier(), Empty.MASKED);
        }
        String value = source.fields().get(field.field());
        boolean none = value == null || value.isBlank();
        return new FilledField(field.name(), none ? null : value, source.identifier(), none ? Empty.NONE : null);
    }
}
