package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;

/** What an auditor would look for is found, told with numbers and positions, once, and without a holder (G3). */
class AuditFlagsTest implements KeepsNumbersOutOfLogs {

    private static final String PATH = "/api/v1/audit/flags";
    /** A Friday in working hours, and the Saturday after it. */
    private static final Instant FRIDAY = Instant.parse("2026-11-20T02:10:00Z");
    private static final Instant SATURDAY = FRIDAY.plus(Duration.ofDays(1));
    private static final ApiCaller AUDITOR = hub().newCaller(Set.of("audit.read"));
    private static final int ENUMERATION = 3000;

    /** Of this test alone. */
    private final String caller = "flagged-" + UUID.randomUUID();

    private static List<JsonNode> all(ApiCaller auditor, String query, int limit) {
        List<JsonNode> flags = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = auditor.get(PATH + "?" + query + "&limit=" + limit + (after.isEmpty() ? "" : "&after=" + after)).expect(200).json();
            page.get("items").forEach(flags::add);
            after = page.get("next").asText("");
        } while (!after.isEmpty() && !"null".equals(after));
        return flags;
    }

    private List<JsonNode> flags(String kind) {
        return all(AUDITOR, "caller=" + caller + "&kind=" + kind, 3);
    }

    private List<JsonNode> allFlags() {
        return all(AUDITOR, "caller=" + caller, 100);
    }

    private List<AuditReceipt> lookups(Instant at, String operator, int count) {
        return PastRecords.at(at, count, i -> PastRecords.lookup(caller, operator, PastRecords.someHolder()));
    }

    private static long position(List<AuditReceipt> receipts, int index) {
        return receipts.get(index).sequence();
    }

    @Test
    void usualWorkIsNoFlag() {
        lookups(FRIDAY, "window-1", 40);
        lookups(FRIDAY.plus(Duration.ofHours(1)), "window-1", 40);
        lookups(FRIDAY, "window-2", 40);
        assertThat(allFlags()).isEmpty();
    }

    @Test
    void placeholderInPlaceOfACaseNumberIsAFlagWithItsCountAndPositions() {
        List<AuditReceipt> receipts = PastRecords.at(FRIDAY, 3, i -> PastRecords.lookup(caller, "window-1", PastRecords.someHolder()).with("caseNumber", "无"));
        JsonNode flag = flags("NO_CASE_NUMBER").get(0);
        assertThat(flag.get("counted").asInt()).isEqualTo(3);
        assertThat(flag.get("threshold").asInt()).isEqualTo(1);
        assertThat(flag.get("operator").asText()).isEqualTo("window-1");
        assertThat(flag.get("day").asText()).isEqualTo("2026-11-20");
        assertThat(flag.get("first").asLong()).isEqualTo(position(receipts, 0));
        assertThat(flag.get("last").asLong()).isEqualTo(position(receipts, 2));
        assertThat(flag.at("/explanation/zh").asText()).contains("3 条", "办件编号");
        assertThat(flag.at("/explanation/en").asText()).contains("3 records", "case number");
        assertThat(allFlags()).hasSize(1);
    }

    @Test
    void caseNumberThatWasPutInByTheHubAndNotByTheCallIsNone() {
        PastRecords.at(FRIDAY, 1, i -> PastRecords.lookup(caller, "window-1", PastRecords.someHolder()).with("defaulted", List.of("operator")));
        assertThat(allFlags()).isEmpty();
        PastRecords.at(FRIDAY, 1, i -> PastRecords.lookup(caller, "window-1", PastRecords.someHolder()).with("defaulted", List.of("operator", "caseNumber")));
        assertThat(flags("NO_CASE_NUMBER")).hasSize(1);
    }

    @Test
    void oneOperatorAndManyHoldersInAnHourIsAFlagThatGrowsUntilTheDayIsOneToo() {
        HolderKey same = PastRecords.someHolder();
        PastRecords.at(FRIDAY, 80, i -> PastRecords.lookup(caller, "window-1", same));
        lookups(FRIDAY, "window-1", 58);
        assertThat(allFlags()).isEmpty();
        lookups(FRIDAY, "window-1", 5);
        assertThat(flags("MANY_HOLDERS")).singleElement().satisfies(flag -> {
            assertThat(flag.get("period").asText()).isEqualTo("HOUR");
            assertThat(flag.get("counted").asInt()).isEqualTo(64);
            assertThat(flag.get("threshold").asInt()).isEqualTo(60);
        });
        lookups(FRIDAY, "window-1", 250);
        assertThat(flags("MANY_HOLDERS")).extracting(flag -> flag.get("period").asText() + " " + flag.get("counted").asText())
                .containsExactlyInAnyOrder("HOUR 314", "DAY 314");
    }

    @Test
    void weekendsAndNightsAreFlagsAndWorkingHoursAreNot() {
        lookups(SATURDAY, "window-1", 2);
        lookups(FRIDAY.minus(Duration.ofHours(7)), "window-2", 1);
        assertThat(flags("OFF_HOURS")).extracting(flag -> flag.get("operator").asText() + " " + flag.get("day").asText() + " " + flag.get("counted").asText())
                .containsExactlyInAnyOrder("window-1 2026-11-21 2", "window-2 2026-11-20 1");
        assertThat(allFlags()).hasSize(2);
    }

    @Test
    void whoActsAboutThemselvesIsAFlagThatTellsNoPosition() {
        Holder clerk = Holder.aPerson();
        HolderKey key = hub().part(PersonalData.class).holderKey(clerk.type(), clerk.number());
        PastRecords.at(FRIDAY, 1, i -> PastRecords.lookup(caller, "clerk", key));
        assertThat(allFlags()).as("nobody has said who the clerk is").isEmpty();

        ApiCaller security = People.person("security-admin");
        Map<String, String> own = Map.of("caller", caller, "operator", "clerk", "holderCode", clerk.number(), "holderCodeType", clerk.type());
        security.put("/api/v1/operator-holders", own).expect(204);
        PastRecords.at(FRIDAY, 1, i -> PastRecords.lookup(caller, "clerk", key));
        PastRecords.at(FRIDAY, 1, i -> PastRecords.lookup(caller, "clerk", PastRecords.someHolder()));
        PastRecords.at(FRIDAY, 1, i -> PastRecords.lookup(caller, "colleague", key));
        JsonNode flag = flags("OWN_RECORD").get(0);
        assertThat(flag.get("counted").asInt()).isOne();
        assertThat(flag.has("first") || flag.has("last")).isFalse();
        assertThat(allFlags()).hasSize(1);

        String listed = security.get("/api/v1/operator-holders?limit=1000").expect(200).text();
        assertThat(listed).contains(caller).doesNotContain(key.hex(), clerk.number());
        assertThat(hub().database().queryForList("select body from audit_record where event in ('OPERATOR_HOLDER_CHANGED', 'FLAG_RAISED') and body like ?",
                String.class, "%" + caller + "%")).hasSize(2).noneMatch(body -> body.contains(key.hex()));
        security.delete("/api/v1/operator-holders?operator=clerk&caller=" + caller).expect(204);
        security.delete("/api/v1/operator-holders?operator=clerk&caller=" + caller).expectProblem(404, "not-found");
    }

    @Test
    void auditorWhoLooksThemselvesUpIsAFlagThatTheyCannotClose() {
        ApiCaller auditor = hub().newCaller(Set.of("audit.read"));
        Holder self = Holder.aPerson();
        hub().admin().put("/api/v1/operator-holders", Map.of("caller", auditor.clientId(), "holderCode", self.number(), "holderCodeType", self.type())).expect(204);
        String search = auditor.post("/api/v1/audit/holder-searches", Map.of("holderCode", self.number(), "holderCodeType", self.type(), "reason", "核查"))
                .expect(201).json().get("id").asText();
        AUDITOR.post("/api/v1/audit/holder-searches/" + search + "/confirmation", Map.of()).expect(200);
        auditor.get("/api/v1/audit/records?holderSearch=" + search).expect(200);
        List<JsonNode> found = all(AUDITOR, "kind=OWN_RECORD&caller=" + auditor.clientId(), 10);
        assertThat(found).hasSize(1);
        String closure = PATH + "/" + found.get(0).get("id").asText() + "/closure";
        auditor.post(closure, Map.of("reason", "误报")).expectProblem(403, "second-person-needed");
        AUDITOR.post(closure, Map.of("reason", "已谈话")).expect(200);
    }

    @Test
    void dayFarBeyondTheUsualOfThisCallerIsAFlagAndABusyOneIsNot() {
        HolderKey same = PastRecords.someHolder();
        for (int day = 7; day > 0; day--) {
            PastRecords.at(FRIDAY.minus(Duration.ofDays(day)), 100 + day, i -> PastRecords.lookup(caller, "window-1", same));
        }
        PastRecords.at(FRIDAY, 199, i -> PastRecords.lookup(caller, "window-1", same));
        assertThat(flags("SUDDEN_RISE")).isEmpty();
        PastRecords.at(FRIDAY, 400, i -> PastRecords.lookup(caller, "window-1", same));
        assertThat(flags("SUDDEN_RISE")).singleElement().satisfies(flag -> {
            assertThat(flag.get("period").asText()).isEqualTo("HOUR");
            assertThat(flag.get("usual").asInt()).isEqualTo(104);
            assertThat(flag.get("threshold").asInt()).isEqualTo(520);
            assertThat(flag.get("counted").asInt()).isEqualTo(599);
        });
        PastRecords.at(FRIDAY.plus(Duration.ofHours(1)), 401, i -> PastRecords.lookup(caller, "window-1", same));
        assertThat(flags("SUDDEN_RISE")).extracting(flag -> flag.get("period").asText()).containsExactly("HOUR", "DAY");
    }

    @Test
    void callerWithoutAPastHasNothingUsual() {
        HolderKey same = PastRecords.someHolder();
        PastRecords.at(FRIDAY, 1500, i -> PastRecords.lookup(caller, "window-1", same));
        assertThat(flags("SUDDEN_RISE")).isEmpty();
    }

    /** A few each day, by ever other operators, so that no hour and no day tells anything. */
    @Test
    void slowEnumerationOverManyDaysIsOneFlag() {
        int aDay = ENUMERATION / 14;
        long first = hub().database().queryForObject("select size from audit_tree", Long.class);
        for (int day = 20; day > 0; day--) {
            Instant at = FRIDAY.minus(Duration.ofDays(day));
            int today = day;
            PastRecords.at(at, aDay, i -> PastRecords.lookup(caller, "window-" + today + "-" + i % 10, PastRecords.someHolder()));
            if (day == 8) {
                assertThat(flags("SLOW_ENUMERATION")).isEmpty();
            }
        }
        assertThat(flags("SLOW_ENUMERATION")).singleElement().satisfies(flag -> {
            assertThat(flag.get("counted").asInt()).isBetween(aDay * 19, aDay * 21);
            assertThat(flag.get("threshold").asInt()).isEqualTo(ENUMERATION);
            assertThat(flag.get("first").asLong()).isBetween(first, first + aDay);
            assertThat(flag.has("operator")).isFalse();
        });
        assertThat(flags("MANY_HOLDERS")).isEmpty();
    }

    @Test
    void sameHoldersAgainAndAgainAreNoEnumeration() {
        List<HolderKey> clients = java.util.stream.IntStream.range(0, 500).mapToObj(i -> PastRecords.someHolder()).toList();
        for (int day = 10; day > 0; day--) {
            PastRecords.at(FRIDAY.minus(Duration.ofDays(day)), 500, i -> PastRecords.lookup(caller, "window-" + i % 10, clients.get(i)));
        }
        assertThat(flags("SLOW_ENUMERATION")).isEmpty();
    }

    private static List<JsonNode> sequential(ApiCaller reader) {
        return all(AUDITOR, "kind=SEQUENTIAL_NUMBERS&caller=" + reader.clientId(), 10);
    }

    @Test
    void numbersInSequenceAreNoticedHoweverTheyAreAskedForAndTheFlagHoldsNone() {
        List<Holder> neighbours = Numbers.inSequence(30).stream().map(number -> new Holder("示例人", "111", number)).toList();
        ApiCaller door = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        long first = door.lookup(neighbours.get(0), elements()).expect(200).json().at("/receipt/sequence").asLong();
        neighbours.subList(1, 4).forEach(holder -> door.lookup(holder, elements()).expect(200));
        assertThat(sequential(door)).isEmpty();
        neighbours.subList(4, 12).forEach(holder -> door.lookup(holder, elements()).expect(200));
        assertThat(sequential(door)).singleElement().satisfies(flag -> {
            assertThat(flag.get("counted").asInt()).isEqualTo(10);
            assertThat(flag.get("first").asLong()).isEqualTo(first);
            assertThat(flag.get("operator").asText()).isEqualTo("window-12");
            assertThat(neighbours).noneMatch(holder -> flag.toString().contains(holder.number()) || flag.toString().contains(holder.number().substring(0, 14)));
        });

        ApiCaller batch = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        batch.post("/api/v1/lookups/batch", Map.of("elements", elements(), "holders", neighbours.stream().map(holder -> Map.of("holderCode", holder.number(),
                "holderCodeType", holder.type())).toList())).expect(200);
        assertThat(sequential(batch)).singleElement().satisfies(flag -> assertThat(flag.get("counted").asInt()).isEqualTo(20));

        ApiCaller checker = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        neighbours.subList(0, 5).forEach(holder -> checker.post("/api/v1/verifications/information", Map.of("licenseType",
                PushedRecord.codeOf(PushedRecord.TAX_PROOF), "holderCode", holder.number(), "holderCodeType", holder.type(), "fields", Map.of(), "elements",
                elements())).expect(200));
        assertThat(sequential(checker)).hasSize(1);
    }

    @Test
    void portalThatReadsOneViewAfterTheOtherIsNoticed() {
        ApiCaller portal = hub().newCaller(Set.of("holder.view"));
        Numbers.inSequence(5).forEach(number -> portal.post("/api/v1/holder-view/uses", Map.of("holderCode", number, "holderCodeType", "111")).expect(200));
        assertThat(sequential(portal)).hasSize(1);
        for (int day = 10; day > 0; day--) {
            PastRecords.at(FRIDAY.minus(Duration.ofDays(day)), ENUMERATION / 7, i -> org.licensehub.hub.audit.AuditDraft.of(AuditEvent.HOLDER_VIEW_READ, caller)
                    .about(PastRecords.someHolder()));
        }
        assertThat(allFlags()).extracting(flag -> flag.get("kind").asText()).containsExactly("SLOW_ENUMERATION");
    }

    @Test
    void numbersFarFromEachOtherAreNoSequence() {
        ApiCaller reader = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        List<String> numbers = Numbers.inSequence(30);
        for (int i = 0; i < 30; i += 3) {
            reader.lookup(new Holder("示例人", "111", numbers.get(i)), elements()).expect(200);
        }
        assertThat(sequential(reader)).isEmpty();
    }

    private static void again() {
        hub().database().update("update audit_flag_state set next = 0");
    }

    @Test
    void flagIsRaisedOnceThoughTheJobGoesOverTheLogAgainOnTwoNodesAtOnce() throws Exception {
        lookups(SATURDAY, "window-1", 70);
        List<JsonNode> before = allFlags();
        assertThat(before).hasSize(2);
        int nodes = 4;
        CyclicBarrier start = new CyclicBarrier(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            again();
            List<Callable<List<JsonNode>>> readers = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                readers.add(() -> {
                    start.await();
                    return allFlags();
                });
            }
            for (Future<List<JsonNode>> read : threads.invokeAll(readers)) {
                assertThat(read.get()).isEqualTo(before);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'FLAG_RAISED' and body like ?", Long.class,
                "%" + caller + "%")).isEqualTo(2);
        assertThat(hub().database().queryForObject("select count(*) = max(number) and count(*) = (select flags from audit_flag_state) from audit_flag",
                Boolean.class)).isTrue();
    }

    @Test
    void closedFlagSaysByWhomAndWhyAndWhatGoesOnIsANewOne() {
        lookups(SATURDAY, "window-1", 2);
        String id = flags("OFF_HOURS").get(0).get("id").asText();
        JsonNode closed = AUDITOR.post(PATH + "/" + id + "/closure", Map.of("reason", "周末值班，已核实")).expect(200).json();
        assertThat(closed.get("state").asText()).isEqualTo("CLOSED");
        assertThat(closed.get("closedBy").asText()).isEqualTo(AUDITOR.clientId());
        assertThat(closed.get("reason").asText()).isEqualTo("周末值班，已核实");
        AUDITOR.post(PATH + "/" + id + "/closure", Map.of("reason", "再次")).expectProblem(409, "illegal-state-move");
        assertThat(hub().database().queryForList("select t::text from audit_flag t", String.class)).noneMatch(row -> row.contains("周末值班"));
        assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'FLAG_CLOSED' and body like ?", Long.class, "%" + id + "%"))
                .isOne();
        assertThat(flags("OFF_HOURS")).hasSize(1);

        lookups(SATURDAY, "window-1", 1);
        assertThat(flags("OFF_HOURS")).hasSize(2).last().satisfies(flag -> assertThat(flag.get("counted").asInt()).isOne());
        assertThat(all(AUDITOR, "state=OPEN&caller=" + caller, 10)).hasSize(1);
        assertThat(all(AUDITOR, "state=CLOSED&caller=" + caller, 10)).hasSize(1);
    }

    @Test
    void flagsAreFoundByOperatorAndTimeReadToTheEndAndEachReadingIsInTheLog() {
        for (int i = 0; i < 7; i++) {
            lookups(SATURDAY, "值班 " + i, 1);
        }
        assertThat(all(AUDITOR, "caller=" + caller, 3)).hasSize(7);
        assertThat(all(AUDITOR, "caller=" + caller + "&operator=" + URLEncoder.encode("值班 3", StandardCharsets.UTF_8), 3)).hasSize(1);
        assertThat(all(AUDITOR, "caller=" + caller + "&from=2026-11-21T00:00:00Z", 3)).isEmpty();
        assertThat(all(AUDITOR, "caller=" + caller + "&from=2026-11-20T16:00:00Z&to=2026-11-21T00:00:00Z", 3)).hasSize(7);
        ApiCaller reader = hub().newCaller(Set.of("audit.read"));
        reader.get(PATH + "?limit=2&caller=" + caller).expect(200);
        assertThat(hub().database().queryForList("select body from audit_record where event = 'FLAGS_READ' and body like ?", String.class,
                "%\"actor\":\"" + reader.clientId() + "\"%")).singleElement().asString().contains("\"soughtCaller\":\"" + caller + "\"", "\"flags\":2");
    }

    @Test
    void whoIsNoAuditorSeesNoFlagsAndCountsAreAStatistic() {
        lookups(SATURDAY, "window-1", 1);
        String id = flags("OFF_HOURS").get(0).get("id").asText();
        for (ApiCaller other : List.of(hub().admin(), People.person("security-admin"), People.person("system-admin"), hub().newApprovalSystem())) {
            other.get(PATH).expectProblem(403, "missing-scope");
            other.post(PATH + "/" + id + "/closure", Map.of("reason", "x")).expectProblem(403, "missing-scope");
        }
        hub().anonymous().get(PATH).expectProblem(401, "unauthenticated");
        for (ApiCaller reader : List.of(AUDITOR, hub().admin(), People.person("system-admin"))) {
            assertThat(reader.get("/api/v1/statistics/audit-flags").expect(200).json()).anySatisfy(count -> {
                assertThat(count.get("kind").asText()).isEqualTo("OFF_HOURS");
                assertThat(count.get("flags").asLong()).isPositive();
            });
        }
        AUDITOR.put("/api/v1/operator-holders", Map.of()).expectProblem(403, "missing-scope");
        hub().newApprovalSystem().get("/api/v1/statistics/audit-flags").expectProblem(403, "missing-scope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind=x", "state=x", "from=yesterday", "to=+999999999-12-31T23:59:59Z", "limit=0", "limit=x", "after=x", "after=0-999999999999999999",
        "operator=a%00b"})
    void whatCannotBeAskedForIsRefusedByName(String query) {
        assertThat(AUDITOR.get(PATH + "?" + query).expectProblem(400, "invalid-request").json().at("/errors/0/field").asText())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void badBodiesAreRefused() {
        AUDITOR.get(PATH + "?operator=" + Numbers.ofPerson()).expectProblem(400, "invalid-request").expectFault("operator", "personal_number");
        AUDITOR.post(PATH + "/" + UUID.randomUUID() + "/closure", Map.of("reason", "x")).expectProblem(404, "not-found");
        AUDITOR.post(PATH + "/x/closure", Map.of("reason", "x")).expectProblem(400, "invalid-request");
        AUDITOR.post(PATH + "/" + UUID.randomUUID() + "/closure", Map.of()).expectProblem(400, "invalid-request").expectFault("reason", "missing_field");
        ApiCaller security = People.person("security-admin");
        String wrong = Numbers.withWrongCheck(Numbers.ofPerson());
        Answer refused = security.put("/api/v1/operator-holders", Map.of("caller", "x-1", "holderCode", wrong, "holderCodeType", "111"))
                .expectProblem(400, "invalid-request").expectFault("holderCode", "bad_number");
        assertThat(refused.text()).doesNotContain(wrong);
        security.put("/api/v1/operator-holders", Map.of("caller", "a b")).expectProblem(400, "invalid-request").expectFault("caller", "wrong_type");
        security.put("/api/v1/operator-holders", Map.of("caller", "x-1", "operator", Numbers.ofPerson(), "holderCode", wrong, "holderCodeType", "111"))
                .expectProblem(400, "invalid-request").expectFault("operator", "personal_number");
    }

    @Test
    void recordsThatAreNoUseOfALicenseCountForNothing() {
        PastRecords.at(SATURDAY, 100, i -> PastRecords.lookup(caller, "window-1", PastRecords.someHolder()).with("caseNumber", "无"));
        int before = allFlags().size();
        PastRecords.at(SATURDAY, 5, i -> org.licensehub.hub.audit.AuditDraft.of(AuditEvent.LOG_SEARCHED, caller));
        assertThat(allFlags()).hasSize(before);
        assertThat(flags("OFF_HOURS").get(0).get("counted").asInt()).isEqualTo(100);
    }
}
