package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every answer says when a license was confirmed; of its own this hub is the authority. Between hubs: {@code FreshnessBetweenHubsTest}. */
class LookupFreshnessTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-fresh";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static PushedRecord licensed() {
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        hub().awaitLicense(READER, record.holder());
        return record;
    }

    private static Answer lookup(Holder holder, Object oldest) {
        Map<String, Object> question = new LinkedHashMap<>(Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "elements", elements()));
        question.put("oldestConfirmation", oldest);
        return READER.post("/api/v1/lookups", question);
    }

    @Test
    void licenseOfThisHubIsConfirmedByTheAnswerItself() {
        Holder holder = licensed().holder();
        Instant before = Instant.now();
        Answer answer = lookup(holder, before.toString()).expect(200);
        JsonNode license = answer.json().at("/licenses/0");
        assertThat(license.get("freshness").asText()).isEqualTo("CONFIRMED");
        assertThat(Instant.parse(license.get("confirmedAt").asText())).isBetween(before, Instant.now());
        assertThat(hub().auditBody(answer.json().get("receipt"))).contains("\"oldestConfirmation\":\"" + before + "\"", "\"notRevalidated\":[]");
        assertThat(lookup(holder, Instant.now().plusSeconds(20).toString()).expect(200).json().at("/licenses/0/freshness").asText())
                .as("clocks differ").isEqualTo("CONFIRMED");
    }

    /** Plain answers are remembered for a minute; a license was so at the time they tell, and was still so when the record of the answer was kept. */
    @Test
    void plainAnswerTellsATimeThatIsTrueThoughItIsRemembered() {
        PushedRecord record = licensed();
        for (int i = 0; i < 5; i++) {
            JsonNode license = READER.lookup(record.holder(), elements()).expect(200).json().at("/licenses/0");
            assertThat(license.get("confirmedAt")).isEqualTo(license.get("asOf"));
            assertThat(Instant.parse(license.get("confirmedAt").asText())).isBefore(Instant.now());
            assertThat(license.has("freshness") || license.has("notRevalidated")).isFalse();
        }
        Instant before = Instant.now();
        String identifier = READER.lookup(record.holder(), elements()).json().at("/licenses/0/identifier").asText();
        hub().newManager().post("/api/v1/licenses/" + identifier + "/suspension", Map.of("reason", "核查")).expect(200);
        JsonNode suspended = READER.lookup(record.holder(), elements()).expect(200).json().at("/licenses/0");
        assertThat(suspended.get("state").asText()).isEqualTo("SUSPENDED");
        assertThat(Instant.parse(suspended.get("confirmedAt").asText())).isAfter(before);
    }

    @Test
    void timeThatIsNoneOrInTheFutureIsRefusedByName() {
        Holder holder = Holder.aPerson();
        lookup(holder, Instant.now().plus(Duration.ofHours(1)).toString()).expectProblem(400, "invalid-request").expectFault("oldestConfirmation", "in_the_future");
        for (Object wrong : List.of("yesterday", "2026-02-30T00:00:00Z", "2026-01-01", "PT5M", "", 17, true, List.of())) {
            lookup(holder, wrong).expectProblem(400, "invalid-request").expectFault("oldestConfirmation", "wrong_type");
        }
        lookup(holder, "+1000000000-12-31T23:59:59.999999999Z").expectProblem(400, "invalid-request").expectFault("oldestConfirmation", "in_the_future");
        lookup(holder, "-1000000000-01-01T00:00:00Z").expect(200);
        lookup(holder, null).expect(200);
    }
}
