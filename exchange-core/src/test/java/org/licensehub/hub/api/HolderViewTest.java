package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.HolderIndexVerifier;
import org.licensehub.hub.audit.HolderMap;
import org.licensehub.hub.audit.HolderViewVerifier;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.signing.Sm2Verifier;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;

/** 本人用证记录: all uses of one's licenses, nothing of others, and a proof that a stranger checks. */
class HolderViewTest implements KeepsNumbersOutOfLogs {

    private static final String PATH = "/api/v1/holder-view/uses";
    private static final String SOURCE = "350205-holder-view";
    private static final String TAX_PROOF = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ApiCaller PORTAL = hub().newCaller(Set.of("holder.view"));
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final ApiCaller AUDITOR = hub().newCaller(Set.of("audit.read"));

    @TempDir
    Path folder;

    private static JsonNode publish() {
        return AUDITOR.post("/api/v1/audit/holder-index", Map.of()).expect(200).json();
    }

    private static PublicKey key() {
        return Sm2Verifier.publicKeyFromPem(AUDITOR.get("/api/v1/audit/key").expect(200).text());
    }

    private static Map<String, Object> of(Holder holder) {
        return new HashMap<>(Map.of("holderCode", holder.number(), "holderCodeType", holder.type()));
    }

    /** All pages. */
    private static List<ObjectNode> pages(Holder holder, int limit) {
        List<ObjectNode> pages = new ArrayList<>();
        Map<String, Object> wanted = of(holder);
        wanted.put("limit", limit);
        do {
            pages.add((ObjectNode) PORTAL.post(PATH, wanted).expect(200).json());
            wanted.put("after", pages.get(pages.size() - 1).get("next").asText());
        } while (!pages.get(pages.size() - 1).get("next").isNull());
        return pages;
    }

    private static List<JsonNode> items(List<ObjectNode> pages) {
        List<JsonNode> items = new ArrayList<>();
        pages.forEach(page -> page.get("items").forEach(items::add));
        return items;
    }

    private static HolderViewVerifier.Report verify(List<ObjectNode> pages) {
        try {
            return HolderViewVerifier.verify(new ByteArrayInputStream(String.join("\n", pages.stream().map(JsonNode::toString).toList())
                    .getBytes(StandardCharsets.UTF_8)), key());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static HolderKey keyOf(Holder holder) {
        return hub().part(PersonalData.class).holderKey(holder.type(), holder.number());
    }

    /** Somebody who was looked up so often. */
    private static Holder lookedUp(int times) {
        Holder holder = Holder.aPerson();
        for (int i = 0; i < times; i++) {
            READER.lookup(holder, elements()).expect(200);
        }
        return holder;
    }

    @Test
    void everyKindOfUseIsShownWithWhoWhenAndWhyAndNothingOfOthers() throws Exception {
        PushedRecord record = aRecord().from(SOURCE);
        Holder holder = record.holder();
        hub().newDepartment(SOURCE).push(record).expect(201);
        String identifier = hub().awaitLicense(READER, holder).get("identifier").asText();
        lookedUp(1);
        READER.post("/api/v1/lookups/batch", Map.of("elements", elements(), "holders", List.of(of(holder), of(Holder.aPerson())))).expect(200);
        READER.data(identifier, elements()).expect(200);
        byte[] file = READER.file(identifier, elements()).expect(200).body();
        READER.post("/api/v1/licenses/" + identifier + "/copies", Map.of("elements", elements())).expect(200);
        READER.verifyInformation(record, Map.of(), elements()).expect(200);
        READER.verifyFile(file, elements()).expect(200);
        hub().newApprovalSystem().lookup(holder, elements()).expectProblem(403, "missing-grant");
        ShareClient national = ShareClient.registered(PushedRecord.TAX_PROOF);
        national.search(holder, TAX_PROOF);
        PastRecords.at(java.time.Instant.now(), 1, i -> PastRecords.lookup("peer:hub-350206", "window-1", keyOf(holder)).with("onBehalfOf", "their-window"));
        PORTAL.post(PATH, of(holder)).expect(200);
        publish();

        List<ObjectNode> pages = pages(holder, 3);
        List<JsonNode> items = items(pages);
        assertThat(items).extracting(item -> item.get("event").asText()).contains("LOOKUP_ANSWERED", "DATA_ANSWERED", "FILE_DOWNLOADED", "FILE_COPIED",
                "INFORMATION_VERIFIED", "FILE_VERIFIED", "ACCESS_REFUSED", "HOLDER_VIEW_READ");
        assertThat(items).extracting(item -> item.get("caller").asText()).contains(READER.clientId(), national.caller().clientId(), "peer:hub-350206",
                PORTAL.clientId());
        assertThat(items).allSatisfy(item -> assertThat(item.get("body").asText()).contains(keyOf(holder).hex()));
        assertThat(items).anySatisfy(item -> assertThat(item.get("body").asText()).contains("\"batch\""));
        JsonNode data = items.stream().filter(item -> item.get("event").asText().equals("DATA_ANSWERED")).findFirst().orElseThrow();
        assertThat(data.get("organisation").asText()).isEqualTo("海沧区示例局");
        assertThat(data.get("statedOrganisation").asText()).isEqualTo("海沧区行政审批局");
        assertThat(data.get("operator").asText()).isEqualTo("window-12");
        assertThat(data.get("serviceItem").asText()).isEqualTo(RunningHub.SERVICE_ITEM);
        assertThat(data.get("purpose").asText()).isEqualTo("受理申请");
        assertThat(data.get("caseNumber").asText()).isEqualTo("CASE-2026-0001");
        assertThat(data.get("basis").asText()).isEqualTo("DUTY");
        assertThat(data.get("outcome").asText()).isEqualTo("DONE");
        assertThat(data.get("licenseTypes")).singleElement().extracting(JsonNode::asText).isEqualTo(TAX_PROOF);
        assertThat(items).filteredOn(item -> item.get("event").asText().equals("ACCESS_REFUSED")).extracting(item -> item.get("outcome").asText())
                .containsOnly("REFUSED");
        assertThat(items).filteredOn(item -> item.get("caller").asText().equals("peer:hub-350206")).extracting(item -> item.get("onBehalfOf").asText())
                .containsExactly("their-window");
        assertThat(verify(pages)).satisfies(report -> {
            assertThat(report.fault()).isNull();
            assertThat(report.complete()).isTrue();
            assertThat(report.uses()).isEqualTo(items.size());
        });
    }

    @Test
    void issuingReviewAndTheWorkOfAuditorsAreNoUses() {
        Holder holder = lookedUp(1);
        ApiCaller second = hub().newCaller(Set.of("audit.read"));
        Map<String, Object> wanted = of(holder);
        wanted.put("reason", "核查");
        String id = AUDITOR.post("/api/v1/audit/holder-searches", wanted).expect(201).json().get("id").asText();
        second.post("/api/v1/audit/holder-searches/" + id + "/confirmation", Map.of()).expect(200);
        AUDITOR.get("/api/v1/audit/records?holderSearch=" + id).expect(200);
        assertThat(items(pages(holder, 10))).extracting(item -> item.get("event").asText()).containsExactly("LOOKUP_ANSWERED");
    }

    @Test
    void usesAfterThePublishedIndexAreShownAndSaidNotToBeCovered() {
        Holder holder = lookedUp(3);
        long through = publish().get("through").asLong();
        READER.lookup(holder, elements()).expect(200);
        HolderViewVerifier.Report report = verify(pages(holder, 2));
        assertThat(report.fault()).isNull();
        assertThat(report.uses()).isEqualTo(4);
        assertThat(report.covered()).isEqualTo(3);
        assertThat(report.through()).isEqualTo(through);
    }

    @Test
    void pagesGoToTheEndThoughAnIndexIsPublishedAndUsesArriveInBetween() {
        Holder holder = lookedUp(5);
        publish();
        Map<String, Object> wanted = of(holder);
        wanted.put("limit", 2);
        List<ObjectNode> pages = new ArrayList<>();
        do {
            pages.add((ObjectNode) PORTAL.post(PATH, wanted).expect(200).json());
            wanted.put("after", pages.get(pages.size() - 1).get("next").asText());
            if (pages.size() == 1) {
                READER.lookup(holder, elements()).expect(200);
                publish();
            }
        } while (!pages.get(pages.size() - 1).get("next").isNull());
        assertThat(items(pages)).hasSize(5);
        assertThat(verify(pages).fault()).isNull();
    }

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
    void readingIsInTheLogWithTheSystemThatActedAndOnlyThatScopeReads() throws IOException {
        Holder holder = lookedUp(1);
        ApiCaller portal = hub().newCaller(Set.of("holder.view"));
        Answer answer = portal.post(PATH, of(holder)).expect(200);
        assertThat(answer.text()).doesNotContain(holder.number());
        String body = hub().database().queryForObject("select body from audit_record where event = 'HOLDER_VIEW_READ' and body like ?", String.class,
                "%\"actor\":\"" + portal.clientId() + "\"%");
        assertThat(JSON.readTree(body).get("holder").asText()).isEqualTo(keyOf(holder).hex());
        assertThat(JSON.readTree(body).get("records").asInt()).isOne();
        for (ApiCaller other : List.of(READER, hub().admin(), AUDITOR, hub().newCaller(Set.of("consents.give")), People.person("security-admin"))) {
            other.post(PATH, of(holder)).expectProblem(403, "missing-scope");
        }
        hub().anonymous().post(PATH, of(holder)).expectProblem(401, "unauthenticated");
        PORTAL.post("/api/v1/audit/holder-index", Map.of()).expectProblem(403, "missing-scope");
        hub().admin().post("/api/v1/audit/holder-index", Map.of()).expectProblem(403, "missing-scope");
        assertThat(AUDITOR.get("/api/v1/audit/holder-index").expect(200).json().get("mapRoot").asText()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0-5", "0-999999999999999999-1-", "-1-5-1-00", "0-1-0-zz"})
    void placeThatIsNoneIsRefusedByName(String after) {
        Map<String, Object> wanted = of(Holder.aPerson());
        wanted.put("after", after);
        PORTAL.post(PATH, wanted).expectProblem(400, "invalid-request").expectFault("after", "unknown_cursor");
        wanted.put("after", "0-999999999999999999-1-" + "0".repeat(64));
        PORTAL.post(PATH, wanted).expectProblem(400, "invalid-request").expectFault("after", "unknown_cursor");
    }

    @Test
    void badQuestionsAreRefusedByNameAndNeverRepeated() {
        Holder holder = Holder.aPerson();
        String wrong = Numbers.withWrongCheck(Numbers.ofPerson());
        assertThat(PORTAL.post(PATH, Map.of("holderCode", wrong, "holderCodeType", "111")).expectProblem(400, "invalid-request")
                .expectFault("holderCode", "bad_number").text()).doesNotContain(wrong);
        PORTAL.post(PATH, Map.of("holderCode", holder.number())).expectProblem(400, "invalid-request").expectFault("holderCodeType", "bad_number");
        PORTAL.post(PATH, "[]").expectProblem(400, "invalid-request");
        for (int limit : List.of(0, 1001)) {
            Map<String, Object> wanted = of(holder);
            wanted.put("limit", limit);
            PORTAL.post(PATH, wanted).expectProblem(400, "invalid-request").expectFault("limit", "out_of_range");
        }
        hub().admin().post("/api/v1/callers", Map.of("clientId", "both-sides", "name", "x", "organisation", "x", "scopes", List.of("holder.view",
                "objections.answer"))).expectProblem(400, "invalid-request").expectFault("scopes", "separation_of_duties");
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
