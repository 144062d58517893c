package org.licensehub.hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Checks an exported log with nothing but the hub's public key, for someone who does not trust the hub's operators. Every
 * record must have its hash, every commit group the root its signed head says, and the log must contain the head that a
 * neighbour witnessed, if one is given.
 *
 * <p>A record whose own hash is wrong is named exactly. Where somebody has recomputed the hashes too, the signed head of the
 * commit group no longer fits, and the group is named: the fault is in one of its records. The export is read as a stream.
 */
public final class LogVerifier {

    /** Least that the law asks for (网络安全法 article 21). */
    private static final Period LEAST_KEPT = Period.ofMonths(6);

    private final ObjectMapper json = new ObjectMapper();
    private final PublicKey key;
    private final Optional<TreeHead> witnessed;

    private MerkleTree tree = MerkleTree.empty();
    private TreeHead lastHead;
    /** The beginning of the export, if records before it were dropped; a record of the log must say so. */
    private TreeHead base;
    private boolean dropRecorded;
    private boolean witnessSeen;

    private LogVerifier(PublicKey key, Optional<TreeHead> witnessed) {
        this.key = key;
        this.witnessed = witnessed;
    }

    /**
     * What the check found.
     *
     * @param records how many records were good before the first fault, or all
     * @param from first record of the log; not 0 if earlier months were dropped, which a record of the log says
     * @param sequence first record in doubt; {@code null} if the log is intact
     * @param lastInDoubt last record of the commit group in doubt; equals {@code sequence} where the record is known exactly
     * @param fault what is wrong, Chinese first; {@code null} if the log is intact
     */
    public record Report(boolean intact, long records, long from, Long sequence, Long lastInDoubt, String fault) {

        static Report fault(long records, long first, long last, String zh, String en) {
            return new Report(false, records, 0, first, last, zh + " / " + en);
        }
    }

    /**
     * @param export NDJSON as the hub exports it from record 0: records in order, each group followed by its signed head
     * @param witnessed a head of this log that somebody else kept, checked to be part of it
     */
    public static Report verify(InputStream export, PublicKey key, Optional<TreeHead> witnessed) throws IOException {
        return new LogVerifier(key, witnessed).run(export);
    }

    private Report run(InputStream export) throws IOException {
        if (witnessed.isPresent() && !witnessed.get().signedBy(key)) {
            return Report.fault(0, 0, 0, "见证的树头不是该库签名", "the witnessed head is not signed with this key");
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(export, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Report fault = check(line);
            if (fault != null) {
                return fault;
            }
        }
        return end();
    }

    private Report check(String line) {
        JsonNode entry;
        try {
            entry = json.readTree(line);
        } catch (JsonProcessingException e) {
            return doubtNext("该行不是 JSON", "a line is no JSON");
        }
        return switch (entry.path("type").asText()) {
            case "record" -> record(entry);
            case "head" -> head(entry);
            case "base" -> base(entry);
            case "cut" -> doubtNext("导出期间有月份按期销毁，请重新导出", "a month was dropped while this was exported: export again");
            default -> doubtNext("无法识别的行", "a line is neither record nor head nor beginning");
        };
    }

    /** Where the first months were dropped, the export begins with the roots of their subtrees, which must be those of a signed head. */
    private Report base(JsonNode entry) {
        if (tree.size() > 0 || base != null) {
            return doubtNext("日志起点只能在开头", "a beginning stands elsewhere than at the beginning");
        }
        try {
            List<byte[]> frontier = new ArrayList<>();
            entry.path("frontier").forEach(root -> frontier.add(HexFormat.of().parseHex(root.asText())));
            tree = MerkleTree.resume(entry.path("size").asLong(-1), frontier);
        } catch (IllegalArgumentException e) {
            return doubtNext("日志起点有误", "the beginning of the log is not one");
        }
        base = headOf(entry.path("head"));
        if (tree.size() == 0 || base.size() != tree.size() || !base.signedBy(key) || !base.root().equals(HexFormat.of().formatHex(tree.root()))) {
            return Report.fault(0, 0, Math.max(0, tree.size() - 1), "日志起点与签名的树头不符", "the beginning of the log is not that of a head signed with this key");
        }
        lastHead = base;
        return witnessed.isPresent() && witnessed.get().size() == base.size() ? witness(base, base.size() - 1) : null;
    }

    private static TreeHead headOf(JsonNode entry) {
        return new TreeHead(entry.path("hub").asText(), entry.path("size").asLong(-1), entry.path("root").asText(), entry.path("time").asText(),
                entry.path("signature").asText());
    }

    private Report record(JsonNode entry) {
        long expected = tree.size();
        if (entry.path("sequence").asLong(-1) != expected) {
            return Report.fault(expected, expected, expected, "第 " + expected + " 条记录缺失或次序改变",
                    "record " + expected + " is missing or out of order");
        }
        String body = entry.path("body").asText();
        byte[] leaf = MerkleTree.leafHash(body.getBytes(StandardCharsets.UTF_8));
        boolean sameHash = HexFormat.of().formatHex(leaf).equals(entry.path("leafHash").asText());
        if (!sameHash || sequenceIn(body) != expected) {
            return Report.fault(expected, expected, expected, "第 " + expected + " 条记录被改动", "record " + expected + " was changed");
        }
        tree.append(leaf);
        noteDrop(body);
        return null;
    }

    private void noteDrop(String body) {
        if (base != null && !dropRecorded && body.contains(AuditEvent.LOG_MONTH_DROPPED.name())) {
            try {
                JsonNode record = json.readTree(body);
                dropRecorded = record.path("event").asText().equals(AuditEvent.LOG_MONTH_DROPPED.name()) && record.path("size").asLong() == base.size()
                        && record.path("root").asText().equals(base.root()) && isOver(base.time(), Period.parse(record.path("keep").asText()), record.path("at").asText());
            } catch (JsonProcessingException | DateTimeException e) {
                dropRecorded = false;
            }
        }
    }

    /** A day more or less is a matter of zones. */
    private static boolean isOver(String written, Period kept, String dropped) {
        Period least = kept.toTotalMonths() < LEAST_KEPT.toTotalMonths() ? LEAST_KEPT : kept;
        return !Instant.parse(written).atOffset(ZoneOffset.UTC).plus(least).minusDays(1).isAfter(Instant.parse(dropped).atOffset(ZoneOffset.UTC));
    }

    private long sequenceIn(String body) {
        try {
            return json.readTree(body).path("sequence").asLong(-1);
        } catch (JsonProcessingException e) {
            return -1;
        }
    }

    private Report head(JsonNode entry) {
        long first = lastHead == null ? 0 : lastHead.size();
        TreeHead head = headOf(entry);
        if (head.size() > tree.size()) {
            return Report.fault(tree.size(), tree.size(), head.size() - 1, "第 " + tree.size() + " 条记录缺失",
                    "record " + tree.size() + " is missing: the next signed head covers " + head.size());
        }
        if (head.size() < tree.size()) {
            return Report.fault(first, first, tree.size() - 1, "树头缺失或次序改变", "a signed head is missing or out of order");
        }
        if (!head.signedBy(key)) {
            return Report.fault(first, first, tree.size() - 1, "树头签名不符", "the head over " + head.size() + " records is not signed with this key");
        }
        if (!head.root().equals(HexFormat.of().formatHex(tree.root()))) {
            return Report.fault(first, first, tree.size() - 1, "第 " + first + " 至 " + (tree.size() - 1) + " 条记录中有改动",
                    "one of the records " + first + " to " + (tree.size() - 1) + " was changed, removed or reordered");
        }
        lastHead = head;
        return witnessed.isPresent() && witnessed.get().size() == head.size() ? witness(head, first) : null;
    }

    private Report witness(TreeHead head, long first) {
        if (!witnessed.get().root().equals(head.root())) {
            return Report.fault(first, first, tree.size() - 1, "与见证的树头不一致，日志曾被改写",
                    "the witnessed head of the same size has another root: the log was rewritten");
        }
        witnessSeen = true;
        return null;
    }

    private Report end() {
        long signed = lastHead == null ? 0 : lastHead.size();
        if (tree.size() > signed) {
            return Report.fault(signed, signed, tree.size() - 1, "末尾记录没有签名的树头", "the last records have no signed head");
        }
        if (base != null && !dropRecorded) {
            return Report.fault(0, 0, base.size() - 1, "开头的记录缺失，日志中没有按期销毁的记录",
                    "the records before " + base.size() + " are missing, and no record of the log says that they were dropped after their time");
        }
        if (witnessed.isPresent() && !witnessSeen) {
            if (base != null && witnessed.get().size() < base.size() && !isOver(witnessed.get().time(), LEAST_KEPT, lastHead.time())) {
                return Report.fault(0, 0, base.size() - 1, "见证的记录未满六个月即被销毁", "records that were witnessed less than six months ago are gone");
            }
            if (base != null && witnessed.get().size() < base.size()) {
                return Report.fault(0, 0, base.size() - 1, "见证的树头早于日志起点，须用较新的见证",
                        "the witnessed head is older than the beginning of the log: use a newer one");
            }
            if (witnessed.get().size() > tree.size()) {
                return Report.fault(tree.size(), tree.size(), witnessed.get().size() - 1, "第 " + tree.size() + " 条起的记录被截去",
                        "records from " + tree.size() + " on were cut off: a neighbour saw " + witnessed.get().size());
            }
            return Report.fault(0, 0, tree.size() - 1, "日志中没有见证的树头", "the log does not contain the witnessed head");
        }
        return new Report(true, tree.size(), base == null ? 0 : base.size(), null, null, null);
    }

    private Report doubtNext(String zh, String en) {
        return Report.fault(tree.size(), tree.size(), tree.size(), zh, en);
    }
}
