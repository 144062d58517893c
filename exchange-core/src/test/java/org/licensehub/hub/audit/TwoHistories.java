package org.licensehub.hub.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.KeyIssuer;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.SoftwareSealingKey;

/** A log of one hub that its operators may continue in several ways, all of them signed with the hub's own key. */
public final class TwoHistories {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SealingKey KEY = newKey();

    private final List<String> bodies = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<TreeHead> heads = new ArrayList<>();
    private MerkleTree tree = MerkleTree.empty();

    /** @param groups numbers of records in each commit */
    public static TwoHistories of(String what, int... groups) {
        return new TwoHistories().then(what, groups);
    }

    /** The same records and heads, to be continued in another way. */
    public TwoHistories forked() {
        TwoHistories fork = new TwoHistories();
        fork.bodies.addAll(bodies);
        fork.lines.addAll(lines);
        fork.heads.addAll(heads);
        fork.tree = MerkleTree.resume(tree.size(), tree.frontier());
        return fork;
    }

    public TwoHistories then(String what, int... groups) {
        for (int group : groups) {
            for (int i = 0; i < group; i++) {
                String body = "{\"event\":\"LOOKUP_ANSWERED\",\"case\":\"" + what + "\",\"sequence\":" + tree.size() + "}";
                bodies.add(body);
                lines.add(recordLine(tree.size(), body));
                tree.append(MerkleTree.leafHash(body.getBytes(StandardCharsets.UTF_8)));
            }
            heads.add(TreeHead.sign("hub-1", tree.size(), tree.root(), "2026-01-01T00:00:00Z", KEY));
            lines.add(headLine(newest()));
        }
        return this;
    }

    public TreeHead newest() {
        return heads.get(heads.size() - 1);
    }

    public TreeHead headOver(long size) {
        return heads.stream().filter(head -> head.size() == size).findFirst().orElseThrow();
    }

    /** As the hub exports it. */
    public List<String> export() {
        return new ArrayList<>(lines);
    }

    /** Proof of growth, as a hub with this history would make it. */
    List<byte[]> consistency(long first, long second) {
        List<byte[]> leaves = bodies.stream().map(body -> MerkleTree.leafHash(body.getBytes(StandardCharsets.UTF_8))).toList();
        return new MerkleProofs((level, from, to) -> level > 0 ? List.of() : leaves.subList((int) Math.min(from, leaves.size()),
                (int) Math.min(to, leaves.size()))).consistency(first, second);
    }

    public static PublicKey key() {
        return KEY.certificate().getPublicKey();
    }

    static byte[] root(TreeHead head) {
        return HexFormat.of().parseHex(head.root());
    }

    public static String recordLine(long sequence, String body) {
        return JSON.createObjectNode().put("type", "record").put("sequence", sequence).put("leafHash",
                HexFormat.of().formatHex(MerkleTree.leafHash(body.getBytes(StandardCharsets.UTF_8)))).put("body", body).toString();
    }

    public static String headLine(TreeHead head) {
        ObjectNode line = JSON.createObjectNode().put("type", "head");
        line.setAll((ObjectNode) JSON.valueToTree(head));
        return line.toString();
    }

    /** A head over these hashes that somebody else signed. */
    public static TreeHead forged(TreeHead head) {
        return TreeHead.sign(head.hub(), head.size(), root(head), head.time(), newKey());
    }

    private static SealingKey newKey() {
        KeyIssuer issuer = new KeyIssuer(Clock.systemUTC(), 30);
        IssuedKey key = issuer.sealSigner(issuer.sealRoot("test root"), "test", "test");
        return SoftwareSealingKey.of(key.privateKey(), key.chain());
    }
}
