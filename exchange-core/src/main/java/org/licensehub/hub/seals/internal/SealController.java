package org.licensehub.hub.seals.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.util.UUID;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.seals.Seal;
import org.licensehub.hub.seals.SealState;
import org.licensehub.hub.seals.internal.SealRequests.Change;
import org.licensehub.hub.seals.internal.SealRequests.Filing;
import org.licensehub.hub.seals.internal.SealRequests.NewSeal;
import org.licensehub.hub.seals.internal.SealRequests.Reason;
import org.licensehub.hub.seals.internal.SealRequests.WithLicense;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The steps of a seal's life (S1). */
@RestController
class SealController {

    private final SealRegister register;
    private final SealRepository seals;
    private final SealWishes wishes;

    SealController(SealRegister register, SealRepository seals, SealWishes wishes) {
        this.register = register;
        this.seals = seals;
        this.wishes = wishes;
    }

    @Operation(summary = "申请电子印章 / Apply for a seal")
    @PostMapping("/api/v1/seals")
    @ResponseStatus(HttpStatus.CREATED)
    Seal apply(@RequestBody NewSeal request, Principal applicant) {
        return register.apply(request.checked(), applicant.getName());
    }

    @Operation(summary = "随证照申请电子印章 / Apply for the seal of a license's holder, which opens when the license is issued")
    @PostMapping("/api/v1/seals/with-license")
    @ResponseStatus(HttpStatus.CREATED)
    SealWishes.Wish applyWithLicense(@RequestBody WithLicense request, Principal applicant) {
        return wishes.wish(request.checked(), applicant.getName());
    }

    @Operation(summary = "查询随证照的印章申请 / Where an application with a license stands")
    @GetMapping("/api/v1/seals/with-license/{id}")
    SealWishes.Wish wish(@PathVariable UUID id) {
        return wishes.find(id);
    }

    @Operation(summary = "审批通过 / Approve: two people, neither the applicant")
    @PostMapping("/api/v1/seals/{id}/approvals")
    Seal approve(@PathVariable UUID id, @RequestBody Reason request, Principal approver) {
        return register.approve(id, SealRequests.requireReason(request.reason()), approver.getName());
    }

    @Operation(summary = "驳回申请 / Turn an application down")
    @PostMapping("/api/v1/seals/{id}/rejection")
    Seal reject(@PathVariable UUID id, @RequestBody Reason request, Principal approver) {
        return register.reject(id, SealRequests.requireReason(request.reason()), approver.getName());
    }

    @Operation(summary = "制作印章 / Make an approved seal")
    @PostMapping("/api/v1/seals/{id}/making")
    Seal make(@PathVariable UUID id, @RequestBody Reason request, Principal actor) {
        return register.make(id, SealRequests.requireReason(request.reason()), actor.getName());
    }

    @Operation(summary = "印章备案 / File a made seal under the filing authority's number")
    @PostMapping("/api/v1/seals/{id}/filing")
    Seal file(@PathVariable UUID id, @RequestBody Filing request, Principal actor) {
        Filing filing = request.checked();
        return register.file(id, filing.filingNumber(), SealRequests.requireReason(filing.reason()), actor.getName());
    }

    @Operation(summary = "启用印章 / Put a filed seal to use")
    @PostMapping("/api/v1/seals/{id}/activation")
    Seal activate(@PathVariable UUID id, @RequestBody Reason request, Principal actor) {
        return register.activate(id, SealRequests.requireReason(request.reason()), actor.getName());
    }

    @Operation(summary = "停用印章 / Suspend a seal")
    @PostMapping("/api/v1/seals/{id}/suspension")
    Seal suspend(@PathVariable UUID id, @RequestBody Reason request, Principal actor) {
        return register.suspend(id, SealRequests.requireReason(request.reason()), actor.getName());
    }

    @Operation(summary = "恢复使用 / Take a suspended seal into use again")
    @PostMapping("/api/v1/seals/{id}/resumption")
    Seal resume(@PathVariable UUID id, @RequestBody Reason request, Principal actor) {
        return register.resume(id, SealRequests.requireReason(request.reason()), actor.getName());
    }

    @Operation(summary = "注销印章 / Cancel a seal for good; it seals nothing from this moment")
    @PostMapping("/api/v1/seals/{id}/cancellation")
    Seal cancel(@PathVariable UUID id, @RequestBody Reason request, Principal actor) {
        return register.cancel(id, SealRequests.requireReason(request.reason()), actor.getName());
    }

    @Operation(summary = "申请变更印章 / Apply for a successor that will replace a seal")
    @PostMapping("/api/v1/seals/{id}/change")
    @ResponseStatus(HttpStatus.CREATED)
    Seal change(@PathVariable UUID id, @RequestBody Change request, Principal applicant) {
        Change change = request.checked();
        return register.change(id, change.ownerName(), change.diameterMm(), change.star(), change.reason(), applicant.getName());
    }

    @Operation(summary = "印章列表 / Seals in the order of their applications")
    @GetMapping("/api/v1/seals")
    Page<Seal> list(@RequestParam(required = false) SealState state, @RequestParam(required = false) String ownerName,
            @RequestParam(required = false) UUID after, @RequestParam(defaultValue = "100") int limit) {
        int size = Page.limit(limit);
        Seal last = after == null ? null : seals.view(after).orElseThrow(() -> ProblemException.invalid("after", "unknown_cursor", "没有该印章",
                "no such seal"));
        return Page.of(seals.page(state, ownerName, last, size), size, seal -> seal.id().toString());
    }

    @Operation(summary = "查询印章 / One seal")
    @GetMapping("/api/v1/seals/{id}")
    Seal one(@PathVariable UUID id) {
        return register.view(id);
    }

    @Operation(summary = "印章图案 / Its picture")
    @GetMapping(path = "/api/v1/seals/{id}/picture", produces = MediaType.IMAGE_PNG_VALUE)
    byte[] picture(@PathVariable UUID id) {
        return register.row(id).picture();
    }
}
