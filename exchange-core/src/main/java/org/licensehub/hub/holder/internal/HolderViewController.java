package org.licensehub.hub.holder.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.audit.HolderMap;
import org.licensehub.hub.audit.HolderProof;
import org.licensehub.hub.audit.HolderRecords;
import org.licensehub.hub.audit.NumberRuns;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * A holder's view of the uses of its licenses (本人用证记录). Calls come from a system that has made sure who the person is and acts for it; the hub takes its
 * word, and the log says that it did.
 */
@RestController
class HolderViewController {

    private static final int USUAL_LIMIT = 100;
    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})-([0-9]{1,18})-([0-9a-f]{64})");

    private final HolderRecords records;
    private final CallerDirectory callers;
    private final PersonalData protection;
    private final AuditLog audit;
    private final NumberRuns runs;
    private final ObjectMapper json;

    HolderViewController(HolderRecords records, CallerDirectory callers, PersonalData protection, AuditLog audit, NumberRuns runs,
            ObjectMapper json) {
        this.records = records;
        this.callers = callers;
        this.protection = protection;
        this.audit = audit;
        this.runs = runs;
        this.json = json;
    }

    /** @param after {@code next} of the page before */
    @Schema(name = "HolderViewRequest")
    record Wanted(String holderCode, String holderCodeType, @Schema(types = {"string", "null"}, requiredMode = Schema.RequiredMode.NOT_REQUIRED) String after,
            @Schema(types = {"integer", "null"}, format = "int32", requiredMode = Schema.RequiredMode.NOT_REQUIRED) Integer limit) {

        @Override
        public String toString() {
            return "Wanted[" + holderCodeType + "]";
        }
    }

    /**
     * One page.
     *
     * @param holderKey under which the log knows the holder; the same for good
     * @param head of the log that this goes up to, the same on each page
     * @param proof that there are no other uses up to the published index; absent before there is one
     */
    @Schema(name = "HolderViewUses")
    record Uses(List<ShownUse> items, @Schema(types = {"string", "null"}) String next, String holderKey, TreeHead head,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) @JsonInclude(JsonInclude.Include.NON_NULL) HolderProof proof) {
    }

    /** A place in a view. @param chain over the uses before it */
    private record Cursor(long from, long size, long publication, String chain) {

        static Optional<Cursor> parse(String text) {
            Matcher form = CURSOR.matcher(text);
            return form.matches() ? Optional.of(new Cursor(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)), Long.parseLong(form.group(3)),
                    form.group(4))) : Optional.empty();
        }

        @Override
        public String toString() {
            return from + "-" + size + "-" + publication + "-" + chain;
        }
    }

    @Operation(summary = "本人用证记录 / Every use of a holder's licenses, with proof", description = "By a system that acts for the holder. In the order of the log, up to"
            + " where it was when the first page was read. The proof covers uses before `proof.through`. Reading is recorded.")
    @PostMapping("/api/v1/holder-view/uses")
    Uses uses(@RequestBody Wanted wanted, Principal portal) {
        int limit = Page.limit(wanted.limit() == null ? USUAL_LIMIT : wanted.limit());
        HolderKey holder = new Citizen(wanted.holderCode(), wanted.holderCodeType()).key(protection);
        Cursor cursor = wanted.after() == null || wanted.after().isEmpty() ? begin() : Cursor.parse(wanted.after()).orElseThrow(HolderViewController::unknownCursor);
        TreeHead head = records.headOf(cursor.size()).orElseThrow(HolderViewController::unknownCursor);
        HolderProof proof = cursor.publication() == 0 ? null : records.proof(holder, cursor.publication(), cursor.size()).orElseThrow(
                HolderViewController::unknownCursor);
        List<ShownUse> items = shown(records.uses(holder, cursor.from(), cursor.size(), limit), cursor.chain());
        AuditReceipt receipt = audit.append(AuditDraft.of(AuditEvent.HOLDER_VIEW_READ, portal.getName()).about(holder).with("from", cursor.from())
                .with("records", items.size()));
        runs.asked(portal.getName(), "", wanted.holderCode(), receipt.sequence());
        ShownUse last = items.isEmpty() ? null : items.get(items.size() - 1);
        String next = items.size() < limit ? null : new Cursor(last.position() + 1, cursor.size(), cursor.publication(), last.chain()).toString();
        return new Uses(items, next, holder.hex(), head, proof);
    }

    private Cursor begin() {
        long size = audit.latestHead().map(TreeHead::size).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "日志尚为空 / The log is empty"));
        long publication = records.published().map(HolderRecords.Published::number).orElse(0L);
        return new Cursor(0, size, publication, HexFormat.of().formatHex(HolderMap.start()));
    }

    /** Of another hub, made up, or of a view that was begun two publications ago. */
    private static ProblemException unknownCursor() {
        return ProblemException.invalid("after", "unknown_cursor", "须为上一页的 next；时间过久请从头读取", "must be the next of the page before; begin anew if that was long ago");
    }

    private List<ShownUse> shown(List<HolderRecords.Use> uses, String before) {
        Map<String, Optional<String>> organisations = new HashMap<>();
        List<ShownUse> shown = new ArrayList<>();
        byte[] chain = HexFormat.of().parseHex(before);
        for (HolderRecords.Use use : uses) {
            chain = HolderMap.next(chain, use.record().position(), HexFormat.of().parseHex(use.record().leafHash()));
            String organisation = organisations.computeIfAbsent(ShownUse.actor(use, json), actor -> callers.find(actor).map(Caller::organisation)).orElse(null);
            shown.add(ShownUse.of(use, organisation, HexFormat.of().formatHex(chain), json));
        }
        return shown;
    }
}
