package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerContact;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
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

/** Administration of callers. */
@RestController
class CallerController {

    private final CallerDirectory callers;
    private final DailyAllowances allowances;
    private final SeparateDuties duties;
    private final AuditLog audit;

    CallerController(CallerDirectory callers, DailyAllowances allowances, SeparateDuties duties, AuditLog audit) {
        this.callers = callers;
        this.allowances = allowances;
        this.duties = duties;
        this.audit = audit;
    }

    /** @param secret OAuth 2 client secret, shown this once */
    record NewCaller(String clientId, String secret) {
    }

    /** @param takenToday calls counted against the daily limit, with what nodes have set aside; @param resetsAt when the next day begins */
    record CallerDetails(Caller caller, CallerContact contact, long takenToday, Instant resetsAt) {
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
                .with("interfaces", caller.interfaces()).with("dailyLimit", caller.dailyLimit()).with("callsPerSecond", caller.callsPerSecond())
                .with("version", caller.version() + 1));
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
}
