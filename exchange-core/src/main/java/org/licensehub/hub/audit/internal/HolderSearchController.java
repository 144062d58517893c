package org.licensehub.hub.audit.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.time.Instant;
import java.util.UUID;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.number.HolderCode;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who looks for everything about one holder learns a life; so another auditor has to agree first. */
@RestController
class HolderSearchController {

    private static final int LONGEST_REASON = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final HolderSearches searches;
    private final PersonalData protection;
    private final AuditLog audit;

    HolderSearchController(HolderSearches searches, PersonalData protection, AuditLog audit) {
        this.searches = searches;
        this.protection = protection;
        this.audit = audit;
    }

    /** @param holderKey as it stands in the log, 64 hexadecimal digits; or else the holder's code and its type */
    @Schema(name = "HolderSearchRequest")
    record Wanted(@Schema(types = {"string", "null"}, requiredMode = Schema.RequiredMode.NOT_REQUIRED) String holderKey,
            @Schema(types = {"string", "null"}, requiredMode = Schema.RequiredMode.NOT_REQUIRED) String holderCode,
            @Schema(types = {"string", "null"}, requiredMode = Schema.RequiredMode.NOT_REQUIRED) String holderCodeType, String reason) {

        @Override
        public String toString() {
            return "Wanted[" + holderCodeType + "]";
        }
    }

    /**
     * @param holderKey shown to the two people of a confirmed search only: with it, an export of the log is all about one person
     * @param validTo until when whoever asked may search; absent until confirmed
     */
    @Schema(name = "HolderSearch")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shown(UUID id, String holderKey, String reason, String requestedBy, Instant requestedAt, String confirmedBy, Instant validTo) {

        static Shown of(HolderSearches.HolderSearch search, String auditor) {
            boolean two = search.confirmedBy() != null && (auditor.equals(search.requestedBy()) || auditor.equals(search.confirmedBy()));
            return new Shown(search.id(), two ? search.holder().hex() : null, search.reason(), search.requestedBy(), search.requestedAt(), search.confirmedBy(),
                    search.validTo());
        }
    }

    @Operation(summary = "申请按主体检索日志 / Ask for a search of the log by holder", description = "The number is not kept. Another auditor has to confirm.")
    @PostMapping("/api/v1/audit/holder-searches")
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public Shown request(@RequestBody Wanted wanted, Principal auditor) {
        if (wanted.reason() == null || wanted.reason().isBlank() || wanted.reason().length() > LONGEST_REASON) {
            throw ProblemException.invalid("reason", "missing_field", "须说明理由，不超过 500 字", "is required, at most 500 characters");
        }
        HolderSearches.HolderSearch search = searches.request(holder(wanted), wanted.reason(), auditor.getName());
        // without the holder: whoever asks could read the key there before anybody agreed
        audit.appendInTransaction(AuditDraft.of(AuditEvent.HOLDER_SEARCH_REQUESTED, auditor.getName())
                .with("holderSearch", search.id().toString()));
        return Shown.of(search, auditor.getName());
    }

    private HolderKey holder(Wanted wanted) {
        if (wanted.holderKey() != null) {
            try {
                return HolderKey.ofHex(wanted.holderKey());
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalid("holderKey", "wrong_type", "须为 64 位十六进制", "must be 64 hexadecimal digits");
            }
        }
        if (wanted.holderCode() == null || wanted.holderCodeType() == null
                || HolderCode.tryParse(wanted.holderCodeType(), wanted.holderCode()).isEmpty()) {
            throw ProblemException.invalid("holderCode", "bad_number", "须给出 holderKey，或与类型相符的持证主体代码", "give a holderKey, or a holder code that fits its type");
        }
        return protection.holderKey(wanted.holderCodeType(), wanted.holderCode());
    }

    @Operation(summary = "确认按主体检索 / Confirm a search by holder; not one's own")
    @PostMapping("/api/v1/audit/holder-searches/{id}/confirmation")
    @Transactional
    public Shown confirm(@PathVariable UUID id, Principal auditor) {
        HolderSearches.HolderSearch search = searches.find(id).orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "没有该检索申请 / No such search"));
        if (search.requestedBy().equals(auditor.getName())) {
            throw new ProblemException(ProblemType.SECOND_PERSON, "不得确认自己的申请 / Nobody confirms a search of their own");
        }
        if (!searches.confirm(id, auditor.getName())) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "该申请已经确认 / It is confirmed already");
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.HOLDER_SEARCH_CONFIRMED, auditor.getName()).about(search.holder())
                .with("holderSearch", id.toString()).with("requestedBy", search.requestedBy()));
        return Shown.of(searches.find(id).orElseThrow(), auditor.getName());
    }

    @Operation(summary = "按主体检索的申请 / Searches by holder, open and confirmed")
    @GetMapping("/api/v1/audit/holder-searches")
    public Page<Shown> list(@RequestParam(required = false) UUID after, @RequestParam(defaultValue = "100") int limit, Principal auditor) {
        int size = Page.limit(limit);
        return Page.of(searches.page(after == null ? FIRST : after, size).stream().map(search -> Shown.of(search, auditor.getName())).toList(), size, shown -> shown.id().toString());
    }
}
