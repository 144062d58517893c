package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.GrantTerms;
import org.licensehub.hub.access.HeldGrant;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Administration of grants without a request. */
@RestController
class GrantController {

    private final Grants grants;

    GrantController(Grants grants) {
        this.grants = grants;
    }

    /**
     * @param clientId caller or {@code peer:} and hub id
     * @param regions divisions of the licenses; absent means everywhere
     * @param validTo absent means until revoked
     */
    record GrantRequest(String clientId, String licenseType, Set<AccessAction> actions, Set<String> fields, Set<String> serviceItems,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Set<String> regions,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Instant validFrom,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Instant validTo,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Long dailyQuota,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Long totalQuota) {

        GrantTerms terms() {
            return new GrantTerms(licenseType, actions, fields, serviceItems, regions, validFrom, validTo, dailyQuota, totalQuota);
        }
    }

    @Operation(summary = "授予用证权限 / Give a grant")
    @PostMapping("/api/v1/grants")
    @ResponseStatus(HttpStatus.CREATED)
    AccessGrant grant(@RequestBody GrantRequest request, Principal admin) {
        CallerRequests.require("clientId", request.clientId());
        return grants.give(request.clientId(), request.terms(), admin.getName());
    }

    @Operation(summary = "调用方的授权及剩余次数 / Grants of a caller that are not withdrawn, and what is left of their quotas")
    @GetMapping("/api/v1/callers/{clientId}/grants")
    List<HeldGrant> grants(@PathVariable String clientId) {
        return grants.of(clientId);
    }

    @Operation(summary = "撤销授权 / Withdraw a grant; counts from the next request on, on every node")
    @DeleteMapping("/api/v1/grants/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id, Principal admin) {
        grants.withdraw(id, admin.getName());
    }
}
