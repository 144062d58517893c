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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.licensehub.store.catalogue.CommonField;

/** 精准化搜索: staff find licenses by what is known of them, as far as grants reach, and the log says which they were shown. */
class LicenseSearchTest implements KeepsNumbersOutOfLogs {

    private static final String PATH = "/api/v1/licenses/search";
    private static final String SOURCE = "350205-search";
    private static final String TAX_PROOF = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    /** A type that may have several holders. */
    private static final String SEVERAL = "real-estate-certificate";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF, PushedRecord.EMPLOYMENT_CERTIFICATE, SEVERAL);
    private static final ApiCaller SEARCHER = searcher(Map.of(), PushedRecord.TAX_PROOF, PushedRecord.EMPLOYMENT_CERTIFICATE, SEVERAL);

    private static ApiCaller searcher(Map<String, Object> terms, String... slugs) {
        ApiCaller caller = hub().newCaller(Set.of("licenses.search"));
        for (String slug : slugs) {
            Map<String, Object> grant = hub().grantFor(caller, slug);
            grant.putAll(terms);
            hub().grant(grant);
        }
        return caller;
    }

    /** A name that nobody else has. */
    private static String someName() {
        return "示例" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static PushedRecord heldBy(String name) {
        return aRecord().from(SOURCE).heldBy(new Holder(name, "111", Numbers.ofPerson()));
    }

    private static String issue(PushedRecord record) {
        DEPARTMENT.push(record).expect(201);
        return hub().awaitLicense(READER, record.holder()).get("identifier").asText();
    }

    private static Answer search(ApiCaller caller, Map<String, ?> criteria) {
        Map<String, Object> body = new LinkedHashMap<>(criteria);
        if (!body.containsKey("elements")) {
            body.put("elements", elements());
        }
        return caller.post(PATH, body);
    }

    private static List<String> identifiers(JsonNode page) {
        List<String> found = new ArrayList<>();
        page.get("items").forEach(item -> found.add(item.at("/license/identifier").asText()));
        return found;
    }

    private static List<String> found(Map<String, ?> criteria) {
        return identifiers(search(SEARCHER, criteria).expect(200).json());
    }

    private static Map<String, Object> and(Map<String, ?> criteria, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(criteria);
        more.put(name, value);
        return more;
    }

    @Test
    void licensesAreFoundByEachCriterionAndByAllTogether() {
        String name = someName();
        PushedRecord record = heldBy(name).with(CommonField.ISSUER_NAME, "厦门市海沧区" + name + "局").with(CommonField.CERTIFICATE_NUMBER, "税 " + name + "（甲）")
                .with(CommonField.VALIDITY_START, "2024-03-01").with(CommonField.VALIDITY_END, "2031-02-28");
        String identifier = issue(record);
        String other = issue(heldBy(name).with(CommonField.VALIDITY_END, "2029-12-31"));

        assertThat(found(Map.of("licenseNumber", "税" + name.toUpperCase(Locale.ROOT) + "(甲)"))).as("width, blanks and case").containsExactly(identifier);
        assertThat(found(Map.of("identifier", identifier))).containsExactly(identifier);
        assertThat(found(Map.of("holderName", " " + name))).containsExactlyInAnyOrder(identifier, other);
        assertThat(found(Map.of("holderName", name.substring(0, 6)))).as("a name is found whole or not at all").isEmpty();
        assertThat(found(Map.of("issuerName", "厦门市海沧区" + name + "局"))).containsExactly(identifier);
        Map<String, Object> named = Map.of("holderName", name);
        assertThat(found(and(named, "issuerCode", "11350205DEM0000222"))).hasSize(2);
        assertThat(found(and(named, "issuerCode", "11350206DEM000014M"))).isEmpty();
        assertThat(found(and(named, "licenseTypes", List.of(TAX_PROOF)))).hasSize(2);
        assertThat(found(and(named, "licenseTypes", List.of(PushedRecord.codeOf(PushedRecord.EMPLOYMENT_CERTIFICATE))))).isEmpty();
        assertThat(found(and(named, "states", List.of("VALID", "SUSPENDED")))).contains(identifier);
        assertThat(found(and(named, "states", List.of("CANCELLED")))).isEmpty();
        assertThat(found(and(named, "areaCode", "350200"))).as("a city includes its districts").hasSize(2);
        assertThat(found(and(named, "areaCode", "350206"))).isEmpty();
        assertThat(found(and(named, "issued", Map.of("from", "2024-02-29", "to", "2024-02-29")))).hasSize(2);
        assertThat(found(and(named, "issued", Map.of("from", "2024-03-01")))).isEmpty();
        assertThat(found(and(named, "valid", Map.of("from", "2030-01-01", "to", "2030-12-31")))).containsExactly(identifier);
        assertThat(found(and(named, "valid", Map.of("to", "2024-02-29")))).containsExactly(other);
        assertThat(found(Map.of("licenseNumber", record.fields().get("certificate_number"), "identifier", identifier, "holderName", name, "issuerCode",
                "11350205DEM0000222", "licenseTypes", List.of(TAX_PROOF), "states", List.of("VALID"), "areaCode", "350205", "issued", Map.of("from", "2024-01-01"),
                "valid", Map.of("from", "2026-01-01")))).containsExactly(identifier);
    }

    @Test
    void eachOfSeveralHoldersAndANumberThatIsThePersonsOwnAreFound() {
        String name = someName();
        Holder one = new Holder(name + "甲", "111", Numbers.ofPerson());
        PushedRecord record = aRecord().from(SOURCE).heldBy(one).with(CommonField.CERTIFICATE_NUMBER, one.number());
        String identifier = issue(record);
        assertThat(found(Map.of("licenseNumber", one.number()))).containsExactly(identifier);
        String shared = issue(aRecord().of(SEVERAL).from(SOURCE).heldBy(new Holder(name + "乙", "111", Numbers.ofPerson()), new Holder(name + "·丙", "111", Numbers.ofPerson())));
        assertThat(found(Map.of("holderName", name + "乙"))).containsExactly(shared);
        assertThat(found(Map.of("holderName", name + "•丙"))).as("another dot").containsExactly(shared);
    }

    @Test
    void pagesNeitherSkipNorRepeatWhileLicensesAreIssuedAndChange() {
        String name = someName();
        Set<String> before = new LinkedHashSet<>();
        for (int i = 0; i < 9; i++) {
            before.add(issue(heldBy(name).with(CommonField.ISSUE_DATE, "2024-02-2" + i)));
        }
        AtomicBoolean done = new AtomicBoolean();
        ApiCaller manager = hub().newManager();
        CompletableFuture<Integer> busy = CompletableFuture.supplyAsync(() -> {
            int issued = 0;
            while (!done.get() || issued < 3) {
                issue(heldBy(name).with(CommonField.ISSUE_DATE, "2024-02-2" + issued % 9));
                issued++;
                before.stream().limit(4).forEach(identifier -> {
                    manager.post("/api/v1/licenses/" + identifier + "/suspension", Map.of("reason", "核查")).expect(200);
                    manager.post("/api/v1/licenses/" + identifier + "/resumption", Map.of("reason", "核查完毕")).expect(200);
                });
            }
            return issued;
        });
        List<String> shown = new ArrayList<>();
        Set<String> searches = new LinkedHashSet<>();
        try {
            for (String next = ""; next != null;) {
                Map<String, Object> criteria = new LinkedHashMap<>(Map.of("holderName", name, "limit", 2));
                if (!next.isEmpty()) {
                    criteria.put("after", next);
                }
                JsonNode page = search(SEARCHER, criteria).expect(200).json();
                shown.addAll(identifiers(page));
                searches.add(page.get("search").asText());
                next = page.path("next").asText(null);
                assertThat(page.get("items").size()).isLessThanOrEqualTo(2);
            }
        } finally {
            done.set(true);
        }
        assertThat(busy.join()).isGreaterThanOrEqualTo(3);
        assertThat(shown).doesNotHaveDuplicates().containsAll(before);
        assertThat(searches).as("all pages are one search").hasSize(1);
    }

    @Test
    void fieldsThatAreNotGrantedAreMaskedAndNothingIsFoundByThem() {
        String name = someName();
        PushedRecord record = heldBy(name);
        String identifier = issue(record);
        ApiCaller narrow = searcher(Map.of("fields", List.of("certificate_number")), PushedRecord.TAX_PROOF);

        Answer byNumber = search(narrow, Map.of("licenseNumber", record.fields().get("certificate_number"))).expect(200);
        assertThat(identifiers(byNumber.json())).containsExactly(identifier);
        assertThat(byNumber.text()).doesNotContain(name, record.holder().number());
        assertThat(byNumber.json().at("/items/0/license/masked").toString()).contains("certificate_holder_name", "certificate_holder_code");

        JsonNode refused = search(narrow, Map.of("holderName", name)).expectProblem(403, "missing-grant").json();
        assertThat(refused.at("/missingGrants/0/missing").asText()).isEqualTo("FIELD");
        search(searcher(Map.of()), Map.of("holderName", name)).expectProblem(403, "missing-grant");
    }

    @Test
    void licensesOfOtherDivisionsAreNotFoundAndTheAnswerSaysWhichAreGranted() {
        String name = someName();
        issue(heldBy(name));
        JsonNode elsewhere = search(searcher(Map.of("regions", List.of("350206")), PushedRecord.TAX_PROOF), Map.of("holderName", name)).expect(200).json();
        assertThat(elsewhere.get("items")).isEmpty();
        assertThat(elsewhere.at("/refusals/0/grantedRegions/0").asText()).isEqualTo("350206");
        assertThat(identifiers(search(searcher(Map.of("regions", List.of("350200")), PushedRecord.TAX_PROOF), Map.of("holderName", name)).expect(200).json())).hasSize(1);
    }

    @Test
    void whoMayOnlyLookUpMayNotSearchAndIsToldWhichRightIsMissing() {
        search(READER, Map.of("states", List.of("VALID"))).expectProblem(403, "missing-scope");
        search(hub().anonymous(), Map.of("states", List.of("VALID"))).expectProblem(401, "unauthenticated");
        Holder holder = Holder.aPerson();
        SEARCHER.lookup(holder, elements()).expectProblem(403, "missing-scope");
        assertThat(hub().admin().post("/api/v1/callers", Map.of("clientId", "searching-consents", "name", "x", "organisation", "x", "scopes",
                List.of("licenses.search", "consents.give"))).expect(400).text()).contains("separation_of_duties");
    }

    @Test
    void cancelledLicenseShowsItsStateAndIsNeverValid() {
        String name = someName();
        String identifier = issue(heldBy(name));
        assertThat(search(SEARCHER, Map.of("holderName", name)).json().at("/items/0/license/standing").asText()).isEqualTo("IN_FORCE");
        hub().newManager().post("/api/v1/licenses/" + identifier + "/ending", Map.of("ending", "CANCELLED", "reason", "注销")).expect(200);

        JsonNode license = search(SEARCHER, Map.of("holderName", name)).expect(200).json().at("/items/0/license");
        assertThat(license.get("state").asText()).isEqualTo("CANCELLED");
        assertThat(license.get("standing").asText()).isEqualTo("INVALID");
        assertThat(found(Map.of("holderName", name, "states", List.of("VALID")))).isEmpty();
    }

    @Test
    void eachPageAndEachLicenseShownIsInTheLogWithoutTheWordsThatWereSought() {
        String name = someName();
        PushedRecord record = heldBy(name);
        String identifier = issue(record);
        JsonNode page = search(SEARCHER, Map.of("holderName", name, "licenseNumber", record.fields().get("certificate_number"))).expect(200).json();

        String search = page.get("search").asText();
        assertThat(hub().auditBody(page.get("receipt"))).contains("LICENSES_SEARCHED", search, identifier, "\"soughtBy\":[\"NUMBER\",\"HOLDER\"]", "window-12", "\"question\":\"")
                .doesNotContain(name, record.fields().get("certificate_number"));
        assertThat(hub().auditBody(page.at("/items/0/receipt"))).contains("LICENSE_FOUND", search, identifier, "\"holder\":\"", "answerDigest").doesNotContain(name);

        JsonNode nothing = search(SEARCHER, Map.of("holderName", someName())).expect(200).json();
        assertThat(nothing.get("items")).isEmpty();
        assertThat(hub().auditBody(nothing.get("receipt"))).contains("\"licenses\":[]");
    }

    @Test
    void exactlyAsManyLicensesAsTheQuotaAreShownAndSearchingInVainCounts() {
        String name = someName();
        for (int i = 0; i < 4; i++) {
            issue(heldBy(name));
        }
        ApiCaller few = searcher(Map.of("totalQuota", 3), PushedRecord.TAX_PROOF);
        JsonNode page = search(few, Map.of("holderName", name)).expect(200).json();
        assertThat(page.get("items")).hasSize(3);
        assertThat(page.get("withheld").asInt()).isEqualTo(1);
        assertThat(page.at("/refusals/0/missing").asText()).isEqualTo("QUOTA");
        search(few, Map.of("holderName", name)).expectProblem(403, "missing-grant");

        ApiCaller guesser = searcher(Map.of("totalQuota", 2), PushedRecord.TAX_PROOF);
        search(guesser, Map.of("holderName", someName())).expect(200);
        search(guesser, Map.of("holderName", someName())).expect(200);
        search(guesser, Map.of("holderName", someName())).expectProblem(403, "missing-grant");
    }

    @Test
    void placeInASearchIsGoodForThatSearchOfThatCallerOnly() {
        String name = someName();
        issue(heldBy(name));
        issue(heldBy(name));
        String next = search(SEARCHER, Map.of("holderName", name, "limit", 1)).expect(200).json().get("next").asText();
        search(SEARCHER, Map.of("holderName", name, "limit", 5, "after", next)).expect(200);
        List<Map<String, Object>> wrong = List.of(Map.of("holderName", someName(), "after", next), Map.of("holderName", name, "states", List.of("VALID"), "after", next),
                Map.of("holderName", name, "after", next.substring(0, next.length() - 3) + "AAA"), Map.of("holderName", name, "after", "x"),
                Map.of("holderName", name, "after", ""), Map.of("holderName", name, "after", "é\u0000"), Map.of("holderName", name, "after", "A".repeat(100_000)));
        wrong.forEach(criteria -> search(SEARCHER, criteria).expectProblem(400, "invalid-request").expectFault("after", "unknown_cursor"));
        search(searcher(Map.of(), PushedRecord.TAX_PROOF), Map.of("holderName", name, "after", next)).expectProblem(400, "invalid-request")
                .expectFault("after", "unknown_cursor");
    }

    @Test
    void searchThatIsNoneIsRefusedByNameAndNotRepeated() {
        Map<String, Object> wrong = new LinkedHashMap<>();
        wrong.put("licenseTypes:unknown_license_type", Map.of("licenseTypes", List.of("x")));
        wrong.put("licenseTypes:null_value", Collections.singletonMap("licenseTypes", Collections.singletonList(null)));
        wrong.put("issued:from_after_to", Map.of("issued", Map.of("from", "2026-02-01", "to", "2026-01-31")));
        wrong.put("valid:out_of_range", Map.of("valid", Map.of("to", "+999999999-12-31")));
        wrong.put("issued.from:wrong_type", Map.of("issued", Map.of("from", "2026-02-30")));
        wrong.put("limit:out_of_range", Map.of("states", List.of("VALID"), "limit", 0));
        wrong.put("criteria:missing_field", Map.of("licenseTypes", List.of(), "states", List.of(), "issued", Map.of()));
        wrong.put("holderName:too_long", Map.of("holderName", "长".repeat(10_000)));
        wrong.put("holderName:missing_field", Map.of("holderName", " \u3000"));
        wrong.put("identifier:bad_number", Map.of("identifier", "1.2.3"));
        wrong.put("issuerCode:bad_number", Map.of("issuerCode", "x"));
        wrong.put("areaCode:bad_division", Map.of("areaCode", "99"));
        wrong.put("states:not_issued", Map.of("states", List.of("DRAFT")));
        wrong.put("name:unknown_property", Map.of("name", "x"));
        wrong.put("elements:missing_field", Collections.singletonMap("elements", null));
        wrong.forEach((fault, criteria) -> {
            @SuppressWarnings("unchecked")
            Answer answer = search(SEARCHER, (Map<String, Object>) criteria);
            answer.expectProblem(400, "invalid-request").expectFault(fault.split(":")[0], fault.split(":")[1]);
        });
        search(SEARCHER, Map.of("states", List.of("VALID"), "limit", 10_000)).expectProblem(400, "invalid-request").expectFault("limit", "out_of_range");
        search(SEARCHER, Map.of("states", List.of("NONE"))).expectProblem(400, "invalid-request");
        SEARCHER.post(PATH, "null").expectProblem();
        SEARCHER.post(PATH, "[]").expectProblem(400, "invalid-request");
        SEARCHER.method("GET", PATH).expectProblem();
        String number = Numbers.ofPerson();
        assertThat(search(SEARCHER, Map.of("identifier", number)).expectProblem(400, "invalid-request").text()).doesNotContain(number);
        assertThat(search(SEARCHER, Map.of("holderName", "%' or 1=1 --\u0000")).expect(200).json().get("items")).isEmpty();
    }

    @Test
    void licensesFromBeforeAnUpdateAreMadeUpForAndTheSearchSaysHowManyAreLeft() {
        String name = someName();
        String identifier = issue(heldBy(name));
        UUID id = hub().database().queryForObject("select id from license where identifier = ?", UUID.class, identifier);
        hub().database().update("delete from license_word where license_id = ?", id);
        assertThat(found(Map.of("holderName", name))).isEmpty();
        hub().database().update("insert into license_word_task (license_id) values (?)", id);
        await().atMost(Duration.ofSeconds(30)).until(() -> found(Map.of("holderName", name)).equals(List.of(identifier)));
        assertThat(search(SEARCHER, Map.of("holderName", name)).json().has("indexing")).isFalse();
    }
}
