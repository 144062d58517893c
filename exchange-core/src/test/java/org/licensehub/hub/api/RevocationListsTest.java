package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;
import static org.licensehub.hub.api.SealDesk.APPLICANT;
import static org.licensehub.hub.api.SealDesk.MANAGER;
import static org.licensehub.hub.api.SealDesk.inUse;
import static org.licensehub.hub.api.SealDesk.seal;
import static org.licensehub.hub.api.SealDesk.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.api.SealDesk.Authority;
import org.licensehub.hub.seals.LicenseSeals;
import org.licensehub.signing.SealFinding;
import org.licensehub.signing.SealNames;
import org.licensehub.signing.SealReport;
import org.licensehub.signing.SealRequest;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SealedFileVerifier;
import org.springframework.transaction.support.TransactionTemplate;

/** The certificate of a seal ends with the seal: whoever verifies, with the hub or without it, can know. */
class RevocationListsTest implements KeepsNumbersOutOfLogs {

    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static X509CRL list(String file) {
        Answer answer = hub().anonymous().get("/api/v1/revocation-lists/" + file).expect(200);
        assertThat(answer.header("Content-Type")).hasValue("application/pkix-crl");
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509", new BouncyCastleProvider()).generateCRL(new ByteArrayInputStream(answer.body()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static BigInteger serialOf(String id) {
        return new BigInteger(seal(id).get("certificateSerial").asText(), 16);
    }

    /** A seal as somebody has it who took its key out of the hub's memory. */
    private static LicenseSeals.InUse stolen(Authority authority) {
        return hub().part(TransactionTemplate.class).execute(status ->
                (LicenseSeals.InUse) hub().part(LicenseSeals.class).choose(authority.name(), authority.code()));
    }

    private static byte[] sealedWith(LicenseSeals.InUse seal) {
        try (PDDocument document = new PDDocument(); ByteArrayOutputStream blank = new ByteArrayOutputStream()) {
            document.addPage(new PDPage());
            document.save(blank);
            return seal.sealer().seal(blank.toByteArray(), new SealRequest("测试", "350205", "示例局", Instant.now(), null));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SealReport offline(byte[] file) {
        try {
            return new SealedFileVerifier(SealTrust.read(hub().home().resolve("keys/trust")), SealNames.KNOWN, Clock.systemUTC()).verify(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode online(byte[] file) {
        return READER.verifyFile(file, elements()).expect(200).json().get("seal");
    }

    @Test
    void whatIsSealedWithAKeyTakenFromACancelledSealIsRefusedAndWhatWasSealedBeforeStaysGood() {
        Authority authority = Authority.fresh();
        String id = inUse(authority);
        LicenseSeals.InUse kept = stolen(authority);
        byte[] before = sealedWith(kept);
        step(MANAGER, id, "cancellation").expect(200);

        X509CRL signers = list("signers.crl");
        assertThat(signers.getRevokedCertificate(serialOf(id)).getRevocationReason()).isEqualTo(CRLReason.CESSATION_OF_OPERATION);
        assertThat(signers.getNextUpdate().toInstant()).isAfter(Instant.now().plus(Duration.ofDays(6)));
        // a list knows whole seconds, so that the first moment after the end may still count as before it
        byte[] forged = await().pollInterval(Duration.ofMillis(200)).until(() -> sealedWith(kept), file -> !online(file).get("valid").asBoolean());
        assertThat(online(forged).get("findings").toString()).contains("certificate-revoked");
        assertThat(offline(forged).findings()).extracting(SealFinding::code).contains("certificate-revoked");
        assertThat(online(before).get("valid").asBoolean()).isTrue();
        assertThat(offline(before).valid()).isTrue();
    }

    @Test
    void revocationOfEverybodyConcernedIsCheckedForAFileOfTheHub() {
        Authority authority = Authority.fresh();
        inUse(authority);
        byte[] file = sealedWith(stolen(authority));
        assertThat(online(file).get("valid").asBoolean()).isTrue();
        assertThat(online(file).get("findings").toString()).doesNotContain("revocation-not-checked");
        await().untilAsserted(() -> assertThat(offline(file).findings()).extracting(SealFinding::code).doesNotContain("revocation-not-checked"));
    }

    @Test
    void certificateOfAChangedSealIsSuperseded() {
        Authority authority = Authority.fresh();
        String old = inUse(authority);
        String successor = APPLICANT.post("/api/v1/seals/" + old + "/change", Map.of("diameterMm", 38, "reason", "换新")).expect(201).json()
                .get("id").asText();
        SealDesk.complete(successor);
        X509CRL signers = list("signers.crl");
        assertThat(signers.getRevokedCertificate(serialOf(old)).getRevocationReason()).isEqualTo(CRLReason.SUPERSEDED);
        assertThat(signers.getRevokedCertificate(serialOf(successor))).isNull();
    }

    @Test
    void sealsCancelledAtTheSameTimeAreAllOnTheNewestList() {
        List<String> seals = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            seals.add(inUse(Authority.fresh()));
        }
        seals.stream().map(id -> CompletableFuture.runAsync(() -> step(MANAGER, id, "cancellation").expect(200))).toList()
                .forEach(CompletableFuture::join);
        X509CRL signers = list("signers.crl");
        assertThat(seals).allSatisfy(id -> assertThat(signers.getRevokedCertificate(serialOf(id))).isNotNull());
    }

    @Test
    void sealThatWasNeverMadeRevokesNothing() {
        X509CRL before = list("signers.crl");
        String approved = SealDesk.applied(Authority.fresh());
        SealDesk.approve(approved);
        step(MANAGER, approved, "cancellation").expect(200);
        assertThat(list("signers.crl")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seals.crl", "SIGNERS", "signers", "..%2Fsigners.crl"})
    void otherListIsNotThere(String file) {
        assertThat(hub().anonymous().get("/api/v1/revocation-lists/" + file).expectProblem().status()).isBetween(400, 404);
    }
}
