package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many holders in one question: one outcome each, one audit record each, one commit. */
class BatchLookupTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-batch";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static Map<String, Object> question(List<Map<String, String>> holders) {
        Map<String, Object> question = new HashMap<>();
        question.put("holders", holders);
        question.put("elements", elements());
        return question;
    }

    private static Map<String, String> of(Holder holder) {
        return Map.of("holderCode", holder.number(), "holderCodeType", holder.type());
    }

    private static Answer ask(ApiCaller caller, List<Map<String, String>> holders) {
        return caller.post("/api/v1/lookups/batch", question(holders));
    }

    private static Holder licensed() {
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        hub().awaitLicense(READER, record.holder());
        return record.holder();
    }

    @Test
    void eachHolderHasAnOutcomeInTheOrderOfTheQuestionAndABadNumberKeepsNobodyElseFromAnAnswer() {
        Holder first = licensed();
        Holder second = licensed();
        Holder nobody = Holder.aPerson();
        String broken = first.number().substring(0, 17) + (first.number().endsWith("0") ? "1" : "0");
        JsonNode answer = ask(READER, List.of(of(first), of(nobody), Map.of("holderCode", broken, "holderCodeType", first.type()), of(second), of(first),
                Map.of("holderCode", "x"))).expect(200).json();
        assertThat(answer.get("items").findValuesAsText("outcome")).containsExactly("FOUND", "NONE", "COULD_NOT_ASK", "FOUND", "FOUND", "COULD_NOT_ASK");
        assertThat(answer.get("items").findValuesAsText("reason")).containsExactly("bad_number", "bad_number");
        assertThat(answer.at("/items/0/licenses/0/fields/certificate_holder_code").asText()).isEqualTo(first.number());
        assertThat(answer.at("/items/3/licenses/0/fields/certificate_holder_code").asText()).isEqualTo(second.number());
        assertThat(answer.at("/items/4/licenses")).as("from one reading").isEqualTo(answer.at("/items/0/licenses"));
        for (int i = 0; i < 6; i++) {
            assertThat(answer.at("/items/" + i + "/index").asInt()).isEqualTo(i);
        }
    }

    @Test
    void everyHolderHasARecordOfItsOwnAndAllShareOneCommit() {
        List<Map<String, String>> holders = new ArrayList<>(List.of(of(licensed())));
        IntStream.range(0, 299).forEach(i -> holders.add(of(Holder.aPerson())));
        JsonNode answer = ask(READER, holders).expect(200).json();
        Set<Long> sequences = new HashSet<>();
        Set<Long> heads = new HashSet<>();
        answer.get("items").forEach(item -> {
            sequences.add(item.at("/receipt/sequence").asLong());
            heads.add(item.at("/receipt/head/size").asLong());
        });
        assertThat(sequences).hasSize(300);
        assertThat(heads).hasSize(1);
        String body = hub().auditBody(answer.at("/items/7/receipt"));
        assertThat(body).contains("LOOKUP_ANSWERED").contains(answer.get("batch").asText()).contains(elements().get("caseNumber"));
        assertThat(hub().database().queryForObject("select count(distinct holder_key) from audit_record where body like ?", Integer.class,
                "%" + answer.get("batch").asText() + "%")).isEqualTo(300);
    }

    @Test
    void fieldsThatAreNotGrantedAreMaskedAndTheOutcomeSaysSo() {
        Holder holder = licensed();
        ApiCaller narrow = hub().newApprovalSystem();
        Map<String, Object> grant = hub().grantFor(narrow, PushedRecord.TAX_PROOF);
        grant.put("fields", List.of("certificate_number"));
        hub().grant(grant);
        Answer answer = ask(narrow, List.of(of(holder))).expect(200);
        assertThat(answer.json().at("/items/0/outcome").asText()).isEqualTo("MASKED");
        assertThat(answer.text()).doesNotContain(holder.number());
    }

    @Test
    void thousandHoldersAreAnsweredAndOneMoreIsRefusedByName() {
        List<Map<String, String>> holders = IntStream.range(0, 1000).mapToObj(i -> of(Holder.aPerson())).collect(Collectors.toCollection(ArrayList::new));
        assertThat(ask(READER, holders).expect(200).json().get("items")).hasSize(1000);
        holders.add(of(Holder.aPerson()));
        assertThat(ask(READER, holders).expectProblem(400, "invalid-request").text()).contains("holders").contains("1000");
        ask(READER, List.of()).expectProblem(400, "invalid-request");
        READER.post("/api/v1/lookups/batch", "{\"holders\":[null],\"elements\":null}").expectProblem(400, "invalid-request");
    }

    @Test
    void withoutAGrantNobodyIsAskedAndTheRefusalIsRecorded() {
        ApiCaller stranger = hub().newApprovalSystem();
        ask(stranger, List.of(of(licensed()), of(licensed()))).expectProblem(403, "missing-grant");
        assertThat(hub().database().queryForObject("select count(*) from audit_record where body like ?", Integer.class,
                "%ACCESS_REFUSED%" + stranger.clientId() + "%\"holders\":2%")).isOne();
    }

    @Test
    void licenseWhoseCancellationWasAcknowledgedIsValidInNoBatchBegunLater() {
        Map<String, Holder> held = new ConcurrentHashMap<>();
        ApiCaller manager = hub().newManager();
        List<String> identifiers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Holder holder = licensed();
            String identifier = hub().awaitLicense(READER, holder).get("identifier").asText();
            identifiers.add(identifier);
            held.put(identifier, holder);
        }
        List<Map<String, String>> holders = held.values().stream().map(BatchLookupTest::of).toList();
        AtomicInteger wrong = new AtomicInteger();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        CompletableFuture<Void> cancelling = CompletableFuture.runAsync(() -> identifiers.forEach(identifier -> {
            manager.post("/api/v1/licenses/" + identifier + "/ending", Map.of("ending", "CANCELLED", "reason", "注销")).expect(200);
            acknowledged.add(identifier);
        }));
        int batches = 0;
        while (!cancelling.isDone() || batches < 3) {
            Set<String> before = Set.copyOf(acknowledged);
            ask(READER, holders).expect(200).json().get("items").findValues("licenses").forEach(licenses -> licenses.forEach(license -> {
                if (before.contains(license.get("identifier").asText()) && license.get("state").asText().equals("VALID")) {
                    wrong.incrementAndGet();
                }
            }));
            batches++;
        }
        cancelling.join();
        assertThat(wrong).hasValue(0);
        assertThat(ask(READER, holders).expect(200).json().get("items").findValuesAsText("outcome")).containsOnly("NONE");
    }
}
