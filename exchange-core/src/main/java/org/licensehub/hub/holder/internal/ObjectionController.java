package org.licensehub.hub.holder.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.Scopes;
import org.licensehub.hub.platform.Page;
import org.licensehub.store.protection.PersonalData;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Objections: raised and read by holders through a system that acts for them, answered by departments. */
@RestController
class ObjectionController {

    private static final int USUAL_LIMIT = 100;
    private static final Set<String> ADMINISTRATORS = Set.of(Scopes.ADMIN, Scopes.SECURITY);

    private final Objections objections;
    private final PersonalData protection;

    ObjectionController(Objections objections, PersonalData protection) {
        this.objections = objections;
        this.protection = protection;
    }

    /** @param positions in the log of uses by one caller, as the holder's view shows them */
    @Schema(name = "NewObjection")
    record NewObjection(String holderCode, String holderCodeType, List<Long> positions, String reason) {

        @Override
        public String toString() {
            return "NewObjection[" + holderCodeType + "]";
        }
    }

    @Schema(name = "ObjectionsRequest")
    record OfHolder(String holderCode, String holderCodeType, @Schema(types = {"string", "null"}, format = "uuid", requiredMode = Schema.RequiredMode.NOT_REQUIRED) UUID after,
            @Schema(types = {"integer", "null"}, format = "int32", requiredMode = Schema.RequiredMode.NOT_REQUIRED) Integer limit) {

        @Override
        public String toString() {
            return "OfHolder[" + holderCodeType + "]";
        }
    }

    /** @param upheld whether the holder is right */
    @Schema(name = "ObjectionAnswer")
    record Answering(String answer, Boolean upheld) {
    }

    @Schema(name = "ObjectionTask")
    record Task(Objection objection, String reason, @Schema(types = {"string", "null"}) String answer, List<ShownUse> uses) {
    }

    @Operation(summary = "对用证记录提出异议 / A holder objects to uses of its licenses; a task with a deadline for the organisation that used them")
    @PostMapping("/api/v1/holder-view/objections")
    @ResponseStatus(HttpStatus.CREATED)
    Objection raise(@RequestBody NewObjection request, Principal portal) {
        return objections.raise(new Citizen(request.holderCode(), request.holderCodeType()).key(protection), request.positions(), request.reason(),
                portal.getName());
    }

    @Operation(summary = "持证主体的异议及答复 / A holder's objections with their answers, in order of id; reading them is recorded",
            description = "POST, since a holder's number must stand in no address.")
    @PostMapping("/api/v1/holder-view/objections/list")
    Page<Objection.Texts> ofHolder(@RequestBody OfHolder request, Principal portal) {
        int limit = Page.limit(request.limit() == null ? USUAL_LIMIT : request.limit());
        return Page.of(objections.ofHolder(new Citizen(request.holderCode(), request.holderCodeType()).key(protection), request.after(), limit,
                portal.getName()), limit, texts -> texts.objection().id().toString());
    }

    @Operation(summary = "异议列表 / Objections in order of id: those one's organisation has to answer, or all of them for administrators")
    @GetMapping("/api/v1/objections")
    Page<Objection> list(@RequestParam(required = false) Objection.State state, @RequestParam(required = false) Boolean overdue,
            @RequestParam(required = false) UUID after, @RequestParam(defaultValue = "100") int limit, Authentication caller) {
        return Page.of(objections.page(actor(caller), state, overdue, after, Page.limit(limit)), limit, objection -> objection.id().toString());
    }

    @Operation(summary = "异议内容 / What the holder wrote, and the uses it is about; recorded")
    @GetMapping("/api/v1/objections/{id}")
    Task task(@PathVariable UUID id, Authentication caller) {
        Objections.Task task = objections.task(id, actor(caller));
        return new Task(task.objection(), task.reason(), task.answer(), task.uses());
    }

    @Operation(summary = "答复异议 / Answer an objection; by the organisation, or by administrators once it is overdue or belongs to none")
    @PostMapping("/api/v1/objections/{id}/answer")
    Objection answer(@PathVariable UUID id, @RequestBody Answering answering, Authentication caller) {
        return objections.answer(id, answering.answer(), answering.upheld(), actor(caller));
    }

    @Operation(summary = "异议统计 / Objections by organisation and state, and how many were not answered in time")
    @GetMapping("/api/v1/statistics/objections")
    List<Objection.Count> counts() {
        return objections.counts();
    }

    private static Objections.Actor actor(Authentication caller) {
        return new Objections.Actor(caller.getName(), caller.getAuthorities().stream().anyMatch(scope -> ADMINISTRATORS.contains(scope.getAuthority())));
    }
}
