package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.licensehub.signing.Sm3;
import org.licensehub.store.catalogue.CommonField;

class VerificationTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-verify";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller MANAGER = hub().newManager();
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static String issued(PushedRecord record) {
        DEPARTMENT.push(record).expect(201);
        return hub().awaitLicense(READER, record.holder()).get("identifier").asText();
    }

    private static void expectResult(PushedRecord record, Map<String, String> claimed, String result, int code) {
        JsonNode answer = READER.verifyInformation(record, claimed, elements()).expect(200).json();
        assertThat(answer.get("result").asText()).isEqualTo(result);
        assertThat(answer.get("code").asInt()).isEqualTo(code);
        assertThat(hub().auditBody(answer.get("receipt"))).contains("INFORMATION_VERIFIED", result);
    }

    @Test
    void trueClaimMatches() {
        PushedRecord record = aRecord().from(SOURCE);
        issued(record);
        expectResult(record, Map.of("certificate_holder_name", record.holder().name(), "KZ_SZ", record.fields().get("KZ_SZ")), "MATCH", 0);
    }

    @Test
    void falseClaimIsAMismatchThatNamesTheFieldButNotItsValue() {
        PushedRecord record = aRecord().from(SOURCE).with("KZ_SJJE", "77123.45");
        issued(record);
        Answer answer = READER.verifyInformation(record, Map.of("KZ_SJJE", "1.00", "KZ_SZ", record.fields().get("KZ_SZ")), elements());
        assertThat(answer.json().get("result").asText()).isEqualTo("MISMATCH");
        assertThat(answer.json().get("mismatched").toString()).isEqualTo("[\"KZ_SJJE\"]");
        assertThat(answer.text()).doesNotContain("77123");
    }

    @Test
    void licenseThatBeginsLaterIsNotYetValid() {
        PushedRecord record = aRecord().from(SOURCE).with(CommonField.VALIDITY_START, "2095-01-01");
        issued(record);
        expectResult(record, Map.of(), "NOT_YET_VALID", 1);
    }

    @Test
    void suspendedAndInvalidLicensesAreSaidToBeSo() {
        PushedRecord record = aRecord().from(SOURCE);
        String identifier = issued(record);
        MANAGER.post("/api/v1/licenses/" + identifier + "/suspension", Map.of("reason", "核查")).expect(200);
        expectResult(record, Map.of(), "SUSPENDED", 2);
        MANAGER.post("/api/v1/licenses/" + identifier + "/ending", Map.of("ending", "WITHDRAWN", "reason", "核查")).expect(200);
        expectResult(record, Map.of(), "INVALID", 3);
    }

    @Test
    void holderWithoutSuchALicenseHasNone() {
        expectResult(aRecord(), Map.of(), "NONE", 5);
    }

    @Test
    void downloadedFileIsGenuineAndItsDigestHeaderIsItsSm3() {
        PushedRecord record = aRecord().from(SOURCE);
        String identifier = issued(record);
        Answer file = READER.file(identifier, elements()).expect(200);

        assertThat(new String(file.body(), 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
        assertThat(file.header("LicenseHub-File-Digest")).contains("SM3=" + HexFormat.of().formatHex(Sm3.digest(file.body())));
        String[] receipt = file.header("LicenseHub-Receipt").orElseThrow().split(";");
        assertThat(hub().database().queryForObject("select body from audit_record where sequence = ?", String.class, Long.valueOf(receipt[1])))
                .contains("FILE_DOWNLOADED", identifier);
        JsonNode check = READER.verifyFile(file.body(), elements()).expect(200).json();
        assertThat(check.get("sealValid").asBoolean()).isTrue();
        assertThat(check.get("known").asBoolean()).isTrue();
        assertThat(check.get("identifier").asText()).isEqualTo(identifier);
        assertThat(check.get("standing").asText()).isEqualTo("IN_FORCE");
    }

    @Test
    void fileWithOneChangedByteIsNeitherValidNorKnown() {
        byte[] file = READER.file(issued(aRecord().from(SOURCE)), elements()).expect(200).body();
        for (int position : new int[] {9, file.length / 3, file.length / 2, file.length - 10}) {
            byte[] changed = file.clone();
            changed[position] ^= 1;
            expectUnknown(changed);
        }
        expectUnknown(Arrays.copyOf(file, file.length - 1));
        expectUnknown(Arrays.copyOf(file, file.length + 1));
    }

    @Test
    void fileThatIsNoPdfIsNotValid() {
        expectUnknown("不是 PDF".getBytes(StandardCharsets.UTF_8));
        expectUnknown(new byte[0]);
        expectUnknown(new byte[] {'%', 'P', 'D', 'F', '-', '1', '.', '7'});
        expectUnknown(new byte[200_000]);
    }

    private static void expectUnknown(byte[] content) {
        JsonNode check = READER.verifyFile(content, elements()).expect(200).json();
        assertThat(check.get("code").asInt()).isEqualTo(1);
        assertThat(check.get("sealValid").asBoolean()).isFalse();
        assertThat(check.get("known").asBoolean()).isFalse();
        assertThat(check.has("identifier")).isFalse();
        assertThat(hub().auditBody(check.get("receipt"))).contains("FILE_VERIFIED");
    }

    @Test
    void callerWithoutAGrantLearnsOnlyWhetherTheSealIsValid() {
        byte[] file = READER.file(issued(aRecord().from(SOURCE)), elements()).expect(200).body();
        JsonNode check = hub().newApprovalSystem().verifyFile(file, elements()).expect(200).json();
        assertThat(check.get("sealValid").asBoolean()).isTrue();
        assertThat(check.has("identifier")).isFalse();
        assertThat(check.has("licenseState")).isFalse();
    }

    @Test
    void fileOfACancelledLicenseIsKnownAndSaidToBeInvalid() {
        String identifier = issued(aRecord().from(SOURCE));
        byte[] file = READER.file(identifier, elements()).expect(200).body();
        MANAGER.post("/api/v1/licenses/" + identifier + "/ending", Map.of("ending", "CANCELLED", "reason", "注销")).expect(200);
        assertThat(READER.verifyFile(file, elements()).expect(200).json().get("standing").asText()).isEqualTo("INVALID");
    }

    @Test
    void unknownIdentifierIsNotFound() {
        READER.data("1.2.156.3005.2.nothing", elements()).expectProblem(404, "not-found");
        READER.file("1.2.156.3005.2.nothing", elements()).expectProblem(404, "not-found");
    }
}
