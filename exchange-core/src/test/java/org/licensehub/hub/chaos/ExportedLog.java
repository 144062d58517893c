package org.licensehub.hub.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.licensehub.hub.audit.LogVerifier;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.signing.Sm2Verifier;

/** A log as an auditor gets it, to be compared with what callers were told. */
public final class ExportedLog {

    private final HubClient auditor;
    private final byte[] export;
    private final Map<Long, String> leaves = new HashMap<>();
    private final Map<Long, JsonNode> bodies = new HashMap<>();
    private final Map<Long, String> roots = new HashMap<>();

    private ExportedLog(HubClient auditor, byte[] export) throws IOException {
        this.auditor = auditor;
        this.export = export;
        for (String line : new String(export, StandardCharsets.UTF_8).split("\n")) {
            JsonNode entry = HubClient.JSON.readTree(line);
            if (entry.path("type").asText().equals("record")) {
                leaves.put(entry.path("sequence").asLong(), entry.path("leafHash").asText());
                bodies.put(entry.path("sequence").asLong(), HubClient.JSON.readTree(entry.path("body").asText()));
            } else {
                roots.put(entry.path("size").asLong(), entry.path("root").asText());
            }
        }
    }

    /** The log of a hub by now, with the record of its export. */
    public static ExportedLog of(HubClient auditor) throws IOException {
        return new ExportedLog(auditor, auditor.download("/api/v1/audit/export"));
    }

    public long size() {
        return leaves.size();
    }

    /** The record at the place that a receipt says, if it is the one the receipt is for and stands under the head of the receipt. */
    public Optional<JsonNode> recordOf(JsonNode receipt) {
        long sequence = receipt.path("sequence").asLong();
        boolean same = receipt.path("leafHash").asText().equals(leaves.get(sequence))
                && receipt.at("/head/root").asText().equals(roots.get(receipt.at("/head/size").asLong()));
        return same ? Optional.of(bodies.get(sequence)) : Optional.empty();
    }

    /** Records of an event by their place. */
    public Map<Long, JsonNode> records(String event) {
        Map<Long, JsonNode> found = new HashMap<>(bodies);
        found.values().removeIf(body -> !body.path("event").asText().equals(event));
        return found;
    }

    /** @return whether the export is intact and holds this head */
    public LogVerifier.Report verify(TreeHead witnessed) throws IOException {
        String key = new String(auditor.download("/api/v1/audit/key"), StandardCharsets.UTF_8);
        return LogVerifier.verify(new ByteArrayInputStream(export), Sm2Verifier.publicKeyFromPem(key), Optional.of(witnessed));
    }

    public static TreeHead head(JsonNode head) {
        return new TreeHead(head.path("hub").asText(), head.path("size").asLong(), head.path("root").asText(), head.path("time").asText(),
                head.path("signature").asText());
    }

    /** @return whether the hub can prove that the log of the later head begins with that of the earlier one */
    public static boolean grew(HubClient auditor, TreeHead first, TreeHead second) throws IOException {
        JsonNode proof = auditor.get("/api/v1/audit/proofs/consistency?first=" + first.size() + "&second=" + second.size()).expect(200).body();
        List<byte[]> path = new ArrayList<>();
        proof.path("path").forEach(hash -> path.add(HexFormat.of().parseHex(hash.asText())));
        return MerkleTree.verifyConsistency(first.size(), HexFormat.of().parseHex(first.root()), second.size(), HexFormat.of().parseHex(second.root()), path);
    }
}
