package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.Form;
import org.licensehub.hub.access.FormRegister;
import org.licensehub.hub.access.GrantTerms;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.catalogue.ServiceItemCatalogue;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Forms are registered once; what they need is what is asked for. A form grants nothing by itself. */
@RestController
class FormController {

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MOST_FIELDS = 500;

    private final FormRegister forms;
    private final GrantRequests requests;
    private final LicenseTypeCatalogue types;
    private final ServiceItemCatalogue items;
    private final AuditLog audit;

    FormController(FormRegister forms, GrantRequests requests, LicenseTypeCatalogue types, ServiceItemCatalogue items, AuditLog audit) {
        this.forms = forms;
        this.requests = requests;
        this.types = types;
        this.items = items;
        this.audit = audit;
    }

    /** A form and which license field fills each of its fields. */
    record NewForm(String name, String serviceItem, List<Form.Field> fields) {
    }

    /** @param needs license fields that the form needs, by license type: what a grant for it has to cover */
    record Compiled(Form form, Map<String, Set<String>> needs) {

        static Compiled of(Form form) {
            return new Compiled(form, form.needs());
        }
    }

    /** What a form's fields do not say of the grants it needs. */
    record FormGrants(Set<String> regions, @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Instant validTo,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Long dailyQuota,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Long totalQuota, String reason) {
    }

    @Operation(summary = "登记表单 / Register a form, or change one's own",
            description = "The answer says which fields of which license types the form needs.")
    @PutMapping("/api/v1/forms/{code}")
    @Transactional
    public Compiled put(@PathVariable String code, @RequestBody NewForm request, Principal owner) {
        check(code, request);
        Form form = forms.put(new Form(code, request.name(), request.serviceItem(), request.fields(), 0, owner.getName()))
                .orElseThrow(() -> ProblemException.invalid("code", "taken", "该表单由其他账号登记", "somebody else registered this form"));
        audit.appendInTransaction(AuditDraft.of(AuditEvent.FORM_REGISTERED, owner.getName()).with("form", form.code())
                .with("serviceItem", form.serviceItem()).with("licenseTypes", form.needs().keySet()).with("version", form.version()));
        return Compiled.of(form);
    }

    private void check(String code, NewForm request) {
        if (!CODE.matcher(code).matches()) {
            throw ProblemException.invalid("code", "bad_code", "须为 1 到 100 位字母、数字及 . _ -", "must be 1 to 100 letters, digits and . _ -");
        }
        CallerRequests.require("name", request.name());
        if (request.serviceItem() == null || items.find(request.serviceItem()).isEmpty()) {
            throw ProblemException.invalid("serviceItem", "unknown_service_item", "事项目录中没有该事项编码", "not in the service-item catalogue");
        }
        if (request.fields() == null || request.fields().isEmpty() || request.fields().size() > MOST_FIELDS) {
            throw ProblemException.invalid("fields", "out_of_range", "须有 1 到 500 个字段", "a form has 1 to 500 fields");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < request.fields().size(); i++) {
            Form.Field field = request.fields().get(i);
            String place = "fields.[" + i + "]";
            if (field == null || field.name() == null || field.name().isBlank() || field.name().length() > 100 || field.name().indexOf('\0') >= 0
                    || !names.add(field.name())) {
                throw ProblemException.invalid(place, "bad_name", "字段名不可缺少、重复，且不超过 100 字", "names are required, at most 100 characters, and none twice");
            }
            if (Optional.ofNullable(field.licenseType()).flatMap(types::find).filter(type -> field.field() != null)
                    .flatMap(type -> type.field(field.field())).isEmpty()) {
                throw ProblemException.invalid(place, "unknown_field", "没有该证照类型或字段", "no such license type or field");
            }
        }
    }

    @Operation(summary = "表单列表 / Forms in order of code")
    @GetMapping("/api/v1/forms")
    public Page<Form> list(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        if (!after.isEmpty() && !CODE.matcher(after).matches()) {
            throw ProblemException.invalid("after", "unknown_cursor", "没有该表单", "no such form");
        }
        return Page.of(forms.page(after, Page.limit(limit)), limit, Form::code);
    }

    @Operation(summary = "查询表单 / A form and what it needs")
    @GetMapping("/api/v1/forms/{code}")
    public Compiled find(@PathVariable String code) {
        return Compiled.of(known(code));
    }

    @Operation(summary = "按表单申请授权 / Ask for the grants a form needs: one request for each license type",
            description = "For looking up exactly the form's fields for its service item.")
    @PostMapping("/api/v1/forms/{code}/grant-requests")
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public List<GrantRequest> ask(@PathVariable String code, @RequestBody FormGrants request, Principal caller) {
        Form form = known(code);
        List<GrantRequest> asked = new ArrayList<>();
        form.needs().forEach((type, fields) -> asked.add(requests.ask(new GrantTerms(type, Set.of(AccessAction.LOOKUP), fields,
                Set.of(form.serviceItem()), request.regions(), null, request.validTo(), request.dailyQuota(), request.totalQuota()), request.reason(),
                caller.getName())));
        return asked;
    }

    private Form known(String code) {
        return forms.find(code).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该表单 / No such form"));
    }
}
