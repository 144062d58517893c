package org.licensehub.hub.audit.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.MerkleProofs;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.signing.Sm2Verifier;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What auditors read. Reading and exporting the log is itself recorded. */
@RestController
class AuditController {

    private static final int PAGE = 1000;

    private final AuditStore store;
    private final AuditLog log;
    private final LogCapacity capacity;
    private final HubKeys keys;
    private final ObjectMapper json;

    AuditController(AuditStore store, AuditLog log, LogCapacity capacity, HubKeys keys, ObjectMapper json) {
        this.store = store;
        this.log = log;
        this.capacity = capacity;
        this.keys = keys;
        this.json = json;
    }

    /**
     * @param path hashes from the leaf's sibling to the root's child (RFC 9162 section 2.1.3), hexadecimal
     * @param head the head whose root the path leads to
     */
    record InclusionProof(long sequence, String leafHash, List<String> path, TreeHead head) {
    }

    @Operation(summary = "导出审计日志（NDJSON） / Export the log",
            description = "Records in order, each commit group followed by its signed head, up to the newest head at the start of the export.")
    @GetMapping(path = "/api/v1/audit/export", produces = "application/x-ndjson")
    void export(@RequestParam(defaultValue = "0") long from, Principal auditor, HttpServletResponse response) throws IOException {
        if (from < 0) {
            throw ProblemException.invalid("from", "out_of_range", "从 0 开始", "starts at 0");
        }
        AuditStore.Base base = store.base();
        TreeHead newest = log.append(AuditDraft.of(AuditEvent.LOG_READ, auditor.getName()).with("export", true).with("from", from)).head();
        response.setContentType("application/x-ndjson;charset=UTF-8");
        OutputStream out = response.getOutputStream();
        Deque<TreeHead> heads = new ArrayDeque<>();
        if (from < base.size()) {
            writeBase(out, base);
        }
        long headCursor = Math.max(from, base.size());
        long next = headCursor;
        while (next < newest.size()) {
            List<AuditStore.StoredRecord> page = store.recordsFrom(next, (int) Math.min(PAGE, newest.size() - next));
            if (page.isEmpty()) {
                // records are gone from the log: the export ends here, and a verifier names the first that is missing
                break;
            }
            if (page.get(0).sequence() > next && store.base().size() > next) {
                out.write("{\"type\":\"cut\"}\n".getBytes(StandardCharsets.UTF_8));
                break;
            }
            for (AuditStore.StoredRecord record : page) {
                writeRecord(out, record);
                next = record.sequence() + 1;
                if (heads.isEmpty()) {
                    heads.addAll(store.headsAfter(headCursor, PAGE));
                }
                if (!heads.isEmpty() && heads.peek().size() == next) {
                    headCursor = heads.peek().size();
                    writeHead(out, heads.poll());
                }
            }
        }
        out.flush();
    }

    /** In place of the records that were dropped. */
    private void writeBase(OutputStream out, AuditStore.Base base) throws IOException {
        ObjectNode line = json.createObjectNode().put("type", "base").put("size", base.size());
        line.set("frontier", json.valueToTree(hex(base.frontier())));
        line.set("head", json.valueToTree(base.head()));
        out.write(json.writeValueAsBytes(line));
        out.write('\n');
    }

    private void writeRecord(OutputStream out, AuditStore.StoredRecord record) throws IOException {
        ObjectNode line = json.createObjectNode().put("type", "record").put("sequence", record.sequence()).put("leafHash", record.leafHash())
                .put("body", record.body());
        out.write(json.writeValueAsBytes(line));
        out.write('\n');
    }

    private void writeHead(OutputStream out, TreeHead head) throws IOException {
        ObjectNode line = json.createObjectNode().put("type", "head");
        line.setAll((ObjectNode) json.valueToTree(head));
        out.write(json.writeValueAsBytes(line));
        out.write('\n');
    }

    @Operation(summary = "最新的签名树头 / Newest signed tree head")
    @GetMapping("/api/v1/audit/heads/latest")
    TreeHead latest() {
        return store.latestHead().orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "日志尚为空 / The log is empty"));
    }

    @Operation(summary = "日志签名公钥（PEM） / Public key that signs the heads")
    @GetMapping(path = "/api/v1/audit/key", produces = MediaType.TEXT_PLAIN_VALUE)
    String key() {
        return Sm2Verifier.publicKeyToPem(keys.hubPublicKey());
    }

    @Operation(summary = "按事件计数 / Number of records by event")
    @GetMapping("/api/v1/audit/counts")
    Map<String, Long> counts() {
        return store.countsByEvent();
    }

    @Operation(summary = "日志容量 / What the log may run out of",
            description = "DISK and SIZE in bytes, WAITING in answers that wait for their record on the node that is asked; an alarm from seven tenths on.")
    @GetMapping("/api/v1/audit/capacity")
    List<LogCapacity.Usage> capacity() {
        return capacity.usage();
    }

    @Operation(summary = "包含证明 / Inclusion proof of a record", description = "Against the newest head, or the head that was signed at a size.")
    @GetMapping("/api/v1/audit/proofs/inclusion")
    InclusionProof inclusion(@RequestParam long sequence, @RequestParam(required = false) Long size) {
        TreeHead head = size == null ? latest() : signedAt(size, "size");
        if (sequence < 0 || sequence >= head.size()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "没有该记录 / No such record");
        }
        MerkleProofs proofs = new MerkleProofs(store);
        List<AuditStore.StoredRecord> record = store.recordsFrom(sequence, 1);
        if (record.isEmpty() || record.get(0).sequence() != sequence) {
            throw sequence < store.base().size() ? dropped() : missing();
        }
        return new InclusionProof(sequence, record.get(0).leafHash(), hex(proofs.inclusion(sequence, head.size())), head);
    }

    /**
     * @param path hashes that lead to both roots (RFC 9162 section 2.1.4), hexadecimal
     * @param first the earlier head, @param second the later one
     */
    record ConsistencyProof(TreeHead first, TreeHead second, List<String> path) {
    }

    @Operation(summary = "一致性证明 / Consistency proof between two signed heads",
            description = "Shows that the log of the later head begins with the log of the earlier one. Sizes are those of signed heads, such as"
                    + " those in receipts; the later one may be left out for the newest.")
    @GetMapping("/api/v1/audit/proofs/consistency")
    ConsistencyProof consistency(@RequestParam long first, @RequestParam(required = false) Long second) {
        TreeHead later = second == null ? latest() : signedAt(second, "second");
        TreeHead earlier = signedAt(first, "first");
        if (earlier.size() > later.size()) {
            throw ProblemException.invalid("first", "out_of_range", "不得大于 second", "must not be larger than second");
        }
        return new ConsistencyProof(earlier, later, hex(new MerkleProofs(store).consistency(earlier.size(), later.size())));
    }

    private static ProblemException dropped() {
        return new ProblemException(ProblemType.NOT_FOUND, "该记录已按保存期限销毁 / The time for which this record is kept is over");
    }

    private static ProblemException missing() {
        return new ProblemException(ProblemType.AUDIT_UNAVAILABLE, "该记录不在日志中，请核验日志 / The record is not in the log: verify the log");
    }

    /** The head that ended the last month that was dropped is kept: from there on growth can be proven. */
    private TreeHead signedAt(long size, String parameter) {
        AuditStore.Base base = store.base();
        if (base.size() == size && base.head() != null) {
            return base.head();
        }
        return store.headOf(size).orElseThrow(() -> ProblemException.invalid(parameter, "no_such_head", "没有在该长度签名的树头",
                "no head was signed at this size"));
    }

    private static List<String> hex(List<byte[]> path) {
        return path.stream().map(HexFormat.of()::formatHex).toList();
    }
}
