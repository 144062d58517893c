package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTermTest {

    private static final Instant NOW = LongTermPki.NOW;
    private static final Instant LATER = LongTermPki.LATER;
    private static final Instant MUCH_LATER = LongTermPki.MUCH_LATER;
    private static final LongTermPki PKI = LongTermPki.fresh();

    private final byte[] sealed = PKI.sealed();

    private static List<String> codes(SealReport report) {
        return report.findings().stream().map(SealFinding::code).toList();
    }

    private byte[] preservedAlone() {
        return PKI.preserver(NOW).preserve(sealed, PKI.known(NOW));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void preservingOnlyAppendsAndTheFileStillVerifies(boolean rsa) {
        byte[] signed = PKI.signed(rsa, true);
        byte[] embedded = PKI.preserver(NOW).embed(signed, PKI.known(NOW));
        byte[] preserved = PKI.preserver(NOW).preserve(embedded, PKI.known(NOW));

        assertThat(Arrays.copyOf(embedded, signed.length)).isEqualTo(signed);
        assertThat(Arrays.copyOf(preserved, embedded.length)).as("what is embedded already is not embedded again").isEqualTo(embedded);
        assertThat(PKI.judge(embedded, NOW).valid()).isTrue();
        SealReport report = PKI.judge(preserved, NOW);
        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(codes(report)).contains("outer-signature");
        assertThat(report.details().timeStamp()).isEqualTo(NOW);
    }

    /** One preserver serves many seals by turns: what it remembers of one must not stand in for another. */
    @Test
    void embeddingTellsOfEachFileWhatReadingItTells() {
        byte[] stamped = PdfSealer.with(PKI.seals().seal(), SealPki.key(PKI.seals().signer()), SealFormat.SM2_SEAL, PKI.authority(NOW))
                .seal(TestPdf.compressed(), TestPdf.request());
        PdfPreserver preserver = PKI.preserver(NOW);
        ValidationMaterial known = PKI.known(NOW);
        for (byte[] file : List.of(stamped, sealed, stamped, PKI.signed(true, true), PKI.preserved(false), sealed)) {
            PdfPreserver.Embedded embedded = preserver.embedded(file, known);

            assertThat(embedded.provenUntil()).isEqualTo(PKI.preserver(NOW).provenUntil(embedded.file()));
            assertThat(embedded.file()).isEqualTo(PKI.preserver(NOW).embed(file, known));
        }
        assertThat(preserver.embedded(sealed, known).provenUntil()).isEmpty();
        assertThat(preserver.embedded(stamped, known).provenUntil()).contains(PKI.timeStamper().certificate().getNotAfter().toInstant());
    }

    @Test
    void embeddedListsAnswerWhetherACertificateWasRevoked() {
        assertThat(codes(PKI.judge(sealed, NOW))).contains("revocation-not-checked");
        assertThat(codes(PKI.judge(preservedAlone(), NOW))).doesNotContain("revocation-not-checked");
    }

    @Test
    void anEmbeddedListRefusesWhomItNames() {
        X509CRL naming = LongTermPki.lists(NOW).revocationList(PKI.seals().root(),
                Map.of(PKI.seals().signer().certificate().getSerialNumber(), NOW.minusSeconds(60)));
        X509CRL makers = LongTermPki.lists(NOW).revocationList(PKI.seals().makerRoot(), Map.of());
        byte[] embedded = PKI.preserver(NOW).embed(sealed, new ValidationMaterial(PKI.known(NOW).certificates(), List.of(naming, makers)));

        assertThat(codes(PKI.judge(embedded, NOW))).containsExactly("certificate-revoked");
    }

    /** Offline, with nothing at hand but roots: the signer's certificate ended since, the first authority's did not. */
    @Test
    void aPreservedFileVerifiesAfterTheSignersCertificateExpired() {
        assertThat(LATER).isAfter(PKI.seals().signer().certificate().getNotAfter().toInstant());
        SealReport report = PKI.judge(preservedAlone(), LATER);

        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.details().timeStamp()).isEqualTo(NOW);
        assertThat(codes(report)).doesNotContain("certificate-expired-since", "revocation-not-checked", "time-stamp-outdated");
        assertThat(codes(PKI.judge(sealed, LATER))).contains("certificate-expired-since", "revocation-not-checked");
    }

    @Test
    void aRevocationAfterTheProvenMomentDoesNotCount() {
        X509CRL list = LongTermPki.lists(LATER).revocationList(PKI.seals().root(),
                Map.of(PKI.seals().signer().certificate().getSerialNumber(), NOW.plus(Duration.ofDays(30))));
        PdfSealVerifier verifier = new PdfSealVerifier(PKI.trust().withRevocations(List.of(list)), SealNames.KNOWN, LongTermPki.clock(LATER));

        assertThat(verifier.verify(preservedAlone()).valid()).isTrue();
        assertThat(codes(verifier.verify(sealed))).containsExactly("certificate-revoked");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRenewedFileOutlivesItsFirstAuthorityOfTime(boolean rsa) {
        assertThat(MUCH_LATER).isAfter(PKI.timeStamper().certificate().getNotAfter().toInstant());
        byte[] renewed = PKI.renewed(rsa);
        SealReport report = PKI.judge(renewed, MUCH_LATER);

        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.details().timeStamp()).as("the first one still proves its moment").isEqualTo(NOW);
        assertThat(codes(report)).doesNotContain("time-stamp-outdated", "certificate-expired-since");
    }

    @Test
    void aTimeStampThatNobodyRenewedProvesNothingAnyMore() {
        SealReport report = PKI.judge(preservedAlone(), MUCH_LATER);

        assertThat(report.details().timeStamp()).isNull();
        assertThat(codes(report)).contains("time-stamp-outdated", "certificate-expired-since");
    }

    @Test
    void theTimeStampInsideASealLivesOnByTheDocumentTimeStampsAroundIt() {
        byte[] stamped = PdfSealer.with(PKI.seals().seal(), SealPki.key(PKI.seals().signer()), SealFormat.SM2_SEAL, PKI.seals().authorityAt(NOW))
                .seal(TestPdf.compressed(), TestPdf.request());
        assertThat(codes(PKI.judge(stamped, LATER))).contains("time-stamp-outdated", "certificate-expired-since");

        SealReport report = PKI.judge(PKI.preserver(NOW).preserve(stamped, PKI.known(NOW)), LATER);
        assertThat(report.details().timeStamp()).isEqualTo(NOW);
        assertThat(codes(report)).doesNotContain("time-stamp-outdated", "certificate-expired-since");
    }

    @Test
    void aSealStampedOnlyAfterItsCertificateEndedIsNoOlderForIt() {
        SealReport report = PKI.judge(PKI.preserver(LATER).preserve(sealed, PKI.known(LATER)), LATER);

        assertThat(report.valid()).isTrue();
        assertThat(report.details().timeStamp()).isNull();
        assertThat(codes(report)).contains("certificate-expired-since");
    }

    @Test
    void theFirstFormOfSealsIsPreservedAsWell() {
        byte[] first = new PdfSealer(SealPki.key(PKI.seals().signer())).seal(TestPdf.plain(), TestPdf.request());
        byte[] preserved = PKI.preserver(NOW).preserve(first, PKI.known(NOW));
        SealReport report = PKI.judge(preserved, LATER);

        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.details().form()).isEqualTo("GM.sm2cms.detached");
        assertThat(report.details().timeStamp()).isEqualTo(NOW);
    }

    @Test
    void withoutATrustedAuthorityATimeStampIsNotedAndNotBelieved() {
        SealReport report = new PdfSealVerifier(PKI.seals().trust(), SealNames.KNOWN, LongTermPki.clock(NOW)).verify(preservedAlone());

        assertThat(report.valid()).isTrue();
        assertThat(report.details().timeStamp()).isNull();
        assertThat(codes(report)).contains("time-stamp-not-checked");
    }

    @Test
    void renewalIsDueNinetyDaysBeforeTheAuthoritysCertificateEnds() {
        byte[] preserved = preservedAlone();
        Instant end = PKI.timeStamper().certificate().getNotAfter().toInstant();

        assertThat(PKI.preserver(NOW).reliableUntil(preserved)).contains(end);
        assertThat(PKI.preserver(end.minus(Duration.ofDays(91))).needsRenewal(preserved)).isFalse();
        assertThat(PKI.preserver(end.minus(Duration.ofDays(90))).needsRenewal(preserved)).isTrue();
        byte[] renewed = PKI.preserver(LATER).renew(preserved, PKI.known(LATER));
        assertThat(PKI.preserver(end).needsRenewal(renewed)).isFalse();
        assertThat(PKI.preserver(NOW).needsRenewal(sealed)).as("without any time-stamp").isTrue();
    }

    @Test
    void renewalIsDueBeforeAnAlgorithmEnds() {
        Clock clock = LongTermPki.clock(NOW);
        Instant end = NOW.plus(Duration.ofDays(60));
        byte[] preserved = preservedAlone();

        assertThat(new PdfPreserver(PKI.authority(NOW), Duration.ofDays(30), Map.of(SigningAlgorithm.RSA_SHA256, end), clock).needsRenewal(preserved)).isFalse();
        PdfPreserver ending = new PdfPreserver(PKI.authority(NOW), Duration.ofDays(60), Map.of(SigningAlgorithm.ECDSA_SHA256, end), clock);
        assertThat(ending.reliableUntil(preserved)).contains(end);
        assertThat(ending.needsRenewal(preserved)).isTrue();
    }

    @Test
    void aTimeStampIsRenewedAsLongAsItProvesSomething() {
        byte[] preserved = preservedAlone();
        assertThatThrownBy(() -> PKI.preserver(MUCH_LATER).renew(preserved, PKI.known(MUCH_LATER))).hasMessageContaining("too late");
        assertThatThrownBy(() -> PKI.preserver(NOW).renew(sealed, PKI.known(NOW))).hasMessageContaining("no document time-stamp");
    }

    @Test
    void whatIsMissingIsNamed() {
        ValidationMaterial known = PKI.known(NOW);
        assertThatThrownBy(() -> PKI.preserver(NOW).embed(sealed, new ValidationMaterial(known.certificates(), List.of())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("吊销列表").hasMessageContaining("测试");
        assertThatThrownBy(() -> PKI.preserver(NOW).embed(sealed, new ValidationMaterial(List.of(), known.revocations())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("issuer's certificate is missing");
        assertThatThrownBy(() -> PKI.preserver(LATER).embed(sealed, known)).as("lists that ended").hasMessageContaining("current list");
        assertThatThrownBy(() -> PKI.preserver(NOW).embed(TestPdf.plain(), known)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PKI.preserver(NOW).preserve(new byte[0], known)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyWhatBelongsToTheFileIsEmbedded() throws Refusal {
        ValidationMaterial known = PKI.known(NOW).withCertificates(List.of(SealPki.fresh().root().certificate()));
        ValidationMaterial embedded = LaterRevisions.read(PKI.preserver(NOW).embed(sealed, known)).material();

        assertThat(embedded.certificates()).containsExactlyInAnyOrder(PKI.seals().signer().certificate(), PKI.seals().root().certificate(),
                PKI.seals().maker().certificate(), PKI.seals().makerRoot().certificate());
        assertThat(embedded.revocations()).hasSize(2);
    }

    @Test
    void aFileWithADocumentTimeStampTakesNoOuterSignatureAnyMore() {
        PadesSigner signer = new PadesSigner(KeyFiles.of(PKI.ecdsa().privateKey(), PKI.ecdsa().chain()), null);
        assertThatThrownBy(() -> signer.sign(preservedAlone(), "x", NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOuterSignatureTakesThePlaceOfMaterialThatIsThenEmbeddedAgain() {
        byte[] embedded = PKI.preserver(NOW).embed(sealed, PKI.known(NOW));
        byte[] signed = new PadesSigner(KeyFiles.of(PKI.ecdsa().privateKey(), PKI.ecdsa().chain()), null).sign(embedded, "x", NOW);
        assertThat(Arrays.copyOf(signed, sealed.length)).isEqualTo(sealed);
        byte[] both = PKI.preserver(NOW).embed(signed, PKI.known(NOW));
        assertThat(PKI.judge(both, NOW).valid()).isTrue();
        assertThat(codes(PKI.judge(both, NOW))).contains("outer-signature").doesNotContain("revocation-not-checked");
    }
}
