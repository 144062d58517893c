package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.GrantTerms;
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

/** Requests for grants (跨区域调用权限申请) and the decisions about them. */
@RestController
class GrantRequestController {

    private static final Set<String> ADMINISTRATOR = Set.of(Scopes.ADMIN, Scopes.SECURITY);

    private final GrantRequests requests;

    GrantRequestController(GrantRequests requests) {
        this.requests = requests;
    }

    /** What is asked for, as in a grant; the reason is for the decider. */
    record NewRequest(String licenseType, Set<AccessAction> actions, Set<String> fields, Set<String> serviceItems, Set<String> regions,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Instant validFrom,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Instant validTo,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Long dailyQuota,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Long totalQuota, String reason) {

        GrantTerms terms() {
            return new GrantTerms(licenseType, actions, fields, serviceItems, regions, validFrom, validTo, dailyQuota, totalQuota);
        }
    }

    /** @param terms what is granted where it is less than asked for; absent, as a whole or in parts: as asked */
    record Approval(@Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) GrantTerms terms,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String answer) {
    }

    record Refusal(String reason) {
    }

    @Operation(summary = "申请用证授权 / Ask for a grant",
            description = "Fields and service items are named one by one. The answer says who decides, and until when.")
    @PostMapping("/api/v1/grant-requests")
    @ResponseStatus(HttpStatus.CREATED)
    GrantRequest ask(@RequestBody NewRequest request, Authentication caller) {
        return requests.ask(request.terms(), request.reason(), caller.getName());
    }

    @Operation(summary = "授权申请列表 / Requests in order of id: one's own, those one decides about, or all of them for the security administrator")
    @GetMapping("/api/v1/grant-requests")
    Page<GrantRequest> list(@RequestParam(required = false) GrantRequest.State state, @RequestParam(defaultValue = "false") boolean overdue,
            @RequestParam(required = false) UUID after, @RequestParam(defaultValue = "100") int limit, Authentication caller) {
        List<GrantRequest> page = requests.page(actor(caller), state, overdue, after, Page.limit(limit));
        return Page.of(page, limit, request -> request.id().toString());
    }

    @Operation(summary = "授权申请计数 / How many requests are open, overdue, approved and refused")
    @GetMapping("/api/v1/grant-requests/statistics")
    GrantRequestStore.Counts statistics() {
        return requests.counts();
    }

    @Operation(summary = "查询授权申请 / Where a request stands")
    @GetMapping("/api/v1/grant-requests/{id}")
    GrantRequest find(@PathVariable UUID id, Authentication caller) {
        return requests.find(id, actor(caller));
    }

    @Operation(summary = "批准授权申请 / Approve a request, as a whole or less than it asks for")
    @PostMapping("/api/v1/grant-requests/{id}/approval")
    GrantRequest approve(@PathVariable UUID id, @RequestBody Approval approval, Authentication decider) {
        return requests.approve(id, approval.terms(), approval.answer(), actor(decider));
    }

    @Operation(summary = "驳回授权申请 / Refuse a request")
    @PostMapping("/api/v1/grant-requests/{id}/refusal")
    GrantRequest refuse(@PathVariable UUID id, @RequestBody Refusal refusal, Authentication decider) {
        return requests.refuse(id, refusal.reason(), actor(decider));
    }

    @Operation(summary = "撤销已批准的授权 / Take back what was granted on a request; counts from the next question on")
    @PostMapping("/api/v1/grant-requests/{id}/withdrawal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@PathVariable UUID id, Authentication decider) {
        requests.withdraw(id, actor(decider));
    }

    private static GrantRequests.Actor actor(Authentication caller) {
        return new GrantRequests.Actor(caller.getName(), caller.getAuthorities().stream().anyMatch(scope -> ADMINISTRATOR.contains(scope.getAuthority())));
    }
}
