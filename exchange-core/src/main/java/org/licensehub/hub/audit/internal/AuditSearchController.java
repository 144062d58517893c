package org.licensehub.hub.audit.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.protection.HolderKey;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Searches of the log. Each is itself in the log before anything of it is answered. */
@RestController
class AuditSearchController {

    private static final int LINES_AT_ONCE = 1000;
    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    private final AuditIndex index;
    private final AuditStore store;
    private final HolderSearches holderSearches;
    private final AuditLog log;
    private final ObjectMapper json;

    AuditSearchController(AuditIndex index, AuditStore store, HolderSearches holderSearches, AuditLog log, ObjectMapper json) {
        this.index = index;
        this.store = store;
        this.holderSearches = holderSearches;
        this.log = log;
        this.json = json;
    }

    /**
     * @param leafHash SM3 leaf hash of the log's tree, hexadecimal
     * @param body the exact text that is hashed
     */
    @Schema(name = "AuditRecord")
    record FoundRecord(long sequence, String leafHash, String body) {
    }

    /**
     * A place in a search.
     *
     * @param from next sequence, @param size end of the log when the search began: what was recorded since then is not part of it
     */
    private record Cursor(long from, long size) {

        static Optional<Cursor> parse(String text) {
            Matcher form = CURSOR.matcher(text);
            return form.matches() ? Optional.of(new Cursor(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)))) : Optional.empty();
        }

        @Override
        public String toString() {
            return from + "-" + size;
        }
    }

    @Operation(summary = "检索审计日志 / Search the log", description = "Records in the order of the log. A search goes as far as the log did when its first"
            + " page was read. By holder only with a search that a second auditor confirmed.")
    @GetMapping("/api/v1/audit/records")
    Page<FoundRecord> search(@ParameterObject SearchWords words, @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "100") int limit, Principal auditor) {
        int size = Page.limit(limit);
        AuditSearch search = checked(words, auditor);
        Cursor cursor = after.isEmpty() ? begin() : resume(after);
        index.catchUp(cursor.size());
        List<FoundRecord> found = index.find(search, cursor.from(), cursor.size(), size).stream().map(AuditSearchController::found).toList();
        log.append(recorded(search, words, auditor).with("from", cursor.from()).with("records", found.size()));
        return Page.of(found, size, last -> new Cursor(last.sequence() + 1, cursor.size()).toString());
    }

    @Operation(summary = "导出检索结果（NDJSON） / Export what a search finds", description = "One record on each line. Proofs of inclusion are at"
            + " /api/v1/audit/proofs/inclusion; the whole log with its heads is at /api/v1/audit/export.")
    @GetMapping(path = "/api/v1/audit/records/export", produces = "application/x-ndjson")
    void export(@ParameterObject SearchWords words, Principal auditor, HttpServletResponse response) throws IOException {
        AuditSearch search = checked(words, auditor);
        long size = log.append(recorded(search, words, auditor).with("export", true)).head().size();
        index.catchUp(size);
        response.setContentType("application/x-ndjson;charset=UTF-8");
        OutputStream out = response.getOutputStream();
        List<AuditStore.StoredRecord> found = index.find(search, 0, size, LINES_AT_ONCE);
        while (!found.isEmpty()) {
            for (AuditStore.StoredRecord record : found) {
                out.write(json.writeValueAsBytes(found(record)));
                out.write('\n');
            }
            found = index.find(search, found.get(found.size() - 1).sequence() + 1, size, LINES_AT_ONCE);
        }
        out.flush();
    }

    private static FoundRecord found(AuditStore.StoredRecord record) {
        return new FoundRecord(record.sequence(), record.leafHash(), record.body());
    }

    private AuditSearch checked(SearchWords words, Principal auditor) {
        HolderKey holder = words.confirmedSearch().map(id -> holderSearches.usable(id, auditor.getName()).orElseThrow(
                () -> new ProblemException(ProblemType.SECOND_PERSON, "该按主体检索未经另一审计员确认、已过期或不是您申请的 / This search by holder is not confirmed by"
                        + " another auditor, is over, or was asked for by somebody else"))).orElse(null);
        return words.checked(holder);
    }

    private static AuditDraft recorded(AuditSearch search, SearchWords words, Principal auditor) {
        return search.recordedIn(AuditDraft.of(AuditEvent.LOG_SEARCHED, auditor.getName()))
                .with("holderSearch", words.confirmedSearch().map(UUID::toString).orElse(null));
    }

    private Cursor begin() {
        return new Cursor(0, size());
    }

    private Cursor resume(String text) {
        return Cursor.parse(text).filter(cursor -> cursor.size() <= size()).orElseThrow(() -> ProblemException.invalid("after", "unknown_cursor",
                "须为上一页的 next", "must be the next of the page before"));
    }

    private long size() {
        return store.latestHead().map(TreeHead::size).orElse(0L);
    }
}
