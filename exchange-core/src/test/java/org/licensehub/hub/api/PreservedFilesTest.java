package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.licensehub.signing.SealFinding;
import org.licensehub.signing.SealNames;
import org.licensehub.signing.SealReport;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SealedFileVerifier;
import org.licensehub.signing.Sm3;

/** License files verify by their roots alone from the moment they are issued, and get further time-stamps as time goes by. */
class PreservedFilesTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-preserved";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static String issued() {
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        return hub().awaitLicense(READER, record.holder()).get("identifier").asText();
    }

    private static byte[] file(String identifier) {
        return READER.file(identifier, elements()).expect(200).body();
    }

    private static String digest(byte[] file) {
        return HexFormat.of().formatHex(Sm3.digest(file));
    }

    private static SealReport byRootsAlone(byte[] file) {
        try {
            return new SealedFileVerifier(SealTrust.read(hub().home().resolve("keys/trust")).withRevocations(List.of()), SealNames.KNOWN,
                    Clock.systemUTC()).verify(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void issuedFileBringsWhatVerifyingItTakes() {
        SealReport report = byRootsAlone(file(issued()));
        assertThat(report.valid()).as(report.toString()).isTrue();
        assertThat(report.findings()).extracting(SealFinding::code).doesNotContain("revocation-not-checked");
    }

    @Test
    void fileWhoseTimeStampEndsSoonIsHandedOutWithAFurtherOneAndBothAreKnownAndValid() {
        String identifier = issued();
        byte[] asIssued = file(identifier);
        Instant due = hub().database().queryForObject("select renewal_due from file_proof where file_digest = ?", java.sql.Timestamp.class,
                digest(asIssued)).toInstant();
        assertThat(due).isAfter(Instant.now().plus(Duration.ofDays(9 * 365)));

        becomesDue(asIssued);
        byte[] renewed = await().atMost(Duration.ofSeconds(30)).until(() -> file(identifier), file -> file.length > asIssued.length);
        becomesDue(asIssued);
        byte[] renewedAgain = await().atMost(Duration.ofSeconds(30)).until(() -> file(identifier), file -> file.length > renewed.length);

        assertThat(Arrays.copyOf(renewed, asIssued.length)).isEqualTo(asIssued);
        assertThat(Arrays.copyOf(renewedAgain, renewed.length)).isEqualTo(renewed);
        for (byte[] file : new byte[][] {asIssued, renewed, renewedAgain}) {
            JsonNode checked = READER.verifyFile(file, elements()).expect(200).json();
            assertThat(checked.at("/seal/valid").asBoolean()).as(checked.toString()).isTrue();
            assertThat(checked.get("known").asBoolean()).isTrue();
            assertThat(checked.get("identifier").asText()).isEqualTo(identifier);
            assertThat(checked.get("licenseState").asText()).isEqualTo("VALID");
        }
        assertThat(hub().database().queryForObject("select count(*) from audit_record where body like ?", Integer.class,
                "%FILE_PRESERVED%" + digest(asIssued) + "%")).isEqualTo(2);
    }

    @Test
    void fileThatIsLostKeepsNoOtherFromBeingPreserved() {
        String identifier = issued();
        byte[] asIssued = file(identifier);
        String lost = "0".repeat(64);
        hub().database().update("insert into file_proof (file_digest, license_id, newest_digest, renewal_due) values (?, ?, ?, now() - interval '1 year')", lost,
                UUID.randomUUID(), lost);
        becomesDue(asIssued);
        await().atMost(Duration.ofSeconds(30)).until(() -> file(identifier), file -> file.length > asIssued.length);
        assertThat(hub().database().queryForObject("select renewal_due > now() from file_proof where file_digest = ?", Boolean.class, lost)).isTrue();
    }

    private static void becomesDue(byte[] asIssued) {
        assertThat(hub().database().update("update file_proof set renewal_due = now() where file_digest = ?", digest(asIssued))).isOne();
    }
}
