package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.HolderViews.AUDITOR;
import static org.licensehub.hub.api.HolderViews.PATH;
import static org.licensehub.hub.api.HolderViews.PORTAL;
import static org.licensehub.hub.api.HolderViews.READER;
import static org.licensehub.hub.api.HolderViews.items;
import static org.licensehub.hub.api.HolderViews.keyOf;
import static org.licensehub.hub.api.HolderViews.lookedUp;
import static org.licensehub.hub.api.HolderViews.of;
import static org.licensehub.hub.api.HolderViews.pages;
import static org.licensehub.hub.api.HolderViews.publish;
import static org.licensehub.hub.api.HolderViews.verify;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.audit.HolderViewVerifier;

/** 本人用证记录: all uses of one's licenses, nothing of others, and a proof that a stranger checks. */
class HolderViewTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-holder-view";
    private static final String TAX_PROOF = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    private static final ObjectMapper JSON = new ObjectMapper();

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
}
