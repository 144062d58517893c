package org.licensehub.hub.review.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.intake.ReturnedRecords;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.repository.LicenseLedger;
import org.licensehub.store.repository.LicenseRepository;
import org.licensehub.store.repository.MoveResult;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The reviewer's desk. Reviewing needs the full content, so every case opened is recorded. */
@RestController
class ReviewController {

    private final LicenseRepository licenses;
    private final LicenseLedger ledger;
    private final LicenseContents contents;
    private final LicenseTypeCatalogue types;
    private final ReturnedRecords returned;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    ReviewController(LicenseRepository licenses, LicenseLedger ledger, LicenseContents contents, LicenseTypeCatalogue types,
            ReturnedRecords returned, AuditLog audit, TransactionTemplate transaction) {
        this.licenses = licenses;
        this.ledger = ledger;
        this.contents = contents;
        this.types = types;
        this.returned = returned;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** A case in the queue; no personal data. */
    record ReviewCase(UUID id, String licenseType, String licenseTypeName, String source, String areaCode, Instant since) {
    }

    /** A case opened for review. */
    record OpenedCase(UUID id, String licenseType, String licenseTypeName, String state, Map<String, String> fields) {
    }

    record Decision(UUID id, String state) {
    }

    record Return(String reason) {
    }

    @Operation(summary = "待审核队列 / Queue, oldest first")
    @GetMapping("/api/v1/reviews")
    Page<ReviewCase> queue(@RequestParam(required = false) UUID after, @RequestParam(defaultValue = "100") int limit) {
        int size = Page.limit(limit);
        License last = after == null ? null : licenses.find(after).orElseThrow(ReviewController::notFound);
        List<License> page = licenses.findByState(LicenseState.PENDING_REVIEW, last == null ? Instant.EPOCH : last.createdAt(),
                last == null ? new UUID(0, 0) : last.id(), size);
        return Page.of(page.stream().map(license -> new ReviewCase(license.id(), license.typeCode(), nameOf(license), license.source(),
                license.areaCode(), license.createdAt())).toList(), size, item -> item.id().toString());
    }

    @Operation(summary = "打开待审核记录 / Open a case with all its fields")
    @GetMapping("/api/v1/reviews/{id}")
    OpenedCase open(@PathVariable UUID id, Principal reviewer) {
        License license = licenses.find(id).filter(found -> !found.state().issued()).orElseThrow(ReviewController::notFound);
        Map<String, String> fields = contents.fieldsOf(license);
        audit.append(AuditDraft.of(AuditEvent.REVIEW_OPENED, reviewer.getName()).with("licenseId", id.toString())
                .about(license.holders().get(0)));
        return new OpenedCase(id, license.typeCode(), nameOf(license), license.state().name(), fields);
    }

    @Operation(summary = "审核通过 / Approve: the license waits for its seal")
    @PostMapping("/api/v1/reviews/{id}/approval")
    Decision approve(@PathVariable UUID id, Principal reviewer) {
        return transaction.execute(status -> {
            // a draft may move there too, but only by being handed in again
            requirePending(id, LicenseState.PENDING_SEAL);
            License moved = moved(ledger.move(id, LicenseState.PENDING_SEAL, reviewer.getName(), null));
            audit.appendInTransaction(AuditDraft.of(AuditEvent.REVIEW_APPROVED, reviewer.getName()).with("licenseId", id.toString())
                    .with("licenseType", moved.typeCode()));
            return new Decision(id, moved.state().name());
        });
    }

    @Operation(summary = "退回并说明理由 / Return with a reason: the department corrects and hands in again")
    @PostMapping("/api/v1/reviews/{id}/return")
    Decision giveBack(@PathVariable UUID id, @RequestBody Return request, Principal reviewer) {
        if (request.reason() == null || request.reason().isBlank() || request.reason().length() > 500) {
            throw ProblemException.invalid("reason", "missing_field", "须说明退回理由，不超过 500 字", "is required, at most 500 characters");
        }
        return transaction.execute(status -> {
            requirePending(id, LicenseState.DRAFT);
            License moved = moved(ledger.move(id, LicenseState.DRAFT, reviewer.getName(), request.reason()));
            returned.markReturned(id, request.reason());
            audit.appendInTransaction(AuditDraft.of(AuditEvent.REVIEW_RETURNED, reviewer.getName()).with("licenseId", id.toString())
                    .with("licenseType", moved.typeCode()));
            return new Decision(id, moved.state().name());
        });
    }

    private void requirePending(UUID id, LicenseState wanted) {
        License found = licenses.findForUpdate(id).orElseThrow(ReviewController::notFound);
        if (found.state() != LicenseState.PENDING_REVIEW) {
            throw illegal(found.state(), wanted);
        }
    }

    private License moved(MoveResult result) {
        if (result instanceof MoveResult.Moved done) {
            return done.license();
        }
        if (result instanceof MoveResult.Illegal illegal) {
            throw illegal(illegal.from(), illegal.to());
        }
        throw notFound();
    }

    private static ProblemException illegal(LicenseState from, LicenseState to) {
        return new ProblemException(ProblemType.ILLEGAL_MOVE, from.label() + " → " + to.label() + " 不被允许 / is no legal move")
                .with("from", from.name()).with("to", to.name());
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "没有该待审核记录 / No such case");
    }

    private String nameOf(License license) {
        return types.find(license.typeCode(), license.typeVersion()).map(LicenseType::name).orElse(license.typeCode());
    }
}
