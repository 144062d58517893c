package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.HolderViews.AUDITOR;
import static org.licensehub.hub.api.HolderViews.READER;
import static org.licensehub.hub.api.HolderViews.items;
import static org.licensehub.hub.api.HolderViews.keyOf;
import static org.licensehub.hub.api.HolderViews.lookedUp;
import static org.licensehub.hub.api.HolderViews.pages;
import static org.licensehub.hub.api.HolderViews.publish;
import static org.licensehub.hub.api.HolderViews.verify;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.HolderIndexVerifier;
import org.licensehub.hub.audit.HolderMap;
import org.licensehub.hub.audit.HolderViewVerifier;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.store.protection.HolderKey;

/** The proof of a holder's view: whatever was left out, changed or added is named, by nothing but the answer and the hub's public key. */
class HolderViewProofTest implements KeepsNumbersOutOfLogs {

    @TempDir
    Path folder;

    private static void expectFault(Holder holder, Consumer<List<ObjectNode>> forgery, String fault, Long position) {
        expectFault(holder, 2, forgery, fault, position);
    }

    private static void expectFault(Holder holder, int limit, Consumer<List<ObjectNode>> forgery, String fault, Long position) {
        List<ObjectNode> pages = pages(holder, limit);
        assertThat(verify(pages).fault()).isNull();
        forgery.accept(pages);
        HolderViewVerifier.Report report = verify(pages);
        assertThat(report.complete()).isFalse();
        assertThat(report.fault()).contains(fault);
        if (position != null) {
            assertThat(report.position()).isEqualTo(position);
        }
    }

    private static ArrayNode itemsOf(List<ObjectNode> pages, int page) {
        return (ArrayNode) pages.get(page).get("items");
    }

    private static ObjectNode item(List<ObjectNode> pages, int page, int index) {
        return (ObjectNode) itemsOf(pages, page).get(index);
    }

    @Test
    void omittedRecordIsNamedByItsNeighbours() {
        Holder holder = lookedUp(5);
        publish();
        List<JsonNode> all = items(pages(holder, 10));
        String between = "before record " + all.get(3).get("position") + " and after record " + all.get(1).get("position");
        expectFault(holder, pages -> itemsOf(pages, 1).remove(0), between, all.get(3).get("position").asLong());
        expectFault(holder, pages -> pages.subList(2, pages.size()).forEach(page -> ((ArrayNode) page.get("items")).removeAll()), "1 missing", null);
        expectFault(holder, pages -> pages.subList(2, pages.size()).clear(), "last pages are missing", null);
        expectFault(holder, pages -> {
            // whoever leaves one out computes the rest of the answer anew
            itemsOf(pages, 0).remove(0);
            byte[] chain = HolderMap.start();
            for (JsonNode item : items(pages)) {
                chain = HolderMap.next(chain, item.get("position").asLong(), HexFormat.of().parseHex(item.get("leafHash").asText()));
                ((ObjectNode) item).put("chain", HexFormat.of().formatHex(chain));
            }
        }, "the index counts 5 uses and 4 are shown: 1 missing", null);
    }

    @Test
    void changedRecordIsNamed() {
        Holder holder = lookedUp(4);
        publish();
        List<JsonNode> all = items(pages(holder, 10));
        long position = all.get(1).get("position").asLong();
        expectFault(holder, pages -> item(pages, 0, 1).put("body", item(pages, 0, 1).get("body").asText().replace("window-12", "window-13")),
                "record " + position + " was changed", position);
        expectFault(holder, pages -> {
            String forged = item(pages, 0, 1).get("body").asText().replace("window-12", "window-13");
            item(pages, 0, 1).put("body", forged).put("leafHash", HexFormat.of().formatHex(MerkleTree.leafHash(forged.getBytes(StandardCharsets.UTF_8))))
                    .put("operator", "window-13");
        }, "record " + position + " is not in the log", position);
        expectFault(holder, pages -> item(pages, 0, 1).put("operator", "window-13"), "record " + position + " is shown otherwise than it is recorded: operator",
                position);
        expectFault(holder, pages -> item(pages, 0, 1).remove("purpose"), "shown otherwise than it is recorded: purpose", position);
    }

    @Test
    void addedRecordIsNamed() {
        Holder holder = lookedUp(3);
        Holder other = lookedUp(1);
        publish();
        JsonNode foreign = items(pages(other, 10)).get(0);
        expectFault(holder, pages -> itemsOf(pages, 0).insert(0, foreign.deepCopy()), "record " + foreign.get("position") + " is ", foreign.get("position").asLong());
        expectFault(holder, pages -> itemsOf(pages, 0).insert(1, item(pages, 0, 0).deepCopy()), "shown twice", null);
    }

    @Test
    void proofOfAnotherOrOfNobodyIsNoProof() {
        Holder holder = lookedUp(2);
        Holder other = lookedUp(2);
        Holder unseen = Holder.aPerson();
        publish();
        ObjectNode otherProof = (ObjectNode) pages(other, 10).get(0).get("proof");
        expectFault(holder, 100, pages -> ((ObjectNode) pages.get(0).get("proof")).set("entry", otherProof.get("entry")), "the proof is about somebody else", null);
        expectFault(holder, 100, pages -> ((ObjectNode) pages.get(0).get("proof").get("entry")).put("count", 1), "is not in the index that was published", null);
        expectFault(holder, 100, pages -> ((ObjectNode) pages.get(0).get("proof")).put("mapRoot", "0".repeat(64)), "the proof is not what was published", null);
        expectFault(holder, 100, pages -> pages.get(0).putNull("proof"), "no proof", null);
        expectFault(holder, 100, pages -> ((ObjectNode) pages.get(0).get("head")).put("size", 1), "the head is not signed", null);
        expectFault(holder, 100, pages -> pages.get(0).remove("holderKey"), "something is missing", null);
        // as if the holder had none
        List<ObjectNode> none = pages(unseen, 10);
        expectFault(holder, 100, pages -> {
            itemsOf(pages, 0).removeAll();
            ObjectNode proof = (ObjectNode) pages.get(0).get("proof");
            proof.remove("entry");
            for (String neighbour : List.of("before", "after")) {
                proof.set(neighbour, none.get(0).get("proof").path(neighbour));
            }
        }, "it is not proven that this holder has no uses", null);
    }

    @Test
    void holderWithoutUsesGetsAProofThatThereAreNone() {
        lookedUp(1);
        publish();
        for (int i = 0; i < 20; i++) {
            List<ObjectNode> pages = pages(Holder.aPerson(), 10);
            assertThat(items(pages)).isEmpty();
            assertThat(pages.get(0).get("proof").has("entry")).isFalse();
            assertThat(verify(pages)).satisfies(report -> {
                assertThat(report.fault()).isNull();
                assertThat(report.uses()).isZero();
            });
        }
    }

    private Path export() throws IOException {
        return Files.write(folder.resolve("export.ndjson"), AUDITOR.get("/api/v1/audit/export").expect(200).body());
    }

    /** More holders than a tile or a page has, over several publications; and a map that leaves one out is found by whoever has an export. */
    @Test
    void everyHolderOfALargerMapHasItsProofAndTheMapIsThatOfTheLog() throws IOException {
        List<HolderKey> holders = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            PastRecords.at(java.time.Instant.now(), 350, i -> {
                holders.add(PastRecords.someHolder());
                return PastRecords.lookup("map-caller", "window-1", holders.get(holders.size() - 1 - i % 5));
            });
            publish();
        }
        Holder holder = lookedUp(1);
        publish();
        assertThat(verify(pages(holder, 10)).fault()).isNull();
        HolderIndexVerifier.Report report = HolderIndexVerifier.verify(export());
        assertThat(report.fault()).isNull();
        assertThat(report.published()).isGreaterThanOrEqualTo(4);

        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("export.ndjson")));
        int left = 0;
        while (!lines.get(left).contains("map-caller")) {
            left++;
        }
        lines.set(left, lines.get(left).replace("LOOKUP_ANSWERED", "RECORD_ACCEPTED"));
        HolderIndexVerifier.Report forged = HolderIndexVerifier.verify(Files.write(folder.resolve("forged.ndjson"), lines));
        assertThat(forged.fault()).contains("is not that of the log");
    }

    @Test
    void indexIsPublishedOnceHoweverManyPublishAtOnceAndInBetweenPages() throws Exception {
        PastRecords.at(java.time.Instant.now(), 400, i -> PastRecords.lookup("map-caller", "window-1", PastRecords.someHolder()));
        int nodes = 4;
        CyclicBarrier start = new CyclicBarrier(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            List<Callable<JsonNode>> all = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                all.add(() -> {
                    start.await();
                    return publish();
                });
            }
            for (Future<JsonNode> published : threads.invokeAll(all)) {
                assertThat(published.get().get("number").asLong()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(HolderIndexVerifier.verify(export()).fault()).isNull();
        assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'HOLDER_INDEX_PUBLISHED'", Long.class))
                .isEqualTo(hub().database().queryForObject("select count(*) from holder_index_publication", Long.class));
    }

    /** As after a kill: something was begun and some pages of it are there. */
    @Test
    void whatWasBegunAndKilledIsEnded() throws Exception {
        Holder holder = lookedUp(2);
        hub().database().update("update holder_index_state set building = (select max(number) + 1 from holder_index_publication), through = (select size from audit_tree)"
                + " where building is null");
        READER.lookup(holder, elements()).expect(200);
        publish();
        publish();
        HolderViewVerifier.Report report = verify(pages(holder, 10));
        assertThat(report.fault()).isNull();
        assertThat(report.covered()).isEqualTo(3);
        assertThat(HolderIndexVerifier.verify(export()).fault()).isNull();
    }

    @Test
    void recordsThatAreNoUsesStayOutOfTheMap() {
        Holder holder = Holder.aPerson();
        PastRecords.at(java.time.Instant.now(), 3, i -> AuditDraft.of(AuditEvent.LICENSE_ISSUED, "hub:issuing").about(keyOf(holder)));
        publish();
        List<ObjectNode> pages = pages(holder, 10);
        assertThat(items(pages)).isEmpty();
        assertThat(verify(pages).fault()).isNull();
    }
}
