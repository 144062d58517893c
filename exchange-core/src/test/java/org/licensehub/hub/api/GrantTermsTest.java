package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regions and quotas of grants, and what a withdrawal means for answers that are being given. */
class GrantTermsTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-terms";
    private static final String TAX_PROOF = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private record Issued(PushedRecord record, String identifier) {

        Holder holder() {
            return record.holder();
        }
    }

    private static Issued issuedIn(String area) {
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        String identifier = hub().awaitLicense(READER, record.holder()).get("identifier").asText();
        // this hub takes in licenses of its own district only; those of others come from its neighbours
        hub().database().update("update license set area_code = ? where identifier = ?", area, identifier);
        hub().database().update("update holder_revision set revision = revision + 1 where holder_key in (select holder_key from license_holder h"
                + " join license l on l.id = h.license_id where l.identifier = ?)", identifier);
        return new Issued(record, identifier);
    }

    private static Map<String, Object> everything(ApiCaller caller) {
        return hub().grantFor(caller, PushedRecord.TAX_PROOF);
    }

    private static String granted(ApiCaller caller, String part, Object value) {
        Map<String, Object> grant = everything(caller);
        grant.put(part, value);
        return hub().grant(grant).get("id").asText();
    }

    private static Answer lookup(ApiCaller caller, Holder holder) {
        return caller.post("/api/v1/lookups", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "licenseTypes",
                List.of(TAX_PROOF), "elements", elements()));
    }

    private static Answer batch(ApiCaller caller, List<Holder> holders) {
        return caller.post("/api/v1/lookups/batch", Map.of("elements", elements(), "licenseTypes", List.of(TAX_PROOF), "holders",
                holders.stream().map(holder -> Map.of("holderCode", holder.number(), "holderCodeType", holder.type())).toList()));
    }

    private static JsonNode withoutWhatAlwaysDiffers(Answer answer) {
        ObjectNode object = (ObjectNode) answer.expect(200).json();
        object.remove(List.of("receipt", "batch"));
        object.path("items").forEach(item -> ((ObjectNode) item).remove("receipt"));
        return object;
    }

    @Nested
    class Regions {

        private final Issued haicang = issuedIn("350205");
        private final Issued huli = issuedIn("350206");

        @Test
        void cityIncludesItsDistrictsAndADistrictOnlyItself() {
            ApiCaller city = hub().newApprovalSystem();
            granted(city, "regions", List.of("350200"));
            ApiCaller district = hub().newApprovalSystem();
            granted(district, "regions", List.of("350206"));
            assertThat(RunningHub.licenses(lookup(city, haicang.holder()).expect(200))).hasSize(1);
            assertThat(RunningHub.licenses(lookup(city, huli.holder()).expect(200))).hasSize(1);
            assertThat(RunningHub.licenses(lookup(district, huli.holder()).expect(200))).hasSize(1);
            assertThat(RunningHub.licenses(lookup(district, haicang.holder()).expect(200))).isEmpty();
            district.data(huli.identifier(), elements()).expect(200);
            district.file(huli.identifier(), elements()).expect(200);
        }

        @Test
        void licenseOfAnotherRegionIsAnsweredLikeNoneAndTheAnswerNamesTheRegionsThatAreGranted() {
            ApiCaller caller = hub().newApprovalSystem();
            granted(caller, "regions", List.of("350206"));
            Holder nobody = Holder.aPerson();
            JsonNode elsewhere = withoutWhatAlwaysDiffers(lookup(caller, haicang.holder()));
            assertThat(elsewhere).isEqualTo(withoutWhatAlwaysDiffers(lookup(caller, nobody)));
            assertThat(elsewhere.at("/refusals/0/missing").asText()).isEqualTo("REGION");
            assertThat(elsewhere.at("/refusals/0/grantedRegions/0").asText()).isEqualTo("350206");
            assertThat(withoutWhatAlwaysDiffers(batch(caller, List.of(haicang.holder())))).isEqualTo(withoutWhatAlwaysDiffers(batch(caller, List.of(nobody))));
            JsonNode checked = caller.verifyInformation(haicang.record(), Map.of(), elements()).expect(200).json();
            assertThat(checked.get("result").asText()).isEqualTo("NONE");
            assertThat(checked.at("/grantedRegions/0").asText()).isEqualTo("350206");
            byte[] file = READER.file(haicang.identifier(), elements()).expect(200).body();
            assertThat(caller.verifyFile(file, elements()).expect(200).json().has("identifier")).isFalse();
        }

        @Test
        void refusalByIdentifierSaysWhichRegionIsMissingAndHowToAskForIt() {
            ApiCaller caller = hub().newApprovalSystem();
            granted(caller, "regions", List.of("350206"));
            for (Answer answer : List.of(caller.data(haicang.identifier(), elements()), caller.file(haicang.identifier(), elements()))) {
                JsonNode problem = answer.expectProblem(403, "missing-grant").json();
                assertThat(problem.at("/missingGrants/0/missing").asText()).isEqualTo("REGION");
                assertThat(problem.at("/missingGrants/0/region").asText()).isEqualTo("350205");
                assertThat(problem.at("/missingGrants/0/request/regions/0").asText()).isEqualTo("350205");
                assertThat(problem.at("/missingGrants/0/howToGetIt").asText()).contains("/api/v1/grant-requests");
                assertThat(hub().auditBody(problem.get("receipt"))).contains("ACCESS_REFUSED", caller.clientId(), "\"missing\":[\"REGION\"]");
            }
            ApiCaller stranger = hub().newApprovalSystem();
            JsonNode problem = stranger.data(haicang.identifier(), elements()).expectProblem(403, "missing-grant").json();
            assertThat(problem.at("/missingGrants/0/missing").asText()).isEqualTo("LICENSE_TYPE");
            assertThat(problem.at("/missingGrants/0").has("region")).as("whoever has no grant on the type learns no region").isFalse();
        }

        @Test
        void fieldsGrantedForOneRegionAreMaskedInAnother() {
            ApiCaller caller = hub().newApprovalSystem();
            granted(caller, "regions", List.of("350206"));
            granted(caller, "fields", List.of("certificate_number"));
            assertThat(lookup(caller, huli.holder()).json().at("/licenses/0/masked")).isEmpty();
            assertThat(lookup(caller, haicang.holder()).json().at("/licenses/0/masked")).isNotEmpty();
            assertThat(lookup(caller, haicang.holder()).text()).doesNotContain(haicang.holder().number());
        }

        @Test
        void whatTheTrialSaysOfARegionIsWhatHappens() {
            ApiCaller caller = hub().newApprovalSystem();
            granted(caller, "regions", List.of("350206"));
            Map<String, Object> question = new LinkedHashMap<>(Map.of("serviceItem", RunningHub.SERVICE_ITEM, "licenseTypes", List.of(TAX_PROOF)));
            JsonNode any = caller.post("/api/v1/access:dry-run", question).expect(200).json().at("/licenseTypes/0/actions/DATA");
            assertThat(any.get("allowed").asBoolean()).isTrue();
            assertThat(any.at("/regions/0").asText()).isEqualTo("350206");
            question.put("region", "350205");
            JsonNode there = caller.post("/api/v1/access:dry-run", question).expect(200).json().at("/licenseTypes/0/actions/DATA");
            assertThat(there.get("allowed").asBoolean()).isFalse();
            assertThat(there.at("/missing/missing").asText()).isEqualTo("REGION");
            question.put("region", "nowhere");
            caller.post("/api/v1/access:dry-run", question).expectProblem(400, "invalid-request").expectFault("region", "unknown_region");
        }

        @ParameterizedTest
        @ValueSource(strings = {"3502", "350205000000", "350099", "abcdef", "", "350205 ", "**"})
        void regionThatIsNoneIsRefused(String region) {
            Map<String, Object> grant = everything(READER);
            grant.put("regions", List.of(region));
            hub().admin().post("/api/v1/grants", grant).expectProblem(400, "invalid-request").expectFault("regions", "unknown_region");
        }
    }

    @Nested
    class Quotas {

        @Test
        void exactlyAsManyAnswersAsTheQuotaLeaveUnderManyThreads() throws Exception {
            ApiCaller caller = hub().newApprovalSystem();
            granted(caller, "dailyQuota", 40);
            Holder holder = issuedIn("350205").holder();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Callable<Integer>> work = IntStream.range(0, 100).mapToObj(i -> (Callable<Integer>) () -> lookup(caller, holder).status()).toList();
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> each : threads.invokeAll(work)) {
                    statuses.add(each.get());
                }
                assertThat(statuses.stream().filter(status -> status == 200)).hasSize(40);
                assertThat(statuses.stream().filter(status -> status == 403)).hasSize(60);
            } finally {
                threads.shutdownNow();
            }
            JsonNode problem = lookup(caller, holder).expectProblem(403, "missing-grant").json();
            assertThat(problem.at("/missingGrants/0/missing").asText()).isEqualTo("QUOTA");
            assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'LOOKUP_ANSWERED' and body like ?", Integer.class,
                    "%" + caller.clientId() + "\"%")).isEqualTo(40);
        }

        @Test
        void batchIsAnsweredAsFarAsTheQuotaGoesAndTheRestIsDenied() {
            ApiCaller caller = hub().newApprovalSystem();
            granted(caller, "totalQuota", 7);
            List<Holder> holders = IntStream.range(0, 10).mapToObj(i -> Holder.aPerson()).toList();
            JsonNode answer = batch(caller, holders).expect(200).json();
            List<String> outcomes = answer.get("items").findValuesAsText("outcome");
            assertThat(outcomes.subList(0, 7)).containsOnly("NONE");
            assertThat(outcomes.subList(7, 10)).containsOnly("DENIED");
            assertThat(answer.at("/items/9/reason").asText()).isEqualTo("quota");
            assertThat(answer.at("/refusals/0/missing").asText()).isEqualTo("QUOTA");
            batch(caller, holders).expectProblem(403, "missing-grant");
        }

        /** One type used up and another not: that the holder has none of both must not be read out of it. */
        @Test
        void itemOfABatchSaysWhichTypesWereLostBeforeItWasAnswered() {
            ApiCaller caller = hub().newApprovalSystem(PushedRecord.FOOD_PERMIT);
            granted(caller, "totalQuota", 2);
            JsonNode items = batch(caller, IntStream.range(0, 3).mapToObj(i -> Holder.aPerson()).toList()).expect(200).json().get("items");
            assertThat(items.get(1).get("outcome").asText()).isEqualTo("NONE");
            assertThat(items.get(1).has("lostTypes")).isFalse();
            assertThat(items.get(2).get("outcome").asText()).isEqualTo("DENIED");
            assertThat(items.get(2).get("reason").asText()).isEqualTo("quota");
            assertThat(items.get(2).at("/lostTypes/0").asText()).isEqualTo(TAX_PROOF);
        }

        @Test
        void itemThatIsDeniedStandsInTheLogAsARefusal() {
            ApiCaller caller = hub().newApprovalSystem();
            granted(caller, "totalQuota", 1);
            JsonNode items = batch(caller, List.of(Holder.aPerson(), Holder.aPerson())).expect(200).json().get("items");
            assertThat(hub().auditBody(items.get(0).get("receipt"))).contains("\"LOOKUP_ANSWERED\"");
            assertThat(hub().auditBody(items.get(1).get("receipt"))).contains("\"ACCESS_REFUSED\"", "\"batch\"", TAX_PROOF)
                    .doesNotContain("LOOKUP_ANSWERED");
        }

        @Test
        void everyKindOfAnswerCountsARefusalDoesNotAndTheTrialUsesNothingUp() {
            Issued issued = issuedIn("350205");
            ApiCaller caller = hub().newApprovalSystem();
            Map<String, Object> grant = everything(caller);
            grant.put("dailyQuota", 5);
            grant.put("totalQuota", 100);
            hub().grant(grant);
            lookup(caller, issued.holder()).expect(200);
            caller.data(issued.identifier(), elements()).expect(200);
            caller.file(issued.identifier(), elements()).expect(200);
            caller.verifyInformation(issued.record(), Map.of(), elements()).expect(200);
            caller.data("none", elements()).expect(404);
            for (int i = 0; i < 3; i++) {
                JsonNode trial = caller.post("/api/v1/access:dry-run", Map.of("serviceItem", RunningHub.SERVICE_ITEM, "licenseTypes", List.of(TAX_PROOF)))
                        .expect(200).json().at("/licenseTypes/0/actions/LOOKUP");
                assertThat(trial.get("leftToday").asLong()).isEqualTo(1);
                assertThat(trial.get("leftInTotal").asLong()).isEqualTo(96);
            }
            JsonNode held = hub().admin().get("/api/v1/callers/" + caller.clientId() + "/grants").expect(200).json();
            assertThat(held.at("/0/leftToday").asLong()).isEqualTo(1);
            lookup(caller, issued.holder()).expect(200);
            lookup(caller, issued.holder()).expectProblem(403, "missing-grant");
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1})
        void quotaThatIsNoneIsRefused(long quota) {
            Map<String, Object> grant = everything(READER);
            grant.put("totalQuota", quota);
            hub().admin().post("/api/v1/grants", grant).expectProblem(400, "invalid-request").expectFault("totalQuota", "out_of_range");
        }
    }

    @Nested
    class Withdrawal {

        @Test
        void noAnswerStandsInTheLogBehindTheWithdrawalOfItsGrantNotEvenOfABatchThatWasBegun() {
            List<Holder> holders = new ArrayList<>(List.of(issuedIn("350205").holder()));
            IntStream.range(0, 999).forEach(i -> holders.add(Holder.aPerson()));
            for (int round = 0; round < 3; round++) {
                ApiCaller caller = hub().newApprovalSystem();
                String grant = granted(caller, "fields", List.of("*"));
                batch(caller, holders.subList(0, 10)).expect(200);
                CompletableFuture<Answer> asked = CompletableFuture.supplyAsync(() -> batch(caller, holders));
                hub().admin().delete("/api/v1/grants/" + grant).expect(204);
                lookup(caller, holders.get(0)).expectProblem(403, "missing-grant");
                Answer answer = asked.join();
                assertThat(answer.status()).isIn(200, 403);
                long withdrawn = hub().database().queryForObject("select sequence from audit_record where event = 'GRANT_CHANGED' and body like ?",
                        Long.class, "%" + grant + "%revoked%");
                answer.json().path("items").forEach(item -> assertThat(item.get("outcome").asText()).isEqualTo(
                        item.at("/receipt/sequence").asLong() > withdrawn ? "DENIED" : item.get("index").asInt() == 0 ? "FOUND" : "NONE"));
            }
        }

        @Test
        void grantThatEndsInTheMiddleOfABatchIsSaidToHaveEnded() {
            ApiCaller caller = hub().newApprovalSystem();
            granted(caller, "validTo", Instant.now().plusSeconds(2).toString());
            List<Holder> holders = IntStream.range(0, 100).mapToObj(i -> Holder.aPerson()).toList();
            Answer answer = batch(caller, holders);
            while (answer.status() == 200) {
                assertThat(answer.json().get("items").findValuesAsText("outcome")).isSubsetOf("NONE", "DENIED");
                answer = batch(caller, holders);
            }
            assertThat(answer.expectProblem(403, "missing-grant").json().at("/missingGrants/0/missing").asText()).isEqualTo("PERIOD");
        }
    }

    @Nested
    class Reasons {

        @Test
        void refusalNamesTheFirstPartOfTheClosestGrantThatIsMissing() {
            ApiCaller caller = hub().newApprovalSystem();
            Holder holder = Holder.aPerson();
            assertThat(missing(caller, holder)).isEqualTo("LICENSE_TYPE");
            granted(caller, "actions", List.of("FILE"));
            assertThat(missing(caller, holder)).isEqualTo("ACTION");
            granted(caller, "serviceItems", List.of(RunningHub.OTHER_SERVICE_ITEM));
            assertThat(missing(caller, holder)).isEqualTo("PURPOSE");
            granted(caller, "validFrom", "2090-01-01T00:00:00Z");
            assertThat(missing(caller, holder)).isEqualTo("PERIOD");
            granted(caller, "totalQuota", 1);
            lookup(caller, holder).expect(200);
            assertThat(missing(caller, holder)).isEqualTo("QUOTA");
        }

        private String missing(ApiCaller caller, Holder holder) {
            return lookup(caller, holder).expectProblem(403, "missing-grant").json().at("/missingGrants/0/missing").asText();
        }

        @Test
        void answersAndTheirRecordsSayThatTheBasisIsDuty() {
            Issued issued = issuedIn("350205");
            for (Answer answer : List.of(lookup(READER, issued.holder()), READER.data(issued.identifier(), elements()),
                    READER.verifyInformation(issued.record(), Map.of(), elements()))) {
                assertThat(answer.expect(200).json().get("basis").asText()).isEqualTo("DUTY");
                assertThat(hub().auditBody(answer.json().get("receipt"))).contains("\"basis\":\"DUTY\"");
            }
        }
    }
}
