package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.licensehub.hub.access.internal.GrantRequests;

/** One department asks, another decides. */
class GrantRequestsTest implements KeepsNumbersOutOfLogs {

    private static final String TYPE = PushedRecord.codeOf(PushedRecord.FOOD_PERMIT);
    private static final String PATH = "/api/v1/grant-requests";
    private static final String OWNERS = "/api/v1/license-owners";
    private static final Set<String> NEEDS = Set.of("licenses.read", "grants.request");
    private static final Set<String> DECIDES = Set.of("grants.decide");
    private static final String LATER = "2090-01-01T00:00:00Z";

    private final ApiCaller needing = caller("needing", "用证示例局", NEEDS);
    private final ApiCaller owner = caller("owning", "归口示例局", DECIDES);

    private static ApiCaller caller(String name, String organisation, Set<String> scopes) {
        String clientId = name + "-" + UUID.randomUUID();
        JsonNode registered = hub().admin().post("/api/v1/callers", Map.of("clientId", clientId, "name", "系统", "organisation", organisation, "scopes",
                scopes)).expect(201).json();
        return ApiCaller.authorized(hub().address(), clientId, registered.get("secret").asText(), scopes);
    }

    private static void own(ApiCaller caller, String type, String region) {
        hub().admin().put(OWNERS, Map.of("licenseType", type, "region", region, "clientId", caller.clientId())).expect(200);
    }

    @AfterEach
    void forgetOwners() {
        hub().database().update("delete from license_owner");
    }

    private static Map<String, Object> need() {
        Map<String, Object> need = new LinkedHashMap<>();
        need.put("licenseType", TYPE);
        need.put("actions", List.of("LOOKUP", "DATA"));
        need.put("fields", List.of("certificate_number", "certificate_holder_name"));
        need.put("serviceItems", List.of(RunningHub.SERVICE_ITEM));
        need.put("regions", List.of("350200"));
        need.put("validTo", LATER);
        need.put("dailyQuota", 100);
        need.put("reason", "受理餐饮服务事项");
        return need;
    }

    private String asked() {
        return needing.post(PATH, need()).expect(201).json().get("id").asText();
    }

    private static void makeOverdue(String id) {
        hub().database().update("update grant_request set due_at = now() - interval '1 second' where id = ?::uuid", id);
    }

    private Answer lookup() {
        Holder holder = Holder.anOrganisation();
        return needing.post("/api/v1/lookups", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "licenseTypes", List.of(TYPE),
                "elements", elements()));
    }

    @Test
    void ownerApprovesAndTheNextQuestionIsAnswered() {
        own(owner, TYPE, "350200");
        JsonNode request = needing.post(PATH, need()).expect(201).json();
        assertThat(request.get("owner").asText()).isEqualTo(owner.clientId());
        assertThat(request.get("state").asText()).isEqualTo("PENDING");
        assertThat(Instant.parse(request.get("dueAt").asText())).isBetween(Instant.now().plus(Duration.ofDays(4)),
                Instant.now().plus(Duration.ofDays(7)));
        lookup().expectProblem(403, "missing-grant");
        JsonNode decided = owner.post(PATH + "/" + request.get("id").asText() + "/approval", Map.of()).expect(200).json();
        assertThat(decided.get("state").asText()).isEqualTo("APPROVED");
        assertThat(decided.get("decidedBy").asText()).isEqualTo(owner.clientId());
        assertThat(lookup().expect(200).json().at("/refusals/0/grantedRegions/0").asText()).isEqualTo("350200");
        String log = String.join("\n", hub().database().queryForList("select body from audit_record where body like ? order by sequence", String.class,
                "%" + request.get("id").asText() + "%"));
        assertThat(log).containsSubsequence("GRANT_REQUESTED", "GRANT_CHANGED", "GRANT_REQUEST_DECIDED").doesNotContain("餐饮");
    }

    @Test
    void whatWasGrantedIsWithdrawnByTheOwnerAndTheNextQuestionIsRefused() {
        own(owner, TYPE, "350200");
        String id = asked();
        needing.post(PATH + "/" + id + "/withdrawal", Map.of()).expectProblem(403, "missing-scope");
        owner.post(PATH + "/" + id + "/withdrawal", Map.of()).expectProblem(409, "illegal-state-move");
        owner.post(PATH + "/" + id + "/approval", Map.of()).expect(200);
        lookup().expect(200);
        caller("other", "第三示例局", DECIDES).post(PATH + "/" + id + "/withdrawal", Map.of()).expectProblem(404, "not-found");
        owner.post(PATH + "/" + id + "/withdrawal", Map.of()).expect(204);
        lookup().expectProblem(403, "missing-grant");
    }

    @Test
    void ownerApprovesLessAndNeverMore() {
        own(owner, TYPE, "*");
        String id = asked();
        Map<String, Map<String, Object>> wider = Map.of("fields", Map.of("fields", List.of("certificate_number", "certificate_holder_code")),
                "regions", Map.of("regions", List.of("350000")), "validTo", Map.of("validTo", "2091-01-01T00:00:00Z"), "dailyQuota", Map.of("dailyQuota", 101),
                "actions", Map.of("actions", List.of("FILE")), "serviceItems", Map.of("serviceItems", List.of("*")));
        wider.forEach((part, terms) -> owner.post(PATH + "/" + id + "/approval", Map.of("terms", terms)).expectProblem(400, "invalid-request")
                .expectFault(part, "wider_than_requested"));
        owner.post(PATH + "/" + id + "/approval", Map.of("terms", Map.of("fields", List.of("certificate_number"), "regions", List.of("350205"),
                "dailyQuota", 5, "totalQuota", 9), "answer", "按最小必要批准")).expect(200);
        JsonNode grant = hub().admin().get("/api/v1/callers/" + needing.clientId() + "/grants").expect(200).json().at("/0/grant");
        assertThat(grant.at("/fields").toString()).isEqualTo("[\"certificate_number\"]");
        assertThat(grant.at("/regions").toString()).isEqualTo("[\"350205\"]");
        assertThat(grant.at("/dailyQuota").asLong()).isEqualTo(5);
        assertThat(grant.at("/totalQuota").asLong()).isEqualTo(9);
        assertThat(grant.at("/validTo").asText()).isEqualTo(LATER);
        assertThat(grant.at("/actions")).hasSize(2);
    }

    @Test
    void refusalHasAReasonAndIsFinal() {
        own(owner, TYPE, "350200");
        String id = asked();
        owner.post(PATH + "/" + id + "/refusal", Map.of()).expectProblem(400, "invalid-request").expectFault("reason", "missing_field");
        owner.post(PATH + "/" + id + "/refusal", Map.of("reason", "非办理所必需")).expect(200);
        assertThat(needing.get(PATH + "/" + id).expect(200).json().get("answer").asText()).isEqualTo("非办理所必需");
        owner.post(PATH + "/" + id + "/approval", Map.of()).expectProblem(409, "illegal-state-move");
        lookup().expectProblem(403, "missing-grant");
    }

    @Test
    void whoAsksDoesNotDecideNorDoesAnotherSystemOfItsOrganisation() {
        ApiCaller both = caller("both", "用证示例局", Set.of("grants.request", "grants.decide"));
        own(both, TYPE, "350200");
        JsonNode own = both.post(PATH, need()).expect(201).json();
        assertThat(own.has("owner")).as("goes to the security administrator").isFalse();
        both.post(PATH + "/" + own.get("id").asText() + "/approval", Map.of()).expectProblem(403, "second-person-needed");
        JsonNode colleague = needing.post(PATH, need()).expect(201).json();
        assertThat(colleague.has("owner")).isFalse();
        both.post(PATH + "/" + colleague.get("id").asText() + "/approval", Map.of()).expectProblem(404, "not-found");
        // the organisation was another one when it was asked
        own(owner, TYPE, "350200");
        String id = asked();
        hub().database().update("update caller set organisation = '用证示例局', version = version + 1 where client_id = ?", owner.clientId());
        owner.post(PATH + "/" + id + "/approval", Map.of()).expectProblem(403, "second-person-needed");
    }

    @Test
    void ownerOfTheTypeAndOfTheSmallestRegionThatReachesAllDecides() {
        ApiCaller province = caller("province", "省示例局", DECIDES);
        ApiCaller anyType = caller("any-type", "区示例局", DECIDES);
        own(owner, TYPE, "350205");
        own(province, TYPE, "350000");
        own(anyType, "*", "350206");
        assertThat(ownerFor("350205")).isEqualTo(owner.clientId());
        assertThat(ownerFor("350206")).as("the type's own owner before one for any type").isEqualTo(province.clientId());
        assertThat(ownerFor("350205", "350206")).isEqualTo(province.clientId());
        assertThat(ownerFor("*")).isNull();
        assertThat(ownerFor("350205", "210000")).isNull();
        hub().admin().delete("/api/v1/callers/" + owner.clientId()).expect(204);
        assertThat(ownerFor("350205")).as("a caller that is locked out decides nothing").isEqualTo(province.clientId());
    }

    private String ownerFor(String... regions) {
        Map<String, Object> need = need();
        need.put("regions", List.of(regions));
        return needing.post(PATH, need).expect(201).json().path("owner").asText(null);
    }

    @Test
    void overdueRequestGoesToTheSecurityAdministratorAndIsNeverGrantedByTime() {
        own(owner, TYPE, "350200");
        String id = asked();
        ApiCaller security = People.person("security-admin");
        security.post(PATH + "/" + id + "/approval", Map.of()).expectProblem(403, "not-the-decider");
        long overdue = security.get(PATH + "/statistics").expect(200).json().get("overdue").asLong();
        makeOverdue(id);
        assertThat(security.get(PATH + "/statistics").expect(200).json().get("overdue").asLong()).isEqualTo(overdue + 1);
        assertThat(security.get(PATH + "?overdue=true&limit=1000").expect(200).text()).contains(id);
        assertThat(needing.get(PATH + "?overdue=true").expect(200).text()).contains(id);
        hub().part(GrantRequests.class).escalate();
        hub().part(GrantRequests.class).escalate();
        assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'GRANT_REQUEST_OVERDUE' and body like ?",
                Integer.class, "%" + id + "%")).isOne();
        assertThat(needing.get(PATH + "/" + id).expect(200).json().get("state").asText()).isEqualTo("PENDING");
        lookup().expectProblem(403, "missing-grant");
        assertThat(security.post(PATH + "/" + id + "/approval", Map.of()).expect(200).json().get("decidedBy").asText()).isEqualTo("person:security-admin");
        lookup().expect(200);
    }

    @Test
    void twoDecisionsAtOnceAreOne() {
        own(owner, TYPE, "350200");
        String id = asked();
        List<CompletableFuture<Integer>> decisions = Stream.of("approval", "refusal", "approval", "refusal").map(decision -> CompletableFuture.supplyAsync(
                () -> owner.post(PATH + "/" + id + "/" + decision, "refusal".equals(decision) ? Map.of("reason", "不予批准") : Map.of()).status())).toList();
        assertThat(decisions.stream().map(CompletableFuture::join)).containsOnlyOnce(200).filteredOn(status -> status == 409).hasSize(3);
    }

    @Test
    void othersSeeNoRequestAndAListIsReadToItsEnd() {
        own(owner, TYPE, "350200");
        Set<String> ids = Set.of(asked(), asked(), asked());
        ApiCaller other = caller("other", "第三示例局", Set.of("grants.request", "grants.decide"));
        String id = ids.iterator().next();
        other.get(PATH + "/" + id).expectProblem(404, "not-found");
        other.post(PATH + "/" + id + "/approval", Map.of()).expectProblem(404, "not-found");
        assertThat(other.get(PATH).expect(200).json().get("items")).isEmpty();
        for (ApiCaller party : List.of(needing, owner)) {
            Set<String> seen = new java.util.HashSet<>();
            String after = "";
            while (after != null) {
                JsonNode page = party.get(PATH + "?limit=1" + after).expect(200).json();
                page.get("items").forEach(item -> seen.add(item.get("id").asText()));
                after = page.get("next").isNull() ? null : "&after=" + page.get("next").asText();
            }
            assertThat(seen).isEqualTo(ids);
        }
        needing.get(PATH + "/statistics").expectProblem(403, "missing-scope");
        hub().newApprovalSystem().post(PATH, need()).expectProblem(403, "missing-scope");
    }

    @ParameterizedTest
    @CsvSource({"fields, too_wide", "serviceItems, too_wide"})
    void departmentNamesWhatItNeedsOneByOne(String part, String fault) {
        Map<String, Object> need = need();
        need.put(part, List.of("*"));
        needing.post(PATH, need).expectProblem(400, "invalid-request").expectFault(part, fault);
    }

    @Test
    void requestThatIsNoneIsRefusedByNameAndAReasonHoldsNoIdNumber() {
        Map<String, Object> wrong = Map.of("licenseType", "x", "actions", List.of(), "fields", List.of("x"), "serviceItems", List.of("x"), "regions",
                List.of("35020"), "validTo", "2020-01-01T00:00:00Z", "dailyQuota", 0, "reason", "为 " + Numbers.ofPerson() + " 办理");
        wrong.forEach((part, value) -> {
            Map<String, Object> need = need();
            need.put(part, value);
            assertThat(needing.post(PATH, need).expectProblem(400, "invalid-request").json().at("/errors/0/field").asText()).isEqualTo(part);
        });
        Map<String, Object> noReason = need();
        noReason.remove("reason");
        needing.post(PATH, noReason).expectProblem(400, "invalid-request").expectFault("reason", "missing_field");
    }

    @Test
    void ownersAreRegisteredByTheAdministratorOnlyAndReadToTheEnd() {
        own(owner, TYPE, "350205");
        own(owner, "*", "350000");
        JsonNode first = hub().admin().get(OWNERS + "?limit=1").expect(200).json();
        JsonNode second = hub().admin().get(OWNERS + "?limit=1&after=" + first.get("next").asText()).expect(200).json();
        assertThat(first.at("/items/0/licenseType").asText()).isNotEqualTo(second.at("/items/0/licenseType").asText());
        hub().admin().delete(OWNERS + "/" + TYPE + "/350205").expect(204);
        hub().admin().delete(OWNERS + "/" + TYPE + "/350205").expectProblem(404, "not-found");
        owner.get(OWNERS).expectProblem(403, "missing-scope");
        hub().admin().put(OWNERS, Map.of("licenseType", TYPE, "region", "x", "clientId", owner.clientId())).expectProblem(400, "invalid-request");
        hub().admin().put(OWNERS, Map.of("licenseType", "x", "region", "*", "clientId", owner.clientId())).expectProblem(400, "invalid-request");
        hub().admin().put(OWNERS, Map.of("licenseType", TYPE, "region", "*", "clientId", needing.clientId())).expectProblem(400, "invalid-request")
                .expectFault("clientId", "missing_scope");
    }

    @Test
    void ownerThatWasRemovedDecidesNoMoreAndTheAdministratorDoes() {
        own(owner, TYPE, "350200");
        String id = asked();
        hub().admin().delete(OWNERS + "/" + TYPE + "/350200").expect(204);
        owner.post(PATH + "/" + id + "/approval", Map.of()).expectProblem(403, "not-the-decider");
        hub().admin().post(PATH + "/" + id + "/approval", Map.of()).expect(200);
    }
}
