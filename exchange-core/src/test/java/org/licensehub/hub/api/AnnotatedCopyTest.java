package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.api.SealDesk.Authority;
import org.licensehub.signing.Sm3;

/** Annotated copies (加注件): for one use, under the hub's own seal, known when somebody has them checked. */
class AnnotatedCopyTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-copies";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static String issued() {
        PushedRecord record = Authority.fresh().issues(aRecord().from(SOURCE));
        DEPARTMENT.push(record).expect(201);
        return hub().awaitLicense(READER, record.holder()).get("identifier").asText();
    }

    private static Answer copy(ApiCaller caller, String identifier, Instant expires, Map<String, String> elements) {
        Map<String, Object> request = new HashMap<>(Map.of("elements", elements));
        if (expires != null) {
            request.put("expires", expires.toString());
        }
        return caller.post("/api/v1/licenses/" + identifier + "/copies", request);
    }

    private static JsonNode check(byte[] file) {
        return READER.verifyFile(file, elements()).expect(200).json();
    }

    @Test
    void copySaysForWhomWhatForAndUntilWhenAndIsKnownToTheHub() throws IOException {
        String identifier = issued();
        Instant expires = Instant.parse("2026-12-24T10:00:00Z").isAfter(Instant.now()) ? Instant.parse("2026-12-24T10:00:00Z")
                : Instant.now().plus(Duration.ofDays(20));
        Answer answer = copy(READER, identifier, expires, elements()).expect(200);
        byte[] copy = answer.body();
        assertThat(answer.header("Content-Disposition").orElse("")).contains(identifier + "-copy.pdf");
        assertThat(answer.header("LicenseHub-File-Digest")).hasValue("SM3=" + HexFormat.of().formatHex(Sm3.digest(copy)));
        try (PDDocument document = Loader.loadPDF(copy)) {
            String text = new PDFTextStripper().getText(document).replaceAll("\\s", "");
            assertThat(text).contains("加注件").contains(elements().get("organisation")).contains(elements().get("operator"))
                    .contains(elements().get("purpose"));
        }
        JsonNode checked = check(copy);
        assertThat(checked.at("/seal/valid").asBoolean()).as(checked.toString()).isTrue();
        assertThat(checked.at("/seal/details/sealName").asText()).isEqualTo("海沧区电子证照库电子证照专用章");
        assertThat(checked.get("known").asBoolean()).isTrue();
        assertThat(checked.get("code").asInt()).isZero();
        assertThat(checked.get("identifier").asText()).isEqualTo(identifier);
        assertThat(Instant.parse(checked.get("copyExpires").asText())).isEqualTo(expires);
        assertThat(check(READER.file(identifier, elements()).expect(200).body()).has("copyExpires")).isFalse();

        String receipt = answer.header("LicenseHub-Receipt").orElseThrow();
        String body = hub().database().queryForObject("select body from audit_record where sequence = ?", String.class,
                Long.parseLong(receipt.split(";")[1]));
        assertThat(body).contains("FILE_COPIED").contains(HexFormat.of().formatHex(Sm3.digest(copy)));
    }

    @Test
    void copyThatHasExpiredIsSaidSoThoughItsSealIsGood() {
        byte[] copy = copy(READER, issued(), null, elements()).expect(200).body();
        assertThat(hub().database().update("update annotated_copy set expires_at = now() - interval '1 second' where digest = ?",
                HexFormat.of().formatHex(Sm3.digest(copy)))).isOne();
        JsonNode checked = check(copy);
        assertThat(checked.get("code").asInt()).isOne();
        assertThat(checked.get("sealValid").asBoolean()).isTrue();
    }

    @Test
    void licenseThatIsSuspendedGetsNoCopyAndTheRefusalIsRecorded() {
        String identifier = issued();
        ApiCaller manager = hub().newManager();
        manager.post("/api/v1/licenses/" + identifier + "/suspension", Map.of("reason", "核查")).expect(200);
        copy(READER, identifier, null, elements()).expectProblem(409, "license-not-in-force");
        assertThat(hub().database().queryForObject("select count(*) from audit_record where body like ?", Integer.class,
                "%FILE_COPIED%" + identifier + "%NOT_IN_FORCE%")).isOne();
        manager.post("/api/v1/licenses/" + identifier + "/resumption", Map.of("reason", "核查完毕")).expect(200);
        copy(READER, identifier, null, elements()).expect(200);
    }

    @Test
    void copyNeedsTheGrantForFiles() {
        String identifier = issued();
        ApiCaller stranger = hub().newApprovalSystem();
        copy(stranger, identifier, null, elements()).expectProblem(403, "missing-grant");
        Map<String, Object> grant = hub().grantFor(stranger, PushedRecord.TAX_PROOF);
        grant.put("actions", List.of("LOOKUP", "DATA", "VERIFY"));
        hub().grant(grant);
        copy(stranger, identifier, null, elements()).expectProblem(403, "missing-grant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "2199-01-01T00:00:00Z", "+999999999-12-31T00:00:00Z"})
    void timeThatIsOverOrFarAwayIsRefused(String expires) {
        READER.post("/api/v1/licenses/" + issued() + "/copies", Map.of("elements", elements(), "expires", expires)).expectProblem(400, "invalid-request");
    }

    @Test
    void noteThatCannotBePrintedIsRefusedByName() {
        String identifier = issued();
        Map<String, String> long61 = new HashMap<>(elements());
        long61.put("operator", "王".repeat(61));
        assertThat(copy(READER, identifier, null, long61).expectProblem(400, "invalid-request").text()).contains("使用人");
        Map<String, String> emoji = new HashMap<>(elements());
        emoji.put("purpose", "办理\uD83D\uDE00");
        assertThat(copy(READER, identifier, null, emoji).expectProblem(400, "invalid-request").text()).contains("字库");
    }

    @Test
    void unknownLicenseHasNoCopy() {
        copy(READER, "1.2.156.3005.2.X", null, elements()).expectProblem(404, "not-found");
    }
}
