package org.licensehub.hub.intake.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.intake.IntakeReceipt;
import org.licensehub.hub.intake.RecordIntake;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.quality.FieldFault;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Pushing license metadata, singly or as a stream (元数据实时推送, L2). */
@RestController
class RecordController {

    private final RecordIntake intake;
    private final IntakeRepository records;
    private final CallerDirectory callers;
    private final BatchReader batches;
    private final Clock clock;

    RecordController(RecordIntake intake, IntakeRepository records, CallerDirectory callers, BatchReader batches, Clock clock) {
        this.intake = intake;
        this.records = records;
        this.callers = callers;
        this.batches = batches;
        this.clock = clock;
    }

    /** Where a pushed record stands now. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RecordStatus(UUID receiptId, String state, String source, long revision, String licenseType, UUID licenseId,
            List<FieldFault> reasons, Instant receivedAt) {
    }

    @Operation(summary = "推送一条证照元数据 / Push one record", description = "Durable before the answer; the same push again gets the same receipt.")
    @ApiResponse(responseCode = "201", description = "accepted")
    @ApiResponse(responseCode = "200", description = "this revision was pushed before")
    @ApiResponse(responseCode = "202", description = "kept in quarantine, with a reason for each field at fault")
    @PostMapping("/api/v1/records")
    ResponseEntity<IntakeReceipt> push(@RequestBody PushRequest request, Principal principal) {
        Caller caller = caller(principal);
        IntakeReceipt receipt = intake.accept(List.of(request.toRecord(caller, clock)), caller.clientId(), "rest").get(0);
        if (receipt.outcome() == IntakeReceipt.Outcome.CONFLICT) {
            FieldFault fault = receipt.reasons().get(0);
            throw new ProblemException(ProblemType.CONFLICT, fault.messageZh() + " / " + fault.messageEn())
                    .at(fault.field(), fault.code(), fault.messageZh(), fault.messageEn()).with("receiptId", receipt.receiptId());
        }
        HttpStatus status = receipt.repeated() ? HttpStatus.OK
                : receipt.outcome() == IntakeReceipt.Outcome.ACCEPTED ? HttpStatus.CREATED : HttpStatus.ACCEPTED;
        return ResponseEntity.status(status).body(receipt);
    }

    @Operation(summary = "批量推送（NDJSON 流） / Push a stream of records",
            description = "One JSON object a line in, one result line out for each, in order. No limit on the number of lines.")
    @PostMapping(path = "/api/v1/records/batch", consumes = "application/x-ndjson", produces = "application/x-ndjson")
    void pushBatch(HttpServletRequest request, HttpServletResponse response, Principal principal) throws IOException {
        response.setContentType("application/x-ndjson;charset=UTF-8");
        batches.process(request.getInputStream(), response.getOutputStream(), caller(principal));
    }

    @Operation(summary = "查询推送回执 / Where a pushed record stands")
    @GetMapping(path = "/api/v1/records/{receiptId}", produces = MediaType.APPLICATION_JSON_VALUE)
    RecordStatus status(@PathVariable UUID receiptId, Principal principal) {
        Caller caller = caller(principal);
        return records.find(receiptId).filter(row -> caller.sources().contains(row.source()))
                .map(row -> new RecordStatus(row.id(), row.state().name(), row.source(), row.revision(), row.resource(), row.licenseId(),
                        row.reasons(), row.receivedAt()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该回执 / No such receipt"));
    }

    private Caller caller(Principal principal) {
        return callers.find(principal.getName()).orElseThrow(() -> new ProblemException(ProblemType.UNAUTHENTICATED, null));
    }
}
