package org.licensehub.hub.access.internal;

import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.GrantRepository;
import org.licensehub.hub.access.Scopes;
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
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Administration of callers and grants. */
@RestController
class CallerController {

    private final CallerDirectory callers;
    private final GrantRepository grants;
    private final LicenseTypeCatalogue types;
    private final ServiceItemCatalogue items;
    private final AuditLog audit;
    private final Clock clock;

    CallerController(CallerDirectory callers, GrantRepository grants, LicenseTypeCatalogue types, ServiceItemCatalogue items,
            AuditLog audit, Clock clock) {
        this.callers = callers;
        this.grants = grants;
        this.types = types;
        this.items = items;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param secret OAuth 2 client secret, shown this once */
    record NewCaller(String clientId, String secret) {
    }

    /** @param clientId caller or {@code peer:} and hub id; @param validTo absent means until revoked */
    record GrantRequest(String clientId, String licenseType, Set<AccessAction> actions, Set<String> fields, Set<String> serviceItems,
            Instant validFrom, Instant validTo) {
    }

    @PostMapping("/api/v1/callers")
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public NewCaller register(@RequestBody Caller caller, Principal admin) {
        require("clientId", caller.clientId());
        require("name", caller.name());
        require("organisation", caller.organisation());
        if (caller.scopes() == null || caller.scopes().isEmpty() || !Scopes.ALL.containsAll(caller.scopes())) {
            throw ProblemException.invalid("scopes", "unknown_scope", "权限范围有误", "scopes must be some of " + new java.util.TreeSet<>(Scopes.ALL));
        }
        if (caller.scopes().contains(Scopes.ADMIN) && caller.scopes().contains(Scopes.AUDIT)) {
            throw ProblemException.invalid("scopes", "separation_of_duties", "管理员与审计员不得为同一账号",
                    "administrator and auditor must be different callers");
        }
        Caller complete = new Caller(caller.clientId(), caller.name(), caller.organisation(), caller.scopes(),
                caller.sources() == null ? Set.of() : caller.sources());
        String secret = callers.register(complete).orElseThrow(() -> ProblemException.invalid("clientId", "taken", "该账号已存在",
                "this client id is taken"));
        audit.appendInTransaction(AuditDraft.of(AuditEvent.CALLER_REGISTERED, admin.getName()).with("caller", caller.clientId())
                .with("scopes", complete.scopes()));
        return new NewCaller(caller.clientId(), secret);
    }

    @GetMapping("/api/v1/callers")
    public Page<Caller> list(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        return Page.of(callers.page(after, Page.limit(limit)), Page.limit(limit), Caller::clientId);
    }

    @DeleteMapping("/api/v1/callers/{clientId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void disable(@PathVariable String clientId, Principal admin) {
        if (!callers.disable(clientId)) {
            throw new ProblemException(ProblemType.NOT_FOUND, "没有该账号 / No such caller");
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.CALLER_REGISTERED, admin.getName()).with("caller", clientId).with("disabled", true));
    }

    @PostMapping("/api/v1/grants")
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public AccessGrant grant(@RequestBody GrantRequest request, Principal admin) {
        require("clientId", request.clientId());
        if (request.licenseType() == null || types.find(request.licenseType()).isEmpty()) {
            throw ProblemException.invalid("licenseType", "unknown_license_type", "证照目录中没有该证照类型代码", "not in the license-type catalogue");
        }
        if (request.actions() == null || request.actions().isEmpty() || request.fields() == null || request.serviceItems() == null
                || request.serviceItems().isEmpty()) {
            throw ProblemException.invalid("actions", "missing_field", "须给出操作、字段与事项", "give actions, fields and service items");
        }
        for (String item : request.serviceItems()) {
            if (!item.equals(AccessGrant.ANY) && items.find(item).isEmpty()) {
                throw ProblemException.invalid("serviceItems", "unknown_service_item", "事项目录中没有该事项编码", "not in the service-item catalogue");
            }
        }
        AccessGrant grant = new AccessGrant(UUID.randomUUID(), request.clientId(), request.licenseType(), request.actions(),
                request.fields(), request.serviceItems(), request.validFrom() == null ? clock.instant() : request.validFrom(), request.validTo());
        grants.add(grant, admin.getName());
        audit.appendInTransaction(AuditDraft.of(AuditEvent.GRANT_CHANGED, admin.getName()).with("grant", grant.id().toString())
                .with("caller", grant.clientId()).with("licenseType", grant.licenseType()).with("serviceItems", grant.serviceItems())
                .with("fields", grant.fields()).with("actions", grant.actions()));
        return grant;
    }

    @GetMapping("/api/v1/callers/{clientId}/grants")
    public List<AccessGrant> grants(@PathVariable String clientId) {
        return grants.ofCaller(clientId);
    }

    @DeleteMapping("/api/v1/grants/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void revoke(@PathVariable UUID id, Principal admin) {
        if (!grants.revoke(id, clock.instant())) {
            throw new ProblemException(ProblemType.NOT_FOUND, "没有该授权 / No such grant");
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.GRANT_CHANGED, admin.getName()).with("grant", id.toString()).with("revoked", true));
    }

    private static void require(String field, String value) {
        if (value == null || value.isBlank() || value.length() > 100) {
            throw ProblemException.invalid(field, "missing_field", "不可缺少且不超过 100 字", "is required, at most 100 characters");
        }
    }
}
