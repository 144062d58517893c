package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.store.postgres.LocalPostgres;
import org.licensehub.store.protection.PersonalData;

/** What auditors find in the log, that every search is in it too, and that nobody looks a holder up alone (G3). */
class AuditSearchTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-log-search";
    private static final ApiCaller AUDITOR = hub().newCaller(Set.of("audit.read"));
    private static final ApiCaller SECOND = hub().newCaller(Set.of("audit.read"));
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Map<String, String> elementsOfCase(String caseNumber) {
        Map<String, String> elements = elements();
        elements.put("caseNumber", caseNumber);
        return elements;
    }

    private static String freshCase() {
        return "LS-" + UUID.randomUUID();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode page(String query) {
        return AUDITOR.get("/api/v1/audit/records?" + query).expect(200).json();
    }

    private static List<JsonNode> bodies(JsonNode page) {
        List<JsonNode> bodies = new ArrayList<>();
        page.get("items").forEach(item -> {
            try {
                bodies.add(JSON.readTree(item.get("body").asText()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        return bodies;
    }

    private static JsonNode newest(String event, String actor) throws IOException {
        return JSON.readTree(hub().database().queryForObject("select body from audit_record where event = ? and body like ? order by sequence desc limit 1",
                String.class, event, "%\"actor\":\"" + actor + "\"%"));
    }

    @Test
    void recordIsFoundByEachThingItCanBeLookedForBy() {
        String number = freshCase();
        Map<String, String> elements = elementsOfCase(number);
        elements.put("operator", "员工 " + number);
        Holder nobody = Holder.aPerson();
        Instant before = Instant.now().minusSeconds(60);
        JsonNode receipt = READER.lookup(nobody, elements).expect(200).json().get("receipt");
        long sequence = receipt.get("sequence").asLong();
        String ofCase = "caseNumber=" + number;
        for (String query : List.of(ofCase, "operator=" + encoded("员工 " + number), ofCase + "&caller=" + READER.clientId(),
                ofCase + "&serviceItem=" + RunningHub.SERVICE_ITEM, ofCase + "&event=LOOKUP_ANSWERED", ofCase + "&outcome=NOTHING",
                ofCase + "&from=" + before, ofCase + "&to=" + Instant.now().plusSeconds(60))) {
            JsonNode found = page(query);
            assertThat(found.get("items")).as(query).hasSize(1);
            assertThat(found.at("/items/0/sequence").asLong()).isEqualTo(sequence);
            assertThat(found.at("/items/0/leafHash").asText()).isEqualTo(receipt.get("leafHash").asText());
        }
        for (String query : List.of("&outcome=REFUSED", "&outcome=DONE", "&event=DATA_ANSWERED", "&caller=nobody", "&to=" + before,
                "&from=" + Instant.now().plusSeconds(60), "&serviceItem=" + RunningHub.OTHER_SERVICE_ITEM, "&licenseType=" + PushedRecord.codeOf(
                        PushedRecord.TAX_PROOF))) {
            assertThat(page(ofCase + query).get("items")).as(query).isEmpty();
        }
    }

    @Test
    void recordsAreFoundByLicenseTypeWhetherItIsNamedOrStandsInAnIdentifier() {
        ApiCaller department = hub().newDepartment(SOURCE);
        PushedRecord record = SealDesk.Authority.fresh().issues(aRecord().from(SOURCE));
        department.push(record).expect(201);
        String identifier = hub().awaitLicense(READER, record.holder()).get("identifier").asText();
        String number = freshCase();
        READER.data(identifier, elementsOfCase(number)).expect(200);
        READER.lookup(record.holder(), elementsOfCase(number)).expect(200);
        assertThat(page("caseNumber=" + number + "&licenseType=" + record.typeCode()).get("items")).hasSize(2);
        assertThat(page("caseNumber=" + number + "&licenseType=" + PushedRecord.codeOf(PushedRecord.FOOD_PERMIT)).get("items")).isEmpty();
        assertThat(page("caller=" + encoded(department.clientId()) + "&licenseType=" + record.typeCode() + "&event=RECORD_ACCEPTED").get("items")).hasSize(1);
    }

    @Test
    void leafOfARecordThatWasFoundIsTheHashOfItsText() {
        String number = freshCase();
        READER.lookup(Holder.aPerson(), elementsOfCase(number)).expect(200);
        JsonNode item = page("caseNumber=" + number).at("/items/0");
        assertThat(HexFormat.of().formatHex(MerkleTree.leafHash(item.get("body").asText().getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(item.get("leafHash").asText());
    }

    @Test
    void refusedCallsAreFoundAsSuch() {
        String number = freshCase();
        hub().newApprovalSystem().lookup(Holder.aPerson(), elementsOfCase(number)).expectProblem(403, "missing-grant");
        assertThat(page("caseNumber=" + number + "&outcome=REFUSED").get("items")).hasSize(1);
    }

    @Test
    void pagesGoToTheEndWithoutGapOrRepetitionWhileNewRecordsArrive() throws Exception {
        String number = freshCase();
        int count = 25;
        for (int i = 0; i < count; i++) {
            READER.lookup(Holder.aPerson(), elementsOfCase(number)).expect(200);
        }
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> written = writer.submit(() -> {
                int more = 0;
                while (!done.get()) {
                    READER.lookup(Holder.aPerson(), elementsOfCase(number)).expect(200);
                    more++;
                }
                return more;
            });
            List<Long> sequences = new ArrayList<>();
            JsonNode page = page("limit=4&caseNumber=" + number);
            int pages = 1;
            while (true) {
                page.get("items").forEach(item -> sequences.add(item.get("sequence").asLong()));
                if (page.get("next").isNull()) {
                    break;
                }
                page = page("limit=4&caseNumber=" + number + "&after=" + page.get("next").asText());
                pages++;
            }
            done.set(true);
            assertThat(written.get()).isPositive();
            assertThat(sequences).isSorted().doesNotHaveDuplicates();
            assertThat(sequences.size()).isGreaterThanOrEqualTo(count);
            assertThat(pages).isGreaterThanOrEqualTo(count / 4);
            List<Long> all = hub().database().queryForList("select sequence from audit_record where body like ? order by sequence", Long.class,
                    "%\"caseNumber\":\"" + number + "\"%");
            assertThat(all).startsWith(sequences.toArray(Long[]::new));
        } finally {
            done.set(true);
            writer.shutdown();
        }
    }

    @Test
    void everyPageAndEveryExportIsInTheLogWithWhatWasLookedForAndIsNoAnswerToItself() throws IOException {
        String number = freshCase();
        READER.lookup(Holder.aPerson(), elementsOfCase(number)).expect(200);
        ApiCaller auditor = hub().newCaller(Set.of("audit.read"));
        assertThat(auditor.get("/api/v1/audit/records?caseNumber=" + number).expect(200).json().get("items")).hasSize(1);
        JsonNode record = newest("LOG_SEARCHED", auditor.clientId());
        assertThat(record.get("soughtCase").asText()).isEqualTo(number);
        assertThat(record.get("records").asInt()).isOne();
        List<JsonNode> exported = auditor.get("/api/v1/audit/records/export?caseNumber=" + number).expect(200).lines();
        assertThat(exported).hasSize(1);
        assertThat(newest("LOG_SEARCHED", auditor.clientId()).get("export").asBoolean()).isTrue();
        assertThat(page("caseNumber=" + number).get("items")).hasSize(1);
        assertThat(page("event=LOG_SEARCHED&caller=" + auditor.clientId()).get("items")).hasSize(2);
    }

    @Test
    void exportGoesBeyondWhatIsReadAtOnce() {
        long records = hub().database().queryForObject("select size from audit_tree", Long.class);
        List<JsonNode> lines = AUDITOR.get("/api/v1/audit/records/export").expect(200).lines();
        assertThat((long) lines.size()).isGreaterThan(records);
        assertThat(lines.get(0).get("sequence").asLong()).isZero();
    }

    @Test
    void nothingIsShownWhileTheSearchCannotBeRecorded() {
        String number = freshCase();
        READER.lookup(Holder.aPerson(), elementsOfCase(number)).expect(200);
        hub().database().execute("revoke insert on audit_record from " + LocalPostgres.APPLICATION_USER);
        try {
            for (String path : List.of("/api/v1/audit/records?caseNumber=", "/api/v1/audit/records/export?caseNumber=")) {
                Answer refused = AUDITOR.get(path + number);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text()).doesNotContain(number, "LOOKUP_ANSWERED");
            }
        } finally {
            hub().database().execute("grant insert on audit_record to " + LocalPostgres.APPLICATION_USER);
        }
    }

    private static String requested(ApiCaller auditor, Holder holder) {
        return auditor.post("/api/v1/audit/holder-searches", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "reason",
                "投诉核查 " + holder.name())).expect(201).json().get("id").asText();
    }

    private static Answer confirm(ApiCaller auditor, String id) {
        return auditor.post("/api/v1/audit/holder-searches/" + id + "/confirmation", Map.of());
    }

    @Test
    void searchByHolderNeedsASecondAuditorAndServesOnlyTheOneWhoAsked() throws IOException {
        Holder holder = Holder.aPerson();
        JsonNode receipt = READER.lookup(holder, elements()).expect(200).json().get("receipt");
        String id = requested(AUDITOR, holder);
        String path = "/api/v1/audit/records?holderSearch=" + id;
        AUDITOR.get(path).expectProblem(403, "second-person-needed");
        confirm(AUDITOR, id).expectProblem(403, "second-person-needed");
        AUDITOR.get(path).expectProblem(403, "second-person-needed");
        READER.get(path).expectProblem(403, "missing-scope");
        confirm(hub().newReviewer(), id).expectProblem(403, "missing-scope");

        assertThat(confirm(SECOND, id).expect(200).json().get("confirmedBy").asText()).isEqualTo(SECOND.clientId());
        confirm(SECOND, id).expectProblem(409, "illegal-state-move");
        SECOND.get(path).expectProblem(403, "second-person-needed");
        SECOND.get("/api/v1/audit/records/export?holderSearch=" + id).expectProblem(403, "second-person-needed");

        List<JsonNode> found = bodies(page("holderSearch=" + id));
        assertThat(found.stream().map(body -> body.get("sequence").asLong())).contains(receipt.get("sequence").asLong());
        assertThat(found.stream().map(body -> body.get("holder").asText()).distinct()).hasSize(1);
        assertThat(found.stream().map(body -> body.get("event").asText())).contains("LOOKUP_ANSWERED", "HOLDER_SEARCH_CONFIRMED");
        JsonNode searched = newest("LOG_SEARCHED", AUDITOR.clientId());
        assertThat(searched.get("holderSearch").asText()).isEqualTo(id);
        assertThat(searched.get("holder").asText()).isEqualTo(found.get(0).get("holder").asText());
        assertThat(hub().database().queryForList("select t::text from holder_search t", String.class)).noneMatch(row -> row.contains(holder.number())
                || row.contains(holder.name()));

        hub().database().update("update holder_search set valid_to = now() - interval '1 second' where id = ?::uuid", id);
        AUDITOR.get(path).expectProblem(403, "second-person-needed");
    }

    @Test
    void searchIsConfirmedOnceHoweverManyConfirmAtOnce() throws Exception {
        String id = requested(AUDITOR, Holder.aPerson());
        int auditors = 6;
        CyclicBarrier start = new CyclicBarrier(auditors);
        ExecutorService threads = Executors.newFixedThreadPool(auditors);
        try {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < auditors; i++) {
                ApiCaller auditor = hub().newCaller(Set.of("audit.read"));
                all.add(() -> {
                    start.await();
                    return confirm(auditor, id).status();
                });
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : threads.invokeAll(all)) {
                statuses.add(status.get());
            }
            assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void auditAdministratorMaySearchAndOtherRolesMayNot() {
        People.person("audit-admin").get("/api/v1/audit/records?limit=1").expect(200);
        for (ApiCaller other : List.of(People.person("system-admin"), People.person("security-admin"), hub().admin())) {
            other.get("/api/v1/audit/records?limit=1").expectProblem(403, "missing-scope");
            other.get("/api/v1/audit/holder-searches").expectProblem(403, "missing-scope");
        }
        hub().anonymous().get("/api/v1/audit/records").expectProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=yesterday", "to=+999999999-12-31T23:59:59Z", "event=NOTHING", "outcome=x", "limit=0", "limit=1001", "limit=x", "after=x",
        "after=-1-5", "after=0-999999999999999999", "holderSearch=x", "caseNumber=a%00b"})
    void whatCannotBeSearchedForIsRefusedByName(String query) {
        assertThat(AUDITOR.get("/api/v1/audit/records?" + query).expectProblem(400, "invalid-request").json().at("/errors/0/field").asText())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    /** With the key, an export of the log is all about one person. */
    @Test
    void nobodyLearnsTheKeyOfANumberAloneNeitherFromTheAnswerNorFromTheLog() {
        Holder holder = Holder.aPerson();
        READER.lookup(holder, elements()).expect(200);
        String key = hub().part(PersonalData.class).holderKey(holder.type(), holder.number()).hex();
        Answer asked = AUDITOR.post("/api/v1/audit/holder-searches", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "reason", "核查"))
                .expect(201);
        String id = asked.json().get("id").asText();
        assertThat(asked.text()).doesNotContain(key);
        assertThat(AUDITOR.get("/api/v1/audit/holder-searches?limit=500").expect(200).text()).contains(id).doesNotContain(key);
        assertThat(AUDITOR.get("/api/v1/audit/records?event=HOLDER_SEARCH_REQUESTED&limit=500").expect(200).text()).contains(id).doesNotContain(key);
        confirm(SECOND, id).expect(200);
        assertThat(AUDITOR.get("/api/v1/audit/holder-searches?limit=500").expect(200).text()).contains(key);
        assertThat(hub().newCaller(Set.of("audit.read")).get("/api/v1/audit/holder-searches?limit=500").expect(200).text()).contains(id).doesNotContain(key);
    }

    @Test
    void idNumberIsNoWordToSearchForAndNeverRepeated() {
        String number = Numbers.ofPerson();
        Answer refused = AUDITOR.get("/api/v1/audit/records?operator=x" + number + "y").expectProblem(400, "invalid-request");
        assertThat(refused.text()).doesNotContain(number);
        refused.expectFault("operator", "personal_number");
        assertThat(page("caseNumber=" + encoded("' or 1=1 --")).get("items")).isEmpty();
        for (String disguised : List.of(number.toLowerCase(Locale.ROOT), number.substring(0, 6) + " " + number.substring(6, 14) + "-" + number.substring(14))) {
            AUDITOR.get("/api/v1/audit/records?operator=" + encoded(disguised)).expectProblem(400, "invalid-request").expectFault("operator", "personal_number");
        }
        AUDITOR.get("/api/v1/audit/records?holderSearch=" + UUID.randomUUID()).expectProblem(403, "second-person-needed");
    }

    @Test
    void recordWithACharacterThatNoColumnTakesDoesNotStopTheIndex() {
        String number = freshCase();
        // no call gets such a text into the log any more; logs that are kept for years hold some
        hub().part(AuditLog.class).append(AuditDraft.of(AuditEvent.LOOKUP_ANSWERED, READER.clientId()).with("operator", "a\0b"));
        READER.lookup(Holder.aPerson(), elementsOfCase(number)).expect(200);
        assertThat(page("caseNumber=" + number).get("items")).isNotEmpty();
    }

    @Test
    void whatIsAskedForIsChecked() {
        String path = "/api/v1/audit/holder-searches";
        String number = Numbers.withWrongCheck(Numbers.ofPerson());
        Answer refused = AUDITOR.post(path, Map.of("holderCode", number, "holderCodeType", "111", "reason", "核查")).expectProblem(400, "invalid-request");
        assertThat(refused.text()).doesNotContain(number);
        AUDITOR.post(path, Map.of("holderKey", "zz", "reason", "核查")).expectProblem(400, "invalid-request");
        AUDITOR.post(path, Map.of("holderKey", "00", "reason", "核查")).expectProblem(400, "invalid-request");
        AUDITOR.post(path, Map.of("reason", "核查")).expectProblem(400, "invalid-request");
        AUDITOR.post(path, Map.of("holderKey", "0".repeat(64))).expectProblem(400, "invalid-request");
        confirm(SECOND, UUID.randomUUID().toString()).expectProblem(404, "not-found");
    }

    @Test
    void rowsOfTheIndexAreNotRemovedUnnoticed() {
        page("limit=1");
        for (String change : List.of("delete from audit_index where sequence = 0", "update audit_index set actor = 'x'", "truncate audit_index")) {
            assertThatThrownBy(() -> hub().database().execute(change)).hasStackTraceContaining("append-only");
        }
    }
}
