package org.licensehub.hub.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.licensehub.store.protection.HolderKey;

/**
 * Makes every holder index that an exported log says was published again from that log, for whoever has an export. An index that leaves a use out, or counts
 * another, has another root. The log itself must have been checked before ({@link LogVerifier}). Memory holds an entry for each holder.
 */
public final class HolderIndexVerifier {

    private final ObjectMapper json = new ObjectMapper();
    private final TreeMap<HolderKey, Entry> entries = new TreeMap<>();
    private final SortedMap<Long, JsonNode> published = new TreeMap<>();
    /** Events that count as uses, as the first publication names them. */
    private Set<String> uses = Set.of();
    private long checked;

    private static final class Entry {
        private long count;
        private byte[] chain = HolderMap.start();
    }

    /**
     * What the check found.
     *
     * @param published how many were found to be as they should be
     * @param position record of the first that is not; {@code null} if all are
     * @param fault what is wrong, Chinese first; {@code null} if nothing is
     */
    public record Report(long published, Long position, String fault) {
    }

    /** @param export NDJSON as the hub exports it, from record 0 */
    public static Report verify(Path export) throws IOException {
        return new HolderIndexVerifier().run(export);
    }

    private Report run(Path export) throws IOException {
        eachRecord(export, (sequence, leaf, body) -> {
            if ("HOLDER_INDEX_PUBLISHED".equals(body.path("event").asText())) {
                published.put(sequence, body);
            }
            return null;
        });
        for (var publication : published.entrySet()) {
            if (publication.getValue().path("through").asLong(-1) > publication.getKey()) {
                return fault(publication.getKey());
            }
            if (uses.isEmpty()) {
                uses = usesOf(publication.getValue());
            }
            if (!uses.equals(usesOf(publication.getValue()))) {
                return new Report(checked, publication.getKey(), "第 " + publication.getKey() + " 条发布所计的事件种类前后不一 / the index published in record "
                        + publication.getKey() + " counts other events than the first did");
            }
        }
        Report[] found = {null};
        eachRecord(export, (sequence, leaf, body) -> found[0] == null ? found[0] = next(sequence, leaf, body) : found[0]);
        return found[0] == null ? new Report(checked, null, null) : found[0];
    }

    private static Set<String> usesOf(JsonNode publication) {
        Set<String> events = new TreeSet<>();
        publication.path("uses").forEach(event -> events.add(event.asText()));
        return events;
    }

    private Report next(long sequence, byte[] leaf, JsonNode body) {
        Report fault = compare(sequence);
        if (fault == null && body.hasNonNull("holder") && uses.contains(body.path("event").asText())) {
            Entry entry = entries.computeIfAbsent(new HolderKey(HolderMap.key(HolderKey.ofHex(body.get("holder").asText()))), key -> new Entry());
            entry.count++;
            entry.chain = HolderMap.next(entry.chain, sequence, leaf);
        }
        return fault;
    }

    /** Those that cover the log up to here; the record of each comes later. */
    private Report compare(long size) {
        for (var publication : published.entrySet()) {
            if (publication.getValue().path("through").asLong() == size) {
                MerkleTree tree = MerkleTree.empty();
                entries.forEach((key, entry) -> tree.append(HolderMap.entry(key.bytes(), entry.count, entry.chain)));
                if (tree.size() != publication.getValue().path("holderEntries").asLong(-1)
                        || !HexFormat.of().formatHex(tree.root()).equals(publication.getValue().path("mapRoot").asText())) {
                    return fault(publication.getKey());
                }
                checked++;
            }
        }
        return null;
    }

    private Report fault(long position) {
        return new Report(checked, position, "第 " + position + " 条记录发布的主体索引与日志不符 / the holder index published in record " + position
                + " is not that of the log");
    }

    private interface Visitor {
        Object visit(long sequence, byte[] leaf, JsonNode body);
    }

    /** Ends with the first that a visitor has something to say about. */
    private void eachRecord(Path export, Visitor visitor) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(export, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode entry = json.readTree(line);
                if ("record".equals(entry.path("type").asText())) {
                    String text = entry.path("body").asText();
                    if (visitor.visit(entry.path("sequence").asLong(), MerkleTree.leafHash(text.getBytes(StandardCharsets.UTF_8)), json.readTree(text)) != null) {
                        return;
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException("A line of the export is no JSON", e);
        }
    }
}
