package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** 异议: what a holder objects to becomes a task with a deadline, and the holder reads the answer. */
class ObjectionsTest implements KeepsNumbersOutOfLogs {

    private static final String PATH = "/api/v1/objections";
    private static final String RAISE = "/api/v1/holder-view/objections";
    private static final ApiCaller PORTAL = hub().newCaller(Set.of("holder.view"));
    private static final ApiCaller READER = ofOrganisation("海沧区行政审批局", "licenses.read");
    private static final ApiCaller STAFF = ofOrganisation("海沧区行政审批局", "objections.answer");
    private static final ApiCaller OTHERS = ofOrganisation("海沧区税务局", "objections.answer");

    private final Holder holder = Holder.aPerson();

    private static ApiCaller ofOrganisation(String organisation, String scope) {
        ApiCaller caller = hub().newCaller(Set.of(scope));
        hub().database().update("update caller set organisation = ?, version = version + 1 where client_id = ?", organisation, caller.clientId());
        if ("licenses.read".equals(scope)) {
            hub().grant(hub().grantFor(caller, PushedRecord.TAX_PROOF));
        }
        return caller;
    }

    private long lookedUpBy(ApiCaller caller) {
        return caller.lookup(holder, elements()).expect(200).json().at("/receipt/sequence").asLong();
    }

    private Map<String, Object> of(Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of("holderCode", holder.number(), "holderCodeType", holder.type()));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private JsonNode raised(Long... positions) {
        return PORTAL.post(RAISE, of("positions", List.of(positions), "reason", "本人当日未到窗口办事")).expect(201).json();
    }

    private static List<JsonNode> all(ApiCaller staff, String query) {
        List<JsonNode> found = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = staff.get(PATH + "?limit=2&" + query + (after.isEmpty() ? "" : "&after=" + after)).expect(200).json();
            page.get("items").forEach(found::add);
            after = page.get("next").isNull() ? "" : page.get("next").asText();
        } while (!after.isEmpty());
        return found;
    }

    private static boolean listed(ApiCaller staff, String query, String id) {
        return all(staff, query).stream().anyMatch(objection -> objection.get("id").asText().equals(id));
    }

    private static List<String> records(String event, String id) {
        return hub().database().queryForList("select body from audit_record where event = ? and body like ?", String.class, event, "%" + id + "%");
    }

    @Test
    void objectionBecomesATaskOfTheOrganisationIsAnsweredAndTheHolderReadsTheAnswer() {
        long position = lookedUpBy(READER);
        JsonNode objection = raised(position);
        String id = objection.get("id").asText();
        assertThat(objection.get("organisation").asText()).isEqualTo("海沧区行政审批局");
        assertThat(objection.get("caller").asText()).isEqualTo(READER.clientId());
        assertThat(Duration.between(Instant.parse(objection.get("raisedAt").asText()), Instant.parse(objection.get("dueAt").asText()))).isEqualTo(Duration.ofDays(15));
        assertThat(records("OBJECTION_RAISED", id)).singleElement().asString().contains("\"actor\":\"" + PORTAL.clientId() + "\"", "\"positions\":[" + position + "]")
                .doesNotContain("窗口办事");

        assertThat(listed(STAFF, "state=OPEN", id)).isTrue();
        assertThat(listed(STAFF, "state=ANSWERED", id)).isFalse();
        assertThat(listed(STAFF, "overdue=false", id)).isTrue();
        assertThat(listed(OTHERS, "state=OPEN", id)).isFalse();
        Answer read = STAFF.get(PATH + "/" + id).expect(200);
        assertThat(read.json().get("reason").asText()).isEqualTo("本人当日未到窗口办事");
        assertThat(read.json().at("/uses/0/operator").asText()).isEqualTo("window-12");
        assertThat(read.json().at("/uses/0/position").asLong()).isEqualTo(position);
        assertThat(read.text()).doesNotContain(holder.number(), "holderKey", "leafHash", "body");
        assertThat(records("OBJECTION_READ", id)).hasSize(1);

        STAFF.post(PATH + "/" + id + "/answer", Map.of("answer", "系工作人员误操作，已处理", "upheld", true)).expect(200);
        STAFF.post(PATH + "/" + id + "/answer", Map.of("answer", "再次", "upheld", false)).expectProblem(409, "illegal-state-move");
        JsonNode mine = PORTAL.post(RAISE + "/list", of()).expect(200).json().get("items");
        assertThat(mine).singleElement().satisfies(each -> {
            assertThat(each.get("answer").asText()).isEqualTo("系工作人员误操作，已处理");
            assertThat(each.at("/objection/upheld").asBoolean()).isTrue();
            assertThat(each.at("/objection/state").asText()).isEqualTo("ANSWERED");
        });
        assertThat(records("OBJECTION_ANSWERED", id)).singleElement().asString().contains("\"upheld\":true").doesNotContain("误操作");
        assertThat(hub().database().queryForList("select t::text from objection t", String.class)).noneMatch(row -> row.contains("窗口办事") || row.contains("误操作")
                || row.contains(holder.number()));
        assertThat(raised(position).get("id").asText()).as("may be raised again").isNotEqualTo(id);
    }

    @Test
    void onlyUsesOfOnesOwnLicensesAndOfOneCallerCanBeObjectedTo() {
        long mine = lookedUpBy(READER);
        long foreign = READER.lookup(Holder.aPerson(), elements()).expect(200).json().at("/receipt/sequence").asLong();
        long another = lookedUpBy(hub().newApprovalSystem(PushedRecord.TAX_PROOF));
        List<Answer> refused = new ArrayList<>();
        for (List<Long> positions : List.of(List.of(foreign), List.of(mine, foreign), List.of(Long.MAX_VALUE), List.of(0L))) {
            refused.add(PORTAL.post(RAISE, of("positions", positions, "reason", "x")).expectProblem(400, "invalid-request").expectFault("positions", "not_of_holder"));
        }
        assertThat(refused).extracting(answer -> answer.json().get("errors")).as("whether there is such a record is not told").hasSize(4)
                .containsOnly(refused.get(0).json().get("errors"));
        PORTAL.post(RAISE, of("positions", List.of(mine, another), "reason", "x")).expectProblem(400, "invalid-request").expectFault("positions", "several_callers");
        raised(mine);
        PORTAL.post(RAISE, of("positions", List.of(mine), "reason", "x")).expectProblem(409, "illegal-state-move");
        PORTAL.post(RAISE + "/list", Map.of("holderCode", holder.number(), "holderCodeType", holder.type())).expect(200);
    }

    @Test
    void objectionThatNobodyAnsweredInTimeIsCountedRecordedOnceAndFallsToTheAdministrators() {
        String id = raised(lookedUpBy(READER)).get("id").asText();
        ApiCaller security = People.person("security-admin");
        Map<String, Object> answer = Map.of("answer", "依职权核查", "upheld", false);
        security.post(PATH + "/" + id + "/answer", answer).expectProblem(403, "not-the-decider");
        assertThat(listed(security, "overdue=true", id)).isFalse();

        hub().database().update("update objection set due_at = now() - interval '1 second' where id = ?::uuid", id);
        await().atMost(Duration.ofSeconds(30)).until(() -> listed(STAFF, "overdue=true&state=OPEN", id));
        await().pollDelay(Duration.ofSeconds(2)).until(() -> records("OBJECTION_OVERDUE", id).size() == 1);
        assertThat(hub().admin().get("/api/v1/statistics/objections").expect(200).json()).anySatisfy(count -> {
            assertThat(count.get("organisation").asText()).isEqualTo("海沧区行政审批局");
            assertThat(count.get("state").asText()).isEqualTo("OPEN");
            assertThat(count.get("overdue").asLong()).isPositive();
        });
        security.post(PATH + "/" + id + "/answer", answer).expect(200);
        assertThat(listed(STAFF, "overdue=true&state=ANSWERED", id)).isTrue();
    }

    @Test
    void useOfACallerThatIsNotOfThisHubFallsToTheAdministrators() {
        long position = PastRecords.at(Instant.now(), 1, i -> PastRecords.lookup("peer:hub-350206", "window-1", hub().part(
                org.licensehub.store.protection.PersonalData.class).holderKey(holder.type(), holder.number()))).get(0).sequence();
        JsonNode objection = raised(position);
        assertThat(objection.get("organisation").asText()).isEmpty();
        String id = objection.get("id").asText();
        assertThat(listed(STAFF, "state=OPEN", id)).isFalse();
        STAFF.get(PATH + "/" + id).expectProblem(404, "not-found");
        STAFF.post(PATH + "/" + id + "/answer", Map.of("answer", "x", "upheld", true)).expectProblem(404, "not-found");
        hub().admin().post(PATH + "/" + id + "/answer", Map.of("answer", "已转相邻库核查", "upheld", false)).expect(200);
    }

    @Test
    void wrongScopesAreRefused() {
        long position = lookedUpBy(READER);
        for (ApiCaller other : List.of(READER, STAFF, hub().admin(), hub().newCaller(Set.of("audit.read")))) {
            other.post(RAISE, of("positions", List.of(position), "reason", "x")).expectProblem(403, "missing-scope");
            other.post(RAISE + "/list", of()).expectProblem(403, "missing-scope");
        }
        String id = raised(position).get("id").asText();
        for (ApiCaller other : List.of(PORTAL, READER, People.person("system-admin"), People.person("audit-admin"))) {
            other.get(PATH).expectProblem(403, "missing-scope");
            other.get(PATH + "/" + id).expectProblem(403, "missing-scope");
            other.post(PATH + "/" + id + "/answer", Map.of("answer", "x", "upheld", true)).expectProblem(403, "missing-scope");
        }
        OTHERS.get(PATH + "/" + id).expectProblem(404, "not-found");
        STAFF.get("/api/v1/statistics/objections").expectProblem(403, "missing-scope");
        hub().anonymous().get(PATH).expectProblem(401, "unauthenticated");
    }

    @Test
    void badInputIsRefusedByName() {
        String wrong = Numbers.withWrongCheck(Numbers.ofPerson());
        assertThat(PORTAL.post(RAISE, Map.of("holderCode", wrong, "holderCodeType", "111", "positions", List.of(1), "reason", "x"))
                .expectProblem(400, "invalid-request").expectFault("holderCode", "bad_number").text()).doesNotContain(wrong);
        PORTAL.post(RAISE, of("positions", List.of(1))).expectProblem(400, "invalid-request").expectFault("reason", "missing_field");
        PORTAL.post(RAISE, of("positions", List.of(1), "reason", "长".repeat(1001))).expectProblem(400, "invalid-request").expectFault("reason", "too_long");
        PORTAL.post(RAISE, of("positions", List.of(), "reason", "x")).expectProblem(400, "invalid-request").expectFault("positions", "out_of_range");
        PORTAL.post(RAISE, of("positions", List.of(-1), "reason", "x")).expectProblem(400, "invalid-request").expectFault("positions", "out_of_range");
        PORTAL.post(RAISE, of("positions", "x", "reason", "x")).expectProblem(400, "invalid-request");
        PORTAL.post(RAISE + "/list", of("after", "x")).expectProblem(400, "invalid-request");
        STAFF.get(PATH + "?state=x").expectProblem(400, "invalid-request");
        STAFF.get(PATH + "?overdue=x").expectProblem(400, "invalid-request");
        STAFF.get(PATH + "?limit=0").expectProblem(400, "invalid-request");
        STAFF.get(PATH + "/x").expectProblem(400, "invalid-request");
        STAFF.get(PATH + "/" + UUID.randomUUID()).expectProblem(404, "not-found");
        String id = raised(lookedUpBy(READER)).get("id").asText();
        STAFF.post(PATH + "/" + id + "/answer", Map.of("upheld", true)).expectProblem(400, "invalid-request").expectFault("answer", "missing_field");
        STAFF.post(PATH + "/" + id + "/answer", Map.of("answer", "x")).expectProblem(400, "invalid-request").expectFault("upheld", "missing_field");
    }
}
