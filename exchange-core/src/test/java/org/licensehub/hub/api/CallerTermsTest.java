package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller is held to, whichever scopes it has. The tests call from 127.0.0.1. */
class CallerTermsTest implements KeepsNumbersOutOfLogs {

    private static final String QUARANTINE = "/api/v1/quarantine";
    private static final String PHONE = "13800004711";
    private static final ApiCaller READER = hub().newApprovalSystem();

    private final ApiCaller caller = hub().newCaller(Set.of("records.push", "licenses.read"), "350205-terms");

    private static Map<String, Object> terms(ApiCaller caller) {
        JsonNode now = hub().admin().get("/api/v1/callers/" + caller.clientId()).expect(200).json().get("caller");
        Map<String, Object> terms = new LinkedHashMap<>();
        terms.put("name", now.get("name"));
        terms.put("organisation", now.get("organisation"));
        terms.put("scopes", now.get("scopes"));
        terms.put("sources", now.get("sources"));
        terms.put("version", now.get("version"));
        return terms;
    }

    private static Answer change(ApiCaller caller, String name, Object value) {
        Map<String, Object> terms = terms(caller);
        terms.put(name, value);
        return hub().admin().put("/api/v1/callers/" + caller.clientId(), terms);
    }

    private static List<String> refusals(ApiCaller caller) {
        return hub().database().queryForList("select body from audit_record where body like '%CALL_REFUSED%' and body like ? order by sequence",
                String.class, "%\"" + caller.clientId() + "\"%");
    }

    @Test
    void callFromAnotherNetworkIsRefusedFromTheNextRequestOnAndRecorded() {
        caller.get(QUARANTINE).expect(200);
        change(caller, "networks", List.of("10.0.0.0/8", "2001:db8::/32")).expect(200);
        caller.get(QUARANTINE).expectProblem(403, "foreign-network");
        assertThat(refusals(caller)).hasSize(1).first().asString().contains("foreign_network", "127.0.0.1");
        change(caller, "networks", List.of("10.0.0.0/8", "127.0.0.0/8")).expect(200);
        caller.get(QUARANTINE).expect(200);
    }

    @Test
    void tokenIsNotGivenToAnotherNetwork() {
        change(caller, "networks", List.of("10.0.0.0/8")).expect(200);
        caller.requestToken(Set.of("records.push")).expectProblem(403, "foreign-network");
    }

    @Test
    void forwardedAddressIsNotBelieved() {
        change(caller, "networks", List.of("10.0.0.0/8")).expect(200);
        for (String header : List.of("X-Forwarded-For: 10.0.0.1", "X-Real-IP: 10.0.0.1", "Forwarded: for=10.0.0.1", "X-Forwarded-For: 10.0.0.1, 127.0.0.1")) {
            RawHttp.send(caller, "GET " + QUARANTINE + " HTTP/1.1", header).expectProblem(403, "foreign-network");
        }
    }

    @Test
    void refusalsThatRepeatAreCountedInsteadOfFillingTheLog() {
        change(caller, "networks", List.of("10.0.0.0/8")).expect(200);
        for (int i = 0; i < 20; i++) {
            caller.get(QUARANTINE).expectProblem(403, "foreign-network");
        }
        assertThat(refusals(caller)).hasSize(1);
    }

    @Test
    void callerCallsOnlyTheInterfacesItIsAllowed() {
        change(caller, "interfaces", List.of("LOOKUPS", "RECORD_BATCHES")).expect(200);
        JsonNode problem = caller.get(QUARANTINE).expectProblem(403, "interface-not-allowed").json();
        assertThat(problem.get("allowed").toString()).contains("LOOKUPS").doesNotContain("QUARANTINE");
        caller.post("/api/v1/records", Map.of()).expectProblem(403, "interface-not-allowed");
        caller.batch("{}").expect(200);
        caller.post("/api/v1/lookups", Map.of()).expectProblem(400, "invalid-request");
        caller.get("/api/v1/no-such-thing").expectProblem(403, "interface-not-allowed");
        caller.get("/api/v1/catalogue/license-types").expect(200);
        caller.get("/api/v1/audit/heads/latest").expect(200);
        caller.get("/api/v1/audit/counts").expectProblem(403, "interface-not-allowed");
        assertThat(refusals(caller)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/quarantine/", "/api/v1//quarantine", "/api/v1/lookups/../quarantine", "/api/v1/lookups/%2e%2e/quarantine",
            "/api/v1/lookups/..;/quarantine", "/api/v1/lookups;/../quarantine", "/api/v1/%71uarantine", "/api/v1/Quarantine", "/api/v1/quarantine;a=b"})
    void noSpellingOfAPathOpensAnInterface(String path) {
        change(caller, "interfaces", List.of("LOOKUPS")).expect(200);
        RawHttp.send(caller, "GET " + path + " HTTP/1.1").expectProblem();
    }

    @Test
    void callsBeyondTheDailyLimitAreRefusedUntilAStatedTime() {
        change(caller, "dailyLimit", 3).expect(200);
        for (int i = 0; i < 3; i++) {
            caller.get(QUARANTINE).expect(200);
        }
        Answer refused = caller.get(QUARANTINE).expectProblem(429, "daily-limit-reached");
        Instant reset = Instant.parse(refused.json().get("resetsAt").asText());
        assertThat(reset).isAfter(Instant.now());
        assertThat(Long.parseLong(refused.header("Retry-After").orElseThrow())).isBetween(1L, 24 * 3600L + 1);
        assertThat(refused.json().get("dailyLimit").asLong()).isEqualTo(3);
        caller.get(QUARANTINE).expectProblem(429, "daily-limit-reached");
        assertThat(refusals(caller)).hasSize(1).first().asString().contains("daily_limit");
        assertThat(hub().admin().get("/api/v1/callers/" + caller.clientId()).expect(200).json().get("takenToday").asLong()).isEqualTo(3);
        change(caller, "dailyLimit", 4).expect(200);
        caller.get(QUARANTINE).expect(200);
        caller.get(QUARANTINE).expectProblem(429, "daily-limit-reached");
    }

    @Test
    void scopeThatIsTakenAwayIsGoneFromTokensGivenBefore() {
        caller.get(QUARANTINE).expect(200);
        change(caller, "scopes", List.of("licenses.read")).expect(200);
        caller.get(QUARANTINE).expectProblem(403, "missing-scope");
    }

    @Test
    void scopeThatIsGivenLaterIsNotInATokenThatWasAskedForWithoutIt() {
        change(caller, "scopes", List.of("records.push", "licenses.read", "licenses.review")).expect(200);
        caller.get("/api/v1/reviews").expectProblem(403, "missing-scope");
    }

    @Test
    void secondOfTwoChangesMadeFromTheSameReadingIsRefused() {
        Map<String, Object> read = terms(caller);
        hub().admin().put("/api/v1/callers/" + caller.clientId(), read).expect(200);
        hub().admin().put("/api/v1/callers/" + caller.clientId(), read).expectProblem(409, "changed-meanwhile");
        hub().admin().put("/api/v1/callers/nobody", read).expectProblem(404, "not-found");
    }

    @Test
    void contactIsShownToAdministratorsAndLiesEncrypted() {
        change(caller, "contact", Map.of("name", "欧阳联络", "phone", PHONE)).expect(200);
        JsonNode contact = hub().admin().get("/api/v1/callers/" + caller.clientId()).json().get("contact");
        assertThat(contact.get("name").asText()).isEqualTo("欧阳联络");
        assertThat(contact.get("phone").asText()).isEqualTo(PHONE);
        for (String table : List.of("caller", "audit_record")) {
            assertThat(hub().database().queryForList("select t::text from " + table + " t", String.class)).noneMatch(row -> row.contains(PHONE)
                    || row.contains("欧阳联络"));
        }
        assertThat(hub().admin().get("/api/v1/callers?limit=1000").text()).doesNotContain(PHONE);
    }

    @Test
    void changeIsRecordedWithWhoAndWhat() {
        change(caller, "networks", List.of("127.0.0.1")).expect(200);
        assertThat(hub().database().queryForList("select body from audit_record where body like '%CALLER_CHANGED%' and body like ?", String.class,
                "%\"" + caller.clientId() + "\"%")).hasSize(1).first().asString().contains("\"admin\"", "127.0.0.1", "\"terms\"");
    }

    @Test
    void whatCannotBeIsRefusedWithTheField() {
        for (Object bad : List.of(List.of("10.0.0.0/33"), List.of("localhost"), List.of(""), List.of("10.0.0.1\r\nX: y"))) {
            change(caller, "networks", bad).expectProblem(400, "invalid-request").expectFault("networks", "bad_network");
        }
        change(caller, "interfaces", List.of("EVERYTHING")).expectProblem(400, "invalid-request");
        change(caller, "dailyLimit", 0).expectProblem(400, "invalid-request").expectFault("dailyLimit", "out_of_range");
        change(caller, "dailyLimit", -5).expectProblem(400, "invalid-request").expectFault("dailyLimit", "out_of_range");
        change(caller, "contact", Map.of("phone", "1".repeat(101))).expectProblem(400, "invalid-request").expectFault("contact", "bad_contact");
        change(caller, "contact", Map.of("name", "a\nb")).expectProblem(400, "invalid-request").expectFault("contact", "bad_contact");
        change(caller, "scopes", List.of("hub.admin", "audit.read")).expectProblem(400, "invalid-request").expectFault("scopes", "separation_of_duties");
        change(caller, "version", null).expectProblem(400, "invalid-request").expectFault("version", "missing_field");
        READER.put("/api/v1/callers/" + caller.clientId(), terms(caller)).expectProblem(403, "missing-scope");
    }
}
