package org.licensehub.hub.sharing.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.Scopes;
import org.licensehub.hub.platform.Page;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Missing licenses (缺失登记). */
@RestController
class MissingLicenseController {

    private static final Set<String> ADMINISTRATORS = Set.of(Scopes.ADMIN, Scopes.SYSTEM);

    private final MissingLicenses missing;

    MissingLicenseController(MissingLicenses missing) {
        this.missing = missing;
    }

    record Dismissal(String reason) {
    }

    @Operation(summary = "登记缺失证照 / Report a license that should be here", description = "By who may look it up and found none. Reported again, it is counted.")
    @PostMapping("/api/v1/missing-licenses")
    @ResponseStatus(HttpStatus.CREATED)
    MissingLicense report(@RequestBody MissingLicenses.Report report, Authentication caller) {
        return missing.report(report, caller.getName());
    }

    @Operation(summary = "缺失登记列表 / Missing licenses in order of id: those one reported or has to act on, or all of them for administrators")
    @GetMapping("/api/v1/missing-licenses")
    Page<MissingLicense> list(@RequestParam(required = false) MissingLicense.State state, @RequestParam(required = false) UUID after,
            @RequestParam(defaultValue = "100") int limit, Authentication caller) {
        return Page.of(missing.page(actor(caller), state, after, Page.limit(limit)), limit, each -> each.id().toString());
    }

    @Operation(summary = "办理缺失登记 / For whom it is; told to who has to act, and recorded")
    @GetMapping("/api/v1/missing-licenses/{id}")
    MissingLicense.Task task(@PathVariable UUID id, Authentication caller) {
        return missing.task(id, actor(caller));
    }

    @Operation(summary = "核销缺失登记 / There is no such license, and why")
    @PostMapping("/api/v1/missing-licenses/{id}/dismissal")
    MissingLicense dismiss(@PathVariable UUID id, @RequestBody Dismissal dismissal, Authentication caller) {
        return missing.dismiss(id, dismissal.reason(), actor(caller));
    }

    @Operation(summary = "缺失登记统计 / Missing licenses by type, area, issuer and state")
    @GetMapping("/api/v1/statistics/missing-licenses")
    List<MissingLicense.Count> counts() {
        return missing.counts();
    }

    private static MissingLicenses.Actor actor(Authentication caller) {
        return new MissingLicenses.Actor(caller.getName(), caller.getAuthorities().stream().anyMatch(scope -> ADMINISTRATORS.contains(scope.getAuthority())));
    }
}
