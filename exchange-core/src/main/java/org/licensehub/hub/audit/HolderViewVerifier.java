package org.licensehub.hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.licensehub.signing.Sm3;
import org.licensehub.store.protection.HolderKey;

/**
 * Checks the answer to a holder (本人用证记录) with nothing but the hub's public key, for somebody who does not trust the hub: each use shown is in
 * the log and is the holder's, is shown as it was recorded, and up to the published index there is no other. Names the record where something is wrong.
 *
 * <p>What it cannot check: that the key in the answer is this person's, which only the hub can compute from a number; and that the published index was
 * made from the log as it should be, which whoever has an export checks ({@link HolderIndexVerifier}).
 */
public final class HolderViewVerifier {

    private static final Map<String, String> SHOWN_AS = Map.of("at", "time", "event", "event", "actor", "caller", "operator", "operator", "organisation",
            "statedOrganisation", "serviceItem", "serviceItem", "purpose", "purpose", "caseNumber", "caseNumber", "basis", "basis", "onBehalfOf", "onBehalfOf");

    private final ObjectMapper json = new ObjectMapper();
    private final PublicKey key;
    private final Set<String> uses = new HashSet<>();

    private TreeHead head;
    private JsonNode proof;
    private HolderKey holder;
    private long through;
    private long last = -1;
    private long count;
    private long shown;
    private byte[] chain = HolderMap.start();
    private byte[] chainThrough = chain;

    private HolderViewVerifier(PublicKey key) {
        this.key = key;
    }

    /**
     * What the check found.
     *
     * @param uses how many are shown
     * @param covered how many of them the published index covers
     * @param through size of the log up to which nothing is missing
     * @param position record at which it is wrong; {@code null} if it is no single one
     * @param fault what is wrong, Chinese first; {@code null} if nothing is
     */
    public record Report(boolean complete, long uses, long covered, long through, Long position, String fault) {
    }

    /** Ends the check where something is wrong. */
    private static final class Fault extends Exception {

        private static final long serialVersionUID = 1L;
        private final Long position;

        Fault(Long position, String zh, String en) {
            super(zh + " / " + en);
            this.position = position;
        }
    }

    /** @param pages answers of {@code POST /api/v1/holder-view/uses} from the first page to the last, one after the other */
    public static Report verify(InputStream pages, PublicKey key) throws IOException {
        return new HolderViewVerifier(key).run(pages);
    }

    private Report run(InputStream input) throws IOException {
        try {
            List<JsonNode> pages = new ArrayList<>();
            try (MappingIterator<JsonNode> read = json.readerFor(JsonNode.class).readValues(input)) {
                read.forEachRemaining(pages::add);
            } catch (RuntimeException e) {
                throw new Fault(null, "文件不是 JSON", "the file is no JSON");
            }
            check(pages);
            return new Report(true, shown, count, through, null, null);
        } catch (Fault fault) {
            return new Report(false, shown, count, through, fault.position, fault.getMessage());
        } catch (IllegalArgumentException e) {
            return new Report(false, shown, count, through, null, "缺少内容或格式有误 / something is missing or is not written as it should be");
        }
    }

    private void check(List<JsonNode> pages) throws Fault {
        if (pages.isEmpty()) {
            throw new Fault(null, "文件为空", "there is nothing in the file");
        }
        begin(pages.get(0));
        for (JsonNode page : pages) {
            if (!page.path("head").equals(pages.get(0).path("head")) || !page.path("proof").equals(proof) || !page.path("holderKey").equals(pages.get(0).path("holderKey"))) {
                throw new Fault(null, "各页不属于同一次查询", "the pages belong to different questions");
            }
            for (JsonNode item : page.path("items")) {
                use(item);
            }
        }
        if (!pages.get(pages.size() - 1).path("next").isNull()) {
            throw new Fault(null, "缺少后面的页", "the last pages are missing");
        }
        compareWithIndex();
    }

    private void begin(JsonNode page) throws Fault {
        JsonNode signed = page.path("head");
        head = new TreeHead(signed.path("hub").asText(), signed.path("size").asLong(), signed.path("root").asText(), signed.path("time").asText(),
                signed.path("signature").asText());
        if (!head.signedBy(key)) {
            throw new Fault(null, "树头不是该库签名", "the head is not signed with this key");
        }
        holder = HolderKey.ofHex(page.path("holderKey").asText());
        proof = page.path("proof");
        if (!proof.isObject()) {
            throw new Fault(null, "没有完整性证明", "there is no proof that it is complete");
        }
        published(proof.path("published"));
    }

    /** That the index was published is in the log, and says what the proof says. */
    private void published(JsonNode record) throws Fault {
        JsonNode body = recorded(record, record.path("position").asLong(-1));
        through = proof.path("through").asLong(-1);
        if (!"HOLDER_INDEX_PUBLISHED".equals(body.path("event").asText()) || body.path("through").asLong(-2) != through
                || body.path("holderEntries").asLong(-1) != proof.path("holders").asLong(-2) || !body.path("mapRoot").equals(proof.path("mapRoot"))) {
            throw new Fault(record.path("position").asLong(), "证明与所发布的主体索引不符", "the proof is not what was published there");
        }
        body.path("uses").forEach(event -> uses.add(event.asText()));
    }

    /** The record as it is in the log. */
    private JsonNode recorded(JsonNode record, long position) throws Fault {
        String text = record.path("body").asText();
        byte[] leaf = MerkleTree.leafHash(text.getBytes(StandardCharsets.UTF_8));
        JsonNode body;
        try {
            body = json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Fault(position, "第 " + position + " 条记录被改动", "record " + position + " was changed");
        }
        if (!HexFormat.of().formatHex(leaf).equals(record.path("leafHash").asText()) || body.path("sequence").asLong(-1) != position) {
            throw new Fault(position, "第 " + position + " 条记录被改动", "record " + position + " was changed");
        }
        if (!MerkleTree.verifyInclusion(leaf, position, head.size(), path(record), HexFormat.of().parseHex(head.root()))) {
            throw new Fault(position, "第 " + position + " 条记录不在日志中，被改动或添加", "record " + position + " is not in the log: it was changed or added");
        }
        return body;
    }

    private static List<byte[]> path(JsonNode of) {
        List<byte[]> path = new ArrayList<>();
        of.path("path").forEach(hash -> path.add(HexFormat.of().parseHex(hash.asText())));
        return path;
    }

    private void use(JsonNode item) throws Fault {
        long position = item.path("position").asLong(-1);
        JsonNode body = recorded(item, position);
        if (!holder.hex().equals(body.path("holder").asText()) || !uses.contains(body.path("event").asText())) {
            throw new Fault(position, "第 " + position + " 条记录与该主体无关", "record " + position + " is no use of this holder's licenses: it was added");
        }
        if (position <= last) {
            throw new Fault(position, "第 " + position + " 条记录重复或次序改变", "record " + position + " is shown twice or out of order");
        }
        for (Map.Entry<String, String> name : SHOWN_AS.entrySet()) {
            if (!body.path(name.getKey()).asText("").equals(item.path(name.getValue()).asText(""))) {
                throw new Fault(position, "第 " + position + " 条记录的显示内容与记录不符：" + name.getValue(),
                        "record " + position + " is shown otherwise than it is recorded: " + name.getValue());
            }
        }
        chain = HolderMap.next(chain, position, HexFormat.of().parseHex(item.path("leafHash").asText()));
        if (!HexFormat.of().formatHex(chain).equals(item.path("chain").asText())) {
            String after = last < 0 ? "" : "第 " + last + " 条之后、";
            throw new Fault(position, after + "第 " + position + " 条之前缺少记录", "a record is missing before record " + position
                    + (last < 0 ? "" : " and after record " + last));
        }
        last = position;
        shown++;
        if (position < through) {
            count++;
            chainThrough = chain;
        }
    }

    /** Whatever the answer says of itself: the index says how many there are, and which. */
    private void compareWithIndex() throws Fault {
        byte[] own = HolderMap.key(holder);
        if (!proof.hasNonNull("entry")) {
            provenAbsent(own);
            if (count > 0) {
                throw new Fault(last, "主体索引中没有该主体的记录，所示记录是添加的", "the index holds none of this holder's: what is shown was added");
            }
            return;
        }
        JsonNode entry = proof.path("entry");
        if (!Arrays.equals(own, proven(entry))) {
            throw new Fault(null, "证明属于其他主体", "the proof is about somebody else");
        }
        long committed = entry.path("count").asLong();
        if (committed > count) {
            throw new Fault(null, "主体索引记有 " + committed + " 条，只显示了 " + count + " 条，缺少 " + (committed - count) + " 条", "the index counts " + committed + " uses and "
                    + count + " are shown: " + (committed - count) + " missing");
        }
        if (committed < count || !MessageDigest.isEqual(chainThrough, HexFormat.of().parseHex(entry.path("chain").asText()))) {
            throw new Fault(null, "所示记录与主体索引所记的不是同一批（索引 " + committed + " 条，显示 " + count + " 条）",
                    "what is shown is not what the index counts (" + committed + " there, " + count + " shown)");
        }
    }

    /** Of the one length there is: bytes that could be divided in another way would be another entry. */
    private static byte[] digest(JsonNode hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.asText());
        if (bytes.length != Sm3.LENGTH) {
            throw new IllegalArgumentException("A digest has 32 bytes");
        }
        return bytes;
    }

    /** @return key of an entry that is in the map */
    private byte[] proven(JsonNode entry) throws Fault {
        byte[] keyThere = digest(entry.path("key"));
        byte[] leaf = HolderMap.entry(keyThere, entry.path("count").asLong(), digest(entry.path("chain")));
        if (!MerkleTree.verifyInclusion(leaf, entry.path("index").asLong(-1), proof.path("holders").asLong(), path(entry),
                HexFormat.of().parseHex(proof.path("mapRoot").asText()))) {
            throw new Fault(null, "证明中的条目不在所发布的主体索引中", "an entry of the proof is not in the index that was published");
        }
        return keyThere;
    }

    /** Two neighbours with nothing between them, or one at an end, or a map of nobody. */
    private void provenAbsent(byte[] own) throws Fault {
        long holders = proof.path("holders").asLong();
        JsonNode before = proof.path("before");
        JsonNode after = proof.path("after");
        boolean fits = before.isObject() || after.isObject()
                || holders == 0 && HexFormat.of().formatHex(MerkleTree.empty().root()).equals(proof.path("mapRoot").asText());
        if (before.isObject()) {
            fits &= Arrays.compareUnsigned(proven(before), own) < 0;
        }
        if (after.isObject()) {
            fits &= Arrays.compareUnsigned(own, proven(after)) < 0;
        }
        long place = before.isObject() ? before.path("index").asLong() + 1 : 0;
        fits &= after.isObject() ? after.path("index").asLong() == place : place == holders;
        if (!fits) {
            throw new Fault(null, "未能证明该主体没有记录", "it is not proven that this holder has no uses");
        }
    }
}
