package org.licensehub.hub.intake.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.intake.IntakeReceipt;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.quality.FieldFault;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Records that failed the gate or came back from review, for the department that pushed them (质量管控与纠错, L7). */
@RestController
class QuarantineController {

    private final IntakeRepository records;
    private final IntakeDesk desk;
    private final CallerDirectory callers;
    private final TransactionTemplate transaction;

    QuarantineController(IntakeRepository records, IntakeDesk desk, CallerDirectory callers, TransactionTemplate transaction) {
        this.records = records;
        this.desk = desk;
        this.callers = callers;
        this.transaction = transaction;
    }

    /** @param fields the record's fields as pushed; only in the answer for a single record */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record QuarantinedRecord(UUID receiptId, String state, String source, long revision, String licenseType, String channel,
            List<FieldFault> reasons, Instant receivedAt, Map<String, String> fields) {
    }

    record Correction(Map<String, String> fields) {
    }

    @Operation(summary = "待纠正记录列表 / Records that wait for correction, oldest first")
    @GetMapping("/api/v1/quarantine")
    Page<QuarantinedRecord> list(@RequestParam(required = false) UUID after, @RequestParam(defaultValue = "100") int limit, Principal principal) {
        int size = Page.limit(limit);
        if (after != null && records.find(after).isEmpty()) {
            throw ProblemException.invalid("after", "unknown_cursor", "没有该记录", "no such record");
        }
        List<QuarantinedRecord> page = records.waiting(caller(principal).sources(), after, size).stream().map(row -> view(row, null)).toList();
        return Page.of(page, size, record -> record.receiptId().toString());
    }

    @Operation(summary = "查看待纠正记录 / One record with its fields")
    @GetMapping("/api/v1/quarantine/{receiptId}")
    QuarantinedRecord one(@PathVariable UUID receiptId, Principal principal) {
        IntakeRepository.Row row = own(receiptId, principal);
        return view(row, desk.fieldsOf(row));
    }

    @Operation(summary = "纠正并重新提交 / Correct a record and hand it in again")
    @PutMapping("/api/v1/quarantine/{receiptId}/correction")
    IntakeReceipt correct(@PathVariable UUID receiptId, @RequestBody Correction correction, Principal principal) {
        own(receiptId, principal);
        if (correction.fields() == null || correction.fields().isEmpty() || correction.fields().containsValue(null)) {
            throw ProblemException.invalid("fields", "missing_field", "缺少元数据", "is required, without null values");
        }
        return transaction.execute(status -> desk.correct(receiptId, correction.fields(), principal.getName()))
                .orElseThrow(() -> new ProblemException(ProblemType.ILLEGAL_MOVE,
                        "该记录不在待纠正状态 / This record does not wait for correction; push a higher revision instead"));
    }

    private IntakeRepository.Row own(UUID receiptId, Principal principal) {
        Caller caller = caller(principal);
        return records.find(receiptId).filter(row -> caller.sources().contains(row.source()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该记录 / No such record"));
    }

    private Caller caller(Principal principal) {
        return callers.find(principal.getName()).orElseThrow(() -> new ProblemException(ProblemType.UNAUTHENTICATED, null));
    }

    private static QuarantinedRecord view(IntakeRepository.Row row, Map<String, String> fields) {
        return new QuarantinedRecord(row.id(), row.state().name(), row.source(), row.revision(), row.resource(), row.channel(), row.reasons(),
                row.receivedAt(), fields);
    }
}
