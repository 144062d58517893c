package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerContact;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.GrantRepository;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.catalogue.ServiceItemCatalogue;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Administration of callers and grants. */
@RestController
class CallerController {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final CallerDirectory callers;
    private final GrantRepository grants;
    private final LicenseTypeCatalogue types;
    private final ServiceItemCatalogue items;
    private final DailyAllowances allowances;
    private final SeparateDuties duties;
    private final AuditLog audit;
    private final Clock clock;

    CallerController(CallerDirectory callers, GrantRepository grants, LicenseTypeCatalogue types, ServiceItemCatalogue items,
            DailyAllowances allowances, SeparateDuties duties, AuditLog audit, Clock clock) {
        this.callers = callers;
        this.grants = grants;
        this.types = types;
        this.items = items;
        this.allowances = allowances;
        this.duties = duties;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param secret OAuth 2 client secret, shown this once */
    record NewCaller(String clientId, String secret) {
    }

    /** @param takenToday calls counted against the daily limit, with what nodes have set aside; @param resetsAt when the next day begins */
    record CallerDetails(Caller caller, CallerContact contact, long takenToday, Instant resetsAt) {
    }

    /** @param clientId caller or {@code peer:} and hub id; @param validTo absent means until revoked */
    record GrantRequest(String clientId, String licenseType, Set<AccessAction> actions, Set<String> fields, Set<String> serviceItems,
            Instant validFrom, Instant validTo) {
    }

    @Operation(summary = "登记调用方 / Register a caller; its secret is shown this once")
    @PostMapping("/api/v1/callers")
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public NewCaller register(@RequestBody CallerRequests.Registration request, Principal admin) {
        Caller caller = request.checked();
        duties.requireMayAdminister(caller.scopes(), admin);
        String secret = callers.register(caller, request.contact()).orElseThrow(() -> ProblemException.invalid("clientId", "taken",
                "该账号已存在", "this client id is taken"));
        audit.appendInTransaction(AuditDraft.of(AuditEvent.CALLER_REGISTERED, admin.getName()).with("caller", caller.clientId())
                .with("scopes", caller.scopes()));
        return new NewCaller(caller.clientId(), secret);
    }

    @Operation(summary = "变更调用方登记事项 / Change what is registered of a caller; counts from its next request on",
            description = "Replaces everything but client id and ways in. `version` is the one that was read; it is refused if somebody else was faster.")
    @PutMapping("/api/v1/callers/{clientId}")
    @Transactional
    public CallerDetails change(@PathVariable String clientId, @RequestBody CallerRequests.Change request, Principal admin) {
        Caller caller = request.checked(clientId);
        duties.requireMayAdminister(clientId, admin);
        duties.requireMayAdminister(caller.scopes(), admin);
        if (!callers.change(caller, request.contact())) {
            throw callers.find(clientId).isEmpty() ? noSuchCaller() : new ProblemException(ProblemType.CHANGED_MEANWHILE, null);
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.CALLER_CHANGED, admin.getName()).with("caller", clientId).with("changed", "terms")
                .with("scopes", caller.scopes()).with("sources", caller.sources()).with("networks", caller.networks())
                .with("interfaces", caller.interfaces()).with("dailyLimit", caller.dailyLimit()).with("version", caller.version() + 1));
        return details(clientId);
    }

    @Operation(summary = "调用方登记信息 / What is registered of a caller, and its calls of today")
    @GetMapping("/api/v1/callers/{clientId}")
    public CallerDetails details(@PathVariable String clientId) {
        Caller caller = callers.find(clientId).orElseThrow(CallerController::noSuchCaller);
        return new CallerDetails(caller, callers.contact(clientId), allowances.takenToday(clientId), allowances.resetsAt());
    }

    @Operation(summary = "调用方列表 / Callers in order of client id")
    @GetMapping("/api/v1/callers")
    public Page<Caller> list(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        if (!after.isEmpty() && !CallerDirectory.wellFormed(after)) {
            throw ProblemException.invalid("after", "unknown_cursor", "没有该账号", "no such caller");
        }
        return Page.of(callers.page(after, Page.limit(limit)), Page.limit(limit), Caller::clientId);
    }

    @Operation(summary = "停用调用方 / Lock a caller out at once")
    @DeleteMapping("/api/v1/callers/{clientId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void disable(@PathVariable String clientId, Principal admin) {
        duties.requireMayAdminister(clientId, admin);
        if (!callers.disable(clientId)) {
            throw noSuchCaller();
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.CALLER_REGISTERED, admin.getName()).with("caller", clientId).with("disabled", true));
    }

    static ProblemException noSuchCaller() {
        return new ProblemException(ProblemType.NOT_FOUND, "没有该账号 / No such caller");
    }

    @Operation(summary = "授予用证权限 / Give a grant")
    @PostMapping("/api/v1/grants")
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public AccessGrant grant(@RequestBody GrantRequest request, Principal admin) {
        CallerRequests.require("clientId", request.clientId());
        LicenseType type = Optional.ofNullable(request.licenseType()).flatMap(types::find).orElseThrow(() -> ProblemException.invalid(
                "licenseType", "unknown_license_type", "证照目录中没有该证照类型代码", "not in the license-type catalogue"));
        checkContents(request, type);
        AccessGrant grant = new AccessGrant(UUID.randomUUID(), request.clientId(), request.licenseType(), request.actions(),
                request.fields(), request.serviceItems(), request.validFrom() == null ? clock.instant() : request.validFrom(), request.validTo());
        grants.add(grant, admin.getName());
        audit.appendInTransaction(AuditDraft.of(AuditEvent.GRANT_CHANGED, admin.getName()).with("grant", grant.id().toString())
                .with("caller", grant.clientId()).with("licenseType", grant.licenseType()).with("serviceItems", grant.serviceItems())
                .with("fields", grant.fields()).with("actions", grant.actions()));
        return grant;
    }

    private void checkContents(GrantRequest request, LicenseType type) {
        if (request.actions() == null || request.actions().isEmpty() || request.fields() == null || request.serviceItems() == null
                || request.serviceItems().isEmpty() || request.actions().contains(null)) {
            throw ProblemException.invalid("actions", "missing_field", "须给出操作、字段与事项", "give actions, fields and service items");
        }
        if (!request.fields().stream().allMatch(field -> AccessGrant.ANY.equals(field) || field != null && type.field(field).isPresent())) {
            throw ProblemException.invalid("fields", "unknown_field", "该证照类型没有此字段", "the license type has no such field");
        }
        if (!request.serviceItems().stream().allMatch(item -> AccessGrant.ANY.equals(item) || item != null && items.find(item).isPresent())) {
            throw ProblemException.invalid("serviceItems", "unknown_service_item", "事项目录中没有该事项编码", "not in the service-item catalogue");
        }
        if (!storable(request.validFrom()) || !storable(request.validTo())) {
            throw ProblemException.invalid("validTo", "out_of_range", "时间须在公元 1 年到 9999 年之间", "times are from year 1 to 9999");
        }
    }

    private static boolean storable(Instant time) {
        return time == null || !time.isBefore(EARLIEST) && time.isBefore(LATEST);
    }

    @Operation(summary = "调用方的授权 / Grants of a caller in force")
    @GetMapping("/api/v1/callers/{clientId}/grants")
    public List<AccessGrant> grants(@PathVariable String clientId) {
        return grants.ofCaller(clientId);
    }

    @Operation(summary = "撤销授权 / Withdraw a grant")
    @DeleteMapping("/api/v1/grants/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void revoke(@PathVariable UUID id, Principal admin) {
        if (!grants.revoke(id, clock.instant())) {
            throw new ProblemException(ProblemType.NOT_FOUND, "没有该授权 / No such grant");
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.GRANT_CHANGED, admin.getName()).with("grant", id.toString()).with("revoked", true));
    }
}
