package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** 授权用证: what a holder agreed to, and nothing else. */
class ConsentsTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-consents";
    private static final String PATH = "/api/v1/consents";
    private static final String TAX_PROOF = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final ApiCaller APP = hub().newCaller(Set.of("consents.give"));

    private final PushedRecord record = aRecord().from(SOURCE);
    private final Holder holder = record.holder();
    private final String identifier = issued(record);
    /** Without any grant. */
    private final ApiCaller window = hub().newApprovalSystem();

    private static String issued(PushedRecord record) {
        DEPARTMENT.push(record).expect(201);
        return hub().awaitLicense(READER, record.holder()).get("identifier").asText();
    }

    private Map<String, Object> terms() {
        Map<String, Object> terms = new LinkedHashMap<>();
        terms.put("holderCode", holder.number());
        terms.put("holderCodeType", holder.type());
        terms.put("licenseType", TAX_PROOF);
        terms.put("fields", List.of("certificate_number", "KZ_SZ"));
        terms.put("serviceItem", RunningHub.SERVICE_ITEM);
        terms.put("use", "ONE_USE");
        return terms;
    }

    private Map<String, Object> untilTomorrow() {
        Map<String, Object> terms = terms();
        terms.put("use", "UNTIL");
        terms.put("until", Instant.now().plus(Duration.ofHours(23)).toString());
        return terms;
    }

    private static JsonNode given(Map<String, Object> terms) {
        return APP.post(PATH, terms).expect(201).json();
    }

    private static String code(Map<String, Object> terms) {
        return given(terms).get("code").asText();
    }

    private static Map<String, Object> question(Holder of, String code) {
        return new LinkedHashMap<>(Map.of("holderCode", of.number(), "holderCodeType", of.type(), "elements", elements(), "consent", code));
    }

    private Answer lookup(String code) {
        return window.post("/api/v1/lookups", question(holder, code));
    }

    @Test
    void exactlyTheChosenFieldsAreShownAndTheBasisIsConsentInAnswerAndLog() {
        JsonNode given = given(terms());
        Answer answer = lookup(given.get("code").asText()).expect(200);
        JsonNode license = answer.json().at("/licenses/0");
        assertThat(license.get("identifier").asText()).isEqualTo(identifier);
        assertThat(license.get("fields").fieldNames()).toIterable().containsExactlyInAnyOrder("certificate_number", "KZ_SZ");
        assertThat(license.get("fields").get("KZ_SZ").asText()).isEqualTo(record.fields().get("KZ_SZ"));
        assertThat(license.get("masked")).isEmpty();
        assertThat(answer.text()).doesNotContain(holder.number(), holder.name(), record.fields().get("KZ_SJJE"));
        assertThat(answer.json().get("basis").asText()).isEqualTo("CONSENT");
        assertThat(hub().auditBody(answer.json().get("receipt"))).contains("LOOKUP_ANSWERED", "\"basis\":\"CONSENT\"",
                given.at("/consent/id").asText(), window.clientId()).doesNotContain(given.get("code").asText());
        assertThat(READER.lookup(holder, elements()).expect(200).json().get("basis").asText()).isEqualTo("DUTY");
    }

    @Test
    void codeForOneUseIsUsedOnceUnderManyThreads() throws Exception {
        for (int round = 0; round < 3; round++) {
            JsonNode given = given(terms());
            List<ApiCaller> windows = IntStream.range(0, 8).mapToObj(i -> hub().newApprovalSystem()).toList();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Callable<Integer>> work = windows.stream().map(each -> (Callable<Integer>) () ->
                        each.post("/api/v1/lookups", question(holder, given.get("code").asText())).status()).toList();
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> each : threads.invokeAll(work)) {
                    statuses.add(each.get());
                }
                assertThat(statuses).containsOnlyOnce(200).filteredOn(status -> status == 403).hasSize(7);
            } finally {
                threads.shutdownNow();
            }
            assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'LOOKUP_ANSWERED' and body like ?", Integer.class,
                    "%" + given.at("/consent/id").asText() + "%")).isOne();
        }
    }

    @Test
    void useAndRecordAreOneTransaction() {
        JsonNode given = given(terms());
        hub().database().execute("create function fail_answers() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$");
        hub().database().execute("create trigger fail_answers before insert on audit_head for each row execute function fail_answers()");
        try {
            assertThat(lookup(given.get("code").asText()).status()).isEqualTo(503);
        } finally {
            hub().database().execute("drop function fail_answers cascade");
        }
        lookup(given.get("code").asText()).expect(200);
        lookup(given.get("code").asText()).expectProblem(403, "consent-refused");
    }

    @Test
    void codeUntilATimeIsUsedAgainAndAgainAndNotAfterIt() {
        String code = code(untilTomorrow());
        for (int i = 0; i < 3; i++) {
            lookup(code).expect(200);
        }
        hub().database().update("update consent set expires_at = now() - interval '1 second' where expires_at > now() + interval '22 hours'");
        lookup(code).expectProblem(403, "consent-refused");
    }

    @Test
    void everyCodeThatCannotBeUsedIsRefusedInTheSameWords() {
        String used = code(terms());
        lookup(used).expect(200);
        JsonNode withdrawn = given(untilTomorrow());
        lookup(withdrawn.get("code").asText()).expect(200);
        APP.post(PATH + "/" + withdrawn.at("/consent/id").asText() + "/withdrawal", Map.of("holderCode", holder.number(), "holderCodeType", holder.type()))
                .expect(204);
        Map<String, Object> forAnother = untilTomorrow();
        forAnother.put("clientId", READER.clientId());
        String ofAnother = code(forAnother);
        String expired = code(terms());
        hub().database().update("update consent set expires_at = now() where id = (select id from consent order by created_at desc limit 1)");
        Map<String, Object> otherItem = untilTomorrow();
        otherItem.put("serviceItem", RunningHub.OTHER_SERVICE_ITEM);
        String good = code(untilTomorrow());
        List<Answer> refusals = new ArrayList<>();
        for (String code : List.of(used, withdrawn.get("code").asText(), ofAnother, expired, code(otherItem), "made-up", "", good + "x", "x".repeat(5000))) {
            refusals.add(lookup(code));
        }
        refusals.add(window.post("/api/v1/lookups", question(Holder.aPerson(), good)));
        Map<String, Object> otherType = question(holder, good);
        otherType.put("licenseTypes", List.of(PushedRecord.codeOf(PushedRecord.FOOD_PERMIT)));
        refusals.add(window.post("/api/v1/lookups", otherType));
        Set<String> words = new HashSet<>();
        for (Answer refusal : refusals) {
            JsonNode problem = refusal.expectProblem(403, "consent-refused").json();
            words.add(problem.get("title").asText() + problem.get("detail").asText());
            Set<String> names = new HashSet<>();
            problem.fieldNames().forEachRemaining(names::add);
            assertThat(names).containsExactlyInAnyOrder("type", "title", "status", "detail", "instance", "receipt");
            assertThat(hub().auditBody(problem.get("receipt"))).contains("ACCESS_REFUSED", "\"basis\":\"CONSENT\"");
        }
        assertThat(words).hasSize(1);
        lookup(good).expect(200);
        READER.post("/api/v1/lookups", question(holder, ofAnother)).expect(200);
    }

    @Test
    void whoTriesCodesIsStoppedAndOthersAreNot() {
        String good = code(untilTomorrow());
        for (int i = 0; i < 20; i++) {
            lookup("guess-" + i).expectProblem(403, "consent-refused");
        }
        lookup("guess").expectProblem(429, "too-many-requests");
        lookup(good).expectProblem(429, "too-many-requests");
        trial(window, good).expectProblem(429, "too-many-requests");
        hub().newApprovalSystem().post("/api/v1/lookups", question(holder, good)).expect(200);
        assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'CALL_REFUSED' and body like ?", Integer.class,
                "%" + window.clientId() + "%consent_failures%")).isOne();
    }

    @Test
    void consentForOneLicenseShowsNoOtherOfItsType() {
        PushedRecord second = aRecord().from(SOURCE).heldBy(holder);
        DEPARTMENT.push(second).expect(201);
        hub().awaitLicenses(READER, holder, 2);
        Map<String, Object> one = untilTomorrow();
        one.put("identifiers", List.of(identifier));
        JsonNode answer = lookup(code(one)).expect(200).json();
        assertThat(answer.get("licenses")).hasSize(1);
        assertThat(answer.at("/licenses/0/identifier").asText()).isEqualTo(identifier);
        assertThat(lookup(code(untilTomorrow())).expect(200).json().get("licenses")).hasSize(2);
    }

    @Test
    void consentNeverBringsBackACancelledLicense() {
        String code = code(untilTomorrow());
        lookup(code).expect(200);
        hub().newManager().post("/api/v1/licenses/" + identifier + "/ending", Map.of("ending", "CANCELLED", "reason", "注销")).expect(200);
        assertThat(lookup(code).expect(200).json().get("licenses")).isEmpty();
        for (Map.Entry<String, Object> wider : Map.<String, Object>of("includeEnded", true, "reach", "ABOVE", "after",
                "00000000-0000-0000-0000-000000000000").entrySet()) {
            Map<String, Object> question = question(holder, code);
            question.put(wider.getKey(), wider.getValue());
            window.post("/api/v1/lookups", question).expectProblem(400, "invalid-request").expectFault("consent", "not_with_consent");
        }
    }

    @Test
    void qrPictureHoldsTheCodeAndTheDatabaseDoesNot() throws Exception {
        JsonNode given = given(terms());
        String code = given.get("code").asText();
        assertThat(Base64.getUrlDecoder().decode(code).length * 8).isGreaterThanOrEqualTo(128);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(given.get("qr").asText())));
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(picture.getWidth(), picture.getHeight(), pixels)));
        assertThat(new QRCodeReader().decode(bitmap).getText()).isEqualTo(code);
        assertThat(hub().database().queryForObject("select count(*) from consent c where c::text like ?", Integer.class, "%" + code + "%")).isZero();
        assertThat(hub().log().lines()).noneMatch(line -> line.contains(code));
    }

    @Test
    void holderListsAndWithdrawsItsOwnOnlyAndTheListIsReadToItsEnd() {
        Set<String> ids = Set.of(given(terms()).at("/consent/id").asText(), given(terms()).at("/consent/id").asText(),
                given(untilTomorrow()).at("/consent/id").asText());
        Map<String, Object> mine = new LinkedHashMap<>(Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "limit", 1));
        Set<String> seen = new HashSet<>();
        JsonNode page;
        do {
            page = APP.post(PATH + "/list", mine).expect(200).json();
            page.get("items").forEach(item -> seen.add(item.get("id").asText()));
            mine.put("after", page.get("next").asText());
        } while (!page.get("next").isNull());
        assertThat(seen).isEqualTo(ids);
        Holder other = Holder.aPerson();
        Map<String, String> another = Map.of("holderCode", other.number(), "holderCodeType", other.type());
        assertThat(APP.post(PATH + "/list", another).expect(200).json().get("items")).isEmpty();
        APP.post(PATH + "/" + ids.iterator().next() + "/withdrawal", another).expectProblem(404, "not-found");
        READER.post(PATH, terms()).expectProblem(403, "missing-scope");
        APP.post("/api/v1/lookups", question(holder, "x")).expectProblem(403, "missing-scope");
    }

    @Test
    void trialTellsWhatACodeIsForAndUsesNothingUp() {
        String code = code(terms());
        for (int i = 0; i < 2; i++) {
            Answer trial = trial(window, code).expect(200);
            assertThat(trial.json().at("/consent/licenseType").asText()).isEqualTo(TAX_PROOF);
            assertThat(trial.json().at("/consent/fields")).hasSize(2);
            assertThat(trial.text()).doesNotContain(holder.number(), identifier);
        }
        lookup(code).expect(200);
        trial(window, code).expectProblem(403, "consent-refused");
    }

    private static Answer trial(ApiCaller caller, String code) {
        return caller.post("/api/v1/access:dry-run", Map.of("serviceItem", RunningHub.SERVICE_ITEM, "licenseTypes", List.of(TAX_PROOF), "consent", code));
    }

    @Test
    void consentThatIsNoneIsRefusedByName() {
        Map<String, Object> wrong = Map.of("holderCode", "1", "licenseType", "x", "fields", List.of("*"), "serviceItem", "x", "until",
                Instant.now().plus(Duration.ofDays(2)).toString(), "clientId", "nobody", "identifiers", List.of("a b"));
        wrong.forEach((part, value) -> {
            Map<String, Object> terms = terms();
            terms.put(part, value);
            assertThat(APP.post(PATH, terms).expectProblem(400, "invalid-request").json().at("/errors/0/field").asText()).isEqualTo(part);
        });
        Map<String, Object> nothing = terms();
        nothing.put("identifiers", List.of());
        APP.post(PATH, nothing).expectProblem(400, "invalid-request").expectFault("identifiers", "bad_identifier");
        Map<String, Object> open = terms();
        open.put("use", "UNTIL");
        APP.post(PATH, open).expectProblem(400, "invalid-request").expectFault("until", "missing_field");
    }

    @Test
    void nobodyGivesConsentAndUsesIt() {
        hub().admin().post("/api/v1/callers", Map.of("clientId", "both-sides", "name", "系统", "organisation", "局", "scopes",
                List.of("consents.give", "licenses.read"))).expectProblem(400, "invalid-request").expectFault("scopes", "separation_of_duties");
    }
}
