package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too often is shed, said and counted: by caller, by purpose, by holder. */
class LimitsTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-limits";
    /** The hub of these tests gives it 20 uses, and one more an hour later. */
    private static final String RARE_ITEM = "LOCAL-610722-030";
    private static final int RARE = 20;
    private static final int A_MINUTE = 600;
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);

    private final ApiCaller caller = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static Holder licensed() {
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        hub().awaitLicense(hub().newApprovalSystem(PushedRecord.TAX_PROOF), record.holder());
        return record.holder();
    }

    private static void limit(ApiCaller caller, int callsPerSecond) {
        JsonNode now = hub().admin().get("/api/v1/callers/" + caller.clientId()).expect(200).json().get("caller");
        hub().admin().put("/api/v1/callers/" + caller.clientId(), Map.of("name", now.get("name"), "organisation", now.get("organisation"), "scopes",
                now.get("scopes"), "version", now.get("version"), "callsPerSecond", callsPerSecond)).expect(200);
    }

    private static Map<String, String> for30() {
        Map<String, String> elements = elements();
        elements.put("serviceItem", RARE_ITEM);
        return elements;
    }

    private static List<String> refusals(ApiCaller caller) {
        return hub().database().queryForList("select body from audit_record where body like '%CALL_REFUSED%' and body like ? order by sequence",
                String.class, "%\"" + caller.clientId() + "\"%");
    }

    private static void assertShed(Answer answer, String limit) {
        JsonNode problem = answer.expectProblem(429, "rate-limited").json();
        assertThat(problem.get("limit").asText()).isEqualTo(limit);
        long seconds = problem.get("retryAfterSeconds").asLong();
        assertThat(seconds).isBetween(1L, 86_400L);
        assertThat(answer.headers().get("retry-after")).containsExactly(Long.toString(seconds));
        assertThat(problem.get("detail").asText()).contains("请在").contains("try again in");
    }

    /** By the quick way and by the chain: one bucket. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/lookups", "/api/v1/lookups?way=ordinary"})
    void callerThatCallsTooOftenIsShedAndGoesOnLater(String path) {
        Holder holder = licensed();
        limit(caller, 2);
        Map<String, Object> question = Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "elements", elements());
        List<Answer> answers = IntStream.range(0, 40).mapToObj(i -> caller.post(path, question)).toList();

        long answered = answers.stream().filter(answer -> answer.status() == 200).count();
        assertThat(answered).isBetween(4L, 20L);
        answers.stream().filter(answer -> answer.status() != 200).forEach(answer -> assertShed(answer, "CALLER"));
        assertThat(refusals(caller)).hasSize(1).first().asString().contains("rate_caller", "127.0.0.1");
        limit(caller, 1_000);
        await().atMost(Duration.ofSeconds(5)).until(() -> caller.post(path, question).status() == 200);
    }

    /** What is shed is no call of the day. */
    @Test
    void shedCallTakesNothingFromTheDay() {
        JsonNode now = hub().admin().get("/api/v1/callers/" + caller.clientId()).expect(200).json().get("caller");
        hub().admin().put("/api/v1/callers/" + caller.clientId(), Map.of("name", now.get("name"), "organisation", now.get("organisation"), "scopes",
                now.get("scopes"), "version", now.get("version"), "callsPerSecond", 1, "dailyLimit", 1_000)).expect(200);
        int answered = (int) IntStream.range(0, 30).filter(i -> caller.get("/api/v1/forms").status() == 200).count();

        JsonNode details = hub().admin().get("/api/v1/callers/" + caller.clientId()).expect(200).json();
        assertThat(answered).isLessThan(30);
        assertThat(details.get("takenToday").asInt()).isLessThanOrEqualTo(answered + 10);
    }

    /** Whoever is refused for something else is held up all the same, and takes the place of nobody. */
    @Test
    void callsThatAreRefusedForAnotherReasonAreShedToo() {
        JsonNode now = hub().admin().get("/api/v1/callers/" + caller.clientId()).expect(200).json().get("caller");
        hub().admin().put("/api/v1/callers/" + caller.clientId(), Map.of("name", now.get("name"), "organisation", now.get("organisation"), "scopes",
                now.get("scopes"), "version", now.get("version"), "callsPerSecond", 2, "networks", List.of("192.0.2.0/24"))).expect(200);
        List<Integer> statuses = IntStream.range(0, 60).mapToObj(i -> caller.lookup(Holder.aPerson(), elements()).status()).toList();
        assertThat(statuses).contains(403, 429).filteredOn(status -> status == 429).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001})
    void numberThatMakesNoSenseIsRefused(int callsPerSecond) {
        JsonNode now = hub().admin().get("/api/v1/callers/" + caller.clientId()).expect(200).json().get("caller");
        hub().admin().put("/api/v1/callers/" + caller.clientId(), Map.of("name", now.get("name"), "organisation", now.get("organisation"), "scopes",
                now.get("scopes"), "version", now.get("version"), "callsPerSecond", callsPerSecond)).expectFault("callsPerSecond", "out_of_range");
    }

    @Test
    void usesForOnePurposeAreShedWhileOthersGoOn() {
        Holder holder = licensed();
        for (int i = 0; i < RARE; i++) {
            caller.lookup(holder, for30()).expect(200);
        }
        assertShed(caller.lookup(holder, for30()), "PURPOSE");
        assertShed(caller.post("/api/v1/verifications/information", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "licenseType",
                PushedRecord.codeOf(PushedRecord.TAX_PROOF), "elements", for30())), "PURPOSE");
        assertThat(refusals(caller)).hasSize(1).first().asString().contains("rate_purpose");
        caller.lookup(holder, elements()).expect(200);
        hub().newApprovalSystem(PushedRecord.TAX_PROOF).lookup(holder, for30()).expect(200);
    }

    @Test
    void everyHolderOfABatchCountsForItsPurpose() {
        List<Map<String, String>> holders = new ArrayList<>(Collections.nCopies(RARE - 2, licensed()).stream()
                .map(holder -> Map.of("holderCode", holder.number(), "holderCodeType", holder.type())).toList());
        Map<String, Object> question = new HashMap<>(Map.of("holders", holders, "elements", for30()));
        caller.post("/api/v1/lookups/batch", question).expect(200);
        assertShed(caller.post("/api/v1/lookups/batch", question), "PURPOSE");

        holders.addAll(holders);
        // no waiting would help
        Answer never = caller.post("/api/v1/lookups/batch", question).expectFault("holders", "too_many");
        assertThat(never.json().get("atMost").asInt()).isEqualTo(RARE);
    }

    /** Nobody can name buckets into being that nobody else needs. */
    @Test
    void itemOfNoCatalogueIsRefusedAsSuch() {
        Map<String, String> elements = elements();
        elements.put("serviceItem", "NO-SUCH-ITEM");
        caller.lookup(licensed(), elements).expectFault("elements.serviceItem", "unknown_service_item");
    }

    @Test
    void holderWhoIsAskedForTooOftenIsNotAnsweredAboutForAWhileAndOthersAre() {
        Holder holder = licensed();
        ApiCaller second = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        List<Map<String, String>> many = Collections.nCopies(A_MINUTE, Map.of("holderCode", holder.number(), "holderCodeType", holder.type()));
        Map<String, Object> question = Map.of("holders", many, "elements", elements());
        JsonNode first = caller.post("/api/v1/lookups/batch", question).expect(200).json().get("items");
        JsonNode more = second.post("/api/v1/lookups/batch", question).expect(200).json().get("items");

        assertThat(first).allMatch(item -> item.get("outcome").asText().equals("FOUND"));
        assertThat(more).filteredOn(item -> item.has("reason") && item.get("reason").asText().equals("too_often"))
                .hasSizeGreaterThan(A_MINUTE / 2).allMatch(item -> item.get("outcome").asText().equals("COULD_NOT_ASK") && !item.has("licenses"));
        // a few have come back meanwhile
        List<Answer> single = IntStream.range(0, 100).mapToObj(i -> caller.lookup(holder, elements())).toList();
        assertShed(single.stream().filter(answer -> answer.status() != 200).findFirst().orElseThrow(), "HOLDER");
        assertThat(refusals(second)).hasSize(1).first().asString().contains("rate_holder");
        caller.lookup(licensed(), elements()).expect(200);
    }
}
