package org.licensehub.hub.national.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.model.LicenseState;

/** The crosswalk between this hub's outcomes and the codes of platforms in the field. */
class ShareStatusTest {

    private static ShareStatus of(ProblemType type) {
        return ShareStatus.of(type, "", null, null);
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void noProblemIsEverSuccess(ProblemType type) {
        for (LicenseState state : LicenseState.values()) {
            for (LicenseState.Standing standing : LicenseState.Standing.values()) {
                ShareStatus status = ShareStatus.of(type, "missing_field", state, standing);
                if (standing != LicenseState.Standing.IN_FORCE) {
                    assertThat(status).isNotEqualTo(ShareStatus.OK);
                }
            }
        }
        assertThat(of(type)).isNotEqualTo(ShareStatus.OK);
        assertThat(of(type).status()).isPositive();
        assertThat(of(type).messageCode()).isPositive();
    }

    @Test
    void problemsThatTheOperationsMeetHaveTheCodesOfTheTable() {
        Map<ProblemType, Integer> expected = new EnumMap<>(ProblemType.class);
        expected.put(ProblemType.MALFORMED_JSON, 102);
        expected.put(ProblemType.INVALID_REQUEST, 102);
        expected.put(ProblemType.TOO_LARGE, 102);
        expected.put(ProblemType.TOO_SLOW, 99);
        expected.put(ProblemType.UNSUPPORTED_MEDIA_TYPE, 102);
        expected.put(ProblemType.NOT_ACCEPTABLE, 102);
        expected.put(ProblemType.METHOD_NOT_ALLOWED, 2);
        expected.put(ProblemType.UNAUTHENTICATED, 11);
        expected.put(ProblemType.MISSING_SCOPE, 11);
        expected.put(ProblemType.FOREIGN_NETWORK, 11);
        expected.put(ProblemType.INTERFACE_NOT_ALLOWED, 11);
        expected.put(ProblemType.MISSING_GRANT, 100);
        expected.put(ProblemType.NOT_FOUND, 10);
        expected.put(ProblemType.NO_SEAL, 99);
        expected.put(ProblemType.TOO_MANY_REQUESTS, 99);
        expected.put(ProblemType.DAILY_LIMIT, 99);
        expected.put(ProblemType.AUDIT_UNAVAILABLE, 99);
        expected.put(ProblemType.STORE_UNAVAILABLE, 99);
        expected.put(ProblemType.PEER_UNAVAILABLE, 99);
        expected.put(ProblemType.INTERNAL, 99);
        expected.forEach((type, status) -> assertThat(of(type).status()).as(type.name()).isEqualTo(status));
        assertThat(ShareStatus.of(ProblemType.INVALID_REQUEST, "missing_field", null, null).status()).isEqualTo(12);
        assertThat(ShareStatus.of(ProblemType.INVALID_REQUEST, "unknown_license_type", null, null).status()).isEqualTo(13);
        assertThat(ShareStatus.of(ProblemType.INVALID_REQUEST, "bad_holder_type", null, null).status()).isEqualTo(103);
    }

    @Test
    void everyStateHasItsCodeAndOnlyOneInForceIsGood() {
        for (LicenseState state : LicenseState.values()) {
            assertThat(ShareStatus.of(state, LicenseState.Standing.SUSPENDED).status()).isEqualTo(23);
            assertThat(ShareStatus.of(state, LicenseState.Standing.NOT_YET_VALID).status()).isEqualTo(23);
            int ended = state == LicenseState.EXPIRED || state == LicenseState.VALID ? 22 : 21;
            assertThat(ShareStatus.of(state, LicenseState.Standing.INVALID).status()).as(state.name()).isEqualTo(ended);
        }
        assertThat(ShareStatus.of(LicenseState.VALID, LicenseState.Standing.IN_FORCE)).isEqualTo(ShareStatus.OK);
    }

    @Test
    void otherTableSaysZeroOrOneAndPutsTheCodeIntoTheMessage() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ShareAnswers answers = new ShareAnswers(new NationalProperties(NationalProperties.CodeTable.MESSAGE, Duration.ofMinutes(10), ""), json);
        JsonNode refused = json.readTree(answers.write(ShareStatus.MISSING_PARAMETER, "x", null)).get("head");
        assertThat(refused.get("status").textValue()).isEqualTo("1");
        assertThat(refused.get("message").textValue()).isEqualTo("5");
        assertThat(refused.get("description").textValue()).contains("必填参数为空");
        JsonNode good = json.readTree(answers.write(ShareStatus.OK, null, Map.of())).get("head");
        assertThat(good.get("status").textValue()).isEqualTo("0");
        assertThat(good.get("message").textValue()).isEqualTo("0");
    }

    @Test
    void documentationHasEveryOutcomeWithItsCodes() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "national-interface.md"));
        assertThat(Arrays.stream(ShareStatus.values())).allSatisfy(status -> assertThat(page)
                .contains("| `" + status.name() + "` | " + status.status() + " | " + status.messageCode() + " | " + status.text() + " |"));
    }
}
