package org.licensehub.hub.issuing.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.util.UUID;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.cache.HolderCache;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.repository.LicenseRepository;
import org.licensehub.store.repository.MoveResult;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Suspending, resuming and ending licenses (L6). When one of these is answered, no node of this hub answers the license in
 * its old state any more: every answer checks the holder's revision when its audit record is committed.
 */
@RestController
class LifecycleController {

    private final LicenseRepository licenses;
    private final LicenseChanges changes;
    private final HolderCache cache;
    private final TransactionTemplate transaction;

    LifecycleController(LicenseRepository licenses, LicenseChanges changes, HolderCache cache, TransactionTemplate transaction) {
        this.licenses = licenses;
        this.changes = changes;
        this.cache = cache;
        this.transaction = transaction;
    }

    /** How a license ends. */
    enum Ending {
        CANCELLED, WITHDRAWN, REVOKED, VOIDED, EXPIRED
    }

    record Reason(String reason) {
    }

    record EndingRequest(Ending ending, String reason) {
    }

    record Changed(String identifier, String state, long rowVersion) {
    }

    @Operation(summary = "暂停证照 / Suspend")
    @PostMapping("/api/v1/licenses/{identifier}/suspension")
    Changed suspend(@PathVariable String identifier, @RequestBody Reason request, Principal actor) {
        return move(identifier, LicenseState.SUSPENDED, AuditEvent.LICENSE_SUSPENDED, request.reason(), actor);
    }

    @Operation(summary = "恢复证照 / Resume")
    @PostMapping("/api/v1/licenses/{identifier}/resumption")
    Changed resume(@PathVariable String identifier, @RequestBody Reason request, Principal actor) {
        return move(identifier, LicenseState.VALID, AuditEvent.LICENSE_RESUMED, request.reason(), actor);
    }

    @Operation(summary = "注销、撤销、吊销或作废证照 / End a license")
    @PostMapping("/api/v1/licenses/{identifier}/ending")
    Changed end(@PathVariable String identifier, @RequestBody EndingRequest request, Principal actor) {
        if (request.ending() == null) {
            throw ProblemException.invalid("ending", "missing_field", "须说明终止方式", "is required");
        }
        return move(identifier, LicenseState.valueOf(request.ending().name()), AuditEvent.LICENSE_ENDED, request.reason(), actor);
    }

    private Changed move(String identifier, LicenseState to, AuditEvent event, String reason, Principal actor) {
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw ProblemException.invalid("reason", "missing_field", "须说明理由，不超过 500 字", "is required, at most 500 characters");
        }
        License changed = transaction.execute(status -> {
            UUID id = licenses.findByIdentifier(identifier).map(License::id)
                    .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该证照 / No such license"));
            return moved(changes.move(id, to, event, actor.getName(), reason, null));
        });
        // after the commit, so that nobody can fill the cache with the old state again
        changed.holders().forEach(cache::forget);
        return new Changed(identifier, changed.state().name(), changed.rowVersion());
    }

    private static License moved(MoveResult result) {
        if (result instanceof MoveResult.Moved done) {
            return done.license();
        }
        if (result instanceof MoveResult.Illegal illegal) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE,
                    illegal.from().label() + " → " + illegal.to().label() + " 不被允许 / is no legal move")
                    .with("from", illegal.from().name()).with("to", illegal.to().name());
        }
        if (result instanceof MoveResult.NotOurs elsewhere) {
            throw new ProblemException(ProblemType.NOT_OURS, "请向签发库 " + elsewhere.originHub() + " 提出 / Ask the hub that issued it")
                    .with("originHub", elsewhere.originHub());
        }
        throw new ProblemException(ProblemType.NOT_FOUND, "没有该证照 / No such license");
    }
}
