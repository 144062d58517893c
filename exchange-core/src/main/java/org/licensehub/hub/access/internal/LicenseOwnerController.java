package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.util.Optional;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.Scopes;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who decides about grants on which licenses. */
@RestController
class LicenseOwnerController {

    private final LicenseOwners owners;
    private final CallerDirectory callers;
    private final LicenseTypeCatalogue types;
    private final AuditLog audit;

    LicenseOwnerController(LicenseOwners owners, CallerDirectory callers, LicenseTypeCatalogue types, AuditLog audit) {
        this.owners = owners;
        this.callers = callers;
        this.types = types;
        this.audit = audit;
    }

    @Operation(summary = "登记证照归口单位 / Register who decides about grants on a license type and region; either may be *")
    @PutMapping("/api/v1/license-owners")
    @Transactional
    public LicenseOwners.Owner put(@RequestBody LicenseOwners.Owner owner, Principal admin) {
        requireKnown(owner.licenseType(), owner.region());
        Caller caller = Optional.ofNullable(owner.clientId()).flatMap(callers::find).orElseThrow(() -> ProblemException.invalid("clientId",
                "unknown_caller", "没有该账号", "no such caller"));
        if (!caller.scopes().contains(Scopes.GRANTS_DECIDE)) {
            throw ProblemException.invalid("clientId", "missing_scope", "该账号须具有 grants.decide 权限", "the caller needs the scope grants.decide");
        }
        owners.put(owner, admin.getName());
        audit.appendInTransaction(AuditDraft.of(AuditEvent.LICENSE_OWNER_CHANGED, admin.getName()).with("licenseType", owner.licenseType())
                .with("region", owner.region()).with("owner", owner.clientId()));
        return owner;
    }

    private void requireKnown(String licenseType, String region) {
        if (licenseType == null || !AccessGrant.ANY.equals(licenseType) && types.find(licenseType).isEmpty()) {
            throw ProblemException.invalid("licenseType", "unknown_license_type", "证照目录中没有该证照类型代码", "not in the license-type catalogue");
        }
        if (region == null || !GrantTermsCheck.knownRegion(region)) {
            throw ProblemException.invalid("region", "unknown_region", "须为 6 位行政区划代码，或 *", "must be a division code of 6 digits, or *");
        }
    }

    @Operation(summary = "证照归口单位列表 / Who decides about grants, in order of license type and region",
            description = "`after` is the type and the region of the last one, with a colon between them.")
    @GetMapping("/api/v1/license-owners")
    public Page<LicenseOwners.Owner> list(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        String[] parts = after.isEmpty() ? new String[] {"", ""} : after.split(":", -1);
        if (parts.length != 2 || !after.isEmpty() && !GrantTermsCheck.knownRegion(parts[1]) || after.indexOf('\0') >= 0) {
            throw ProblemException.invalid("after", "unknown_cursor", "须为上一页的 next", "must be the next of the page before");
        }
        return Page.of(owners.page(parts[0], parts[1], Page.limit(limit)), limit, owner -> owner.licenseType() + ":" + owner.region());
    }

    @Operation(summary = "取消证照归口单位 / Nobody in particular decides from now on")
    @DeleteMapping("/api/v1/license-owners/{licenseType}/{region}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void remove(@PathVariable String licenseType, @PathVariable String region, Principal admin) {
        if (licenseType.indexOf('\0') >= 0 || !GrantTermsCheck.knownRegion(region) || !owners.remove(licenseType, region)) {
            throw new ProblemException(ProblemType.NOT_FOUND, "没有该归口登记 / No such owner");
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.LICENSE_OWNER_CHANGED, admin.getName()).with("licenseType", licenseType)
                .with("region", region).with("revoked", true));
    }
}
