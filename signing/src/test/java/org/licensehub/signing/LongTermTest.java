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

    private final LongTermPki pki = LongTermPki.fresh();
    private final byte[] sealed = pki.sealed();

    private static List<String> codes(SealReport report) {
        return report.findings().stream().map(SealFinding::code).toList();
    }

    private byte[] preservedAlone() {
        return pki.preserver(NOW).preserve(sealed, pki.known(NOW));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void preservingOnlyAppendsAndTheFileStillVerifies(boolean rsa) {
        byte[] signed = pki.signed(rsa, true);
        byte[] embedded = pki.preserver(NOW).embed(signed, pki.known(NOW));
        byte[] preserved = pki.preserver(NOW).preserve(embedded, pki.known(NOW));

        assertThat(Arrays.copyOf(embedded, signed.length)).isEqualTo(signed);
        assertThat(Arrays.copyOf(preserved, embedded.length)).as("what is embedded already is not embedded again").isEqualTo(embedded);
        assertThat(pki.judge(embedded, NOW).valid()).isTrue();
        SealReport report = pki.judge(preserved, NOW);
        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(codes(report)).contains("outer-signature");
        assertThat(report.details().timeStamp()).isEqualTo(NOW);
    }

    @Test
    void embeddedListsAnswerWhetherACertificateWasRevoked() {
        assertThat(codes(pki.judge(sealed, NOW))).contains("revocation-not-checked");
        assertThat(codes(pki.judge(preservedAlone(), NOW))).doesNotContain("revocation-not-checked");
    }

    @Test
    void anEmbeddedListRefusesWhomItNames() {
        X509CRL naming = LongTermPki.lists(NOW).revocationList(pki.seals().root(),
                Map.of(pki.seals().signer().certificate().getSerialNumber(), NOW.minusSeconds(60)));
        X509CRL makers = LongTermPki.lists(NOW).revocationList(pki.seals().makerRoot(), Map.of());
        byte[] embedded = pki.preserver(NOW).embed(sealed, new ValidationMaterial(pki.known(NOW).certificates(), List.of(naming, makers)));

        assertThat(codes(pki.judge(embedded, NOW))).containsExactly("certificate-revoked");
    }

    /** Offline, with nothing at hand but roots: the signer's certificate ended since, the first authority's did not. */
    @Test
    void aPreservedFileVerifiesAfterTheSignersCertificateExpired() {
        assertThat(LATER).isAfter(pki.seals().signer().certificate().getNotAfter().toInstant());
        SealReport report = pki.judge(preservedAlone(), LATER);

        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.details().timeStamp()).isEqualTo(NOW);
        assertThat(codes(report)).doesNotContain("certificate-expired-since", "revocation-not-checked", "time-stamp-outdated");
        assertThat(codes(pki.judge(sealed, LATER))).contains("certificate-expired-since", "revocation-not-checked");
    }

    @Test
    void aRevocationAfterTheProvenMomentDoesNotCount() {
        X509CRL list = LongTermPki.lists(LATER).revocationList(pki.seals().root(),
                Map.of(pki.seals().signer().certificate().getSerialNumber(), NOW.plus(Duration.ofDays(30))));
        PdfSealVerifier verifier = new PdfSealVerifier(pki.trust().withRevocations(List.of(list)), SealNames.KNOWN, LongTermPki.clock(LATER));

        assertThat(verifier.verify(preservedAlone()).valid()).isTrue();
        assertThat(codes(verifier.verify(sealed))).containsExactly("certificate-revoked");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRenewedFileOutlivesItsFirstAuthorityOfTime(boolean rsa) {
        assertThat(MUCH_LATER).isAfter(pki.timeStamper().certificate().getNotAfter().toInstant());
        byte[] renewed = pki.renewed(rsa);
        SealReport report = pki.judge(renewed, MUCH_LATER);

        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.details().timeStamp()).as("the first one still proves its moment").isEqualTo(NOW);
        assertThat(codes(report)).doesNotContain("time-stamp-outdated", "certificate-expired-since");
    }

    @Test
    void aTimeStampThatNobodyRenewedProvesNothingAnyMore() {
        SealReport report = pki.judge(preservedAlone(), MUCH_LATER);

        assertThat(report.details().timeStamp()).isNull();
        assertThat(codes(report)).contains("time-stamp-outdated", "certificate-expired-since");
    }

    @Test
    void theTimeStampInsideASealLivesOnByTheDocumentTimeStampsAroundIt() {
        byte[] stamped = PdfSealer.with(pki.seals().seal(), SealPki.key(pki.seals().signer()), SealFormat.SM2_SEAL, pki.seals().authorityAt(NOW))
                .seal(TestPdf.compressed(), TestPdf.request());
        assertThat(codes(pki.judge(stamped, LATER))).contains("time-stamp-outdated", "certificate-expired-since");

        SealReport report = pki.judge(pki.preserver(NOW).preserve(stamped, pki.known(NOW)), LATER);
        assertThat(report.details().timeStamp()).isEqualTo(NOW);
        assertThat(codes(report)).doesNotContain("time-stamp-outdated", "certificate-expired-since");
    }

    @Test
    void aSealStampedOnlyAfterItsCertificateEndedIsNoOlderForIt() {
        SealReport report = pki.judge(pki.preserver(LATER).preserve(sealed, pki.known(LATER)), LATER);

        assertThat(report.valid()).isTrue();
        assertThat(report.details().timeStamp()).isNull();
        assertThat(codes(report)).contains("certificate-expired-since");
    }

    @Test
    void theFirstFormOfSealsIsPreservedAsWell() {
        byte[] first = new PdfSealer(SealPki.key(pki.seals().signer())).seal(TestPdf.plain(), TestPdf.request());
        byte[] preserved = pki.preserver(NOW).preserve(first, pki.known(NOW));
        SealReport report = pki.judge(preserved, LATER);

        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.details().form()).isEqualTo("GM.sm2cms.detached");
        assertThat(report.details().timeStamp()).isEqualTo(NOW);
    }

    @Test
    void withoutATrustedAuthorityATimeStampIsNotedAndNotBelieved() {
        SealReport report = new PdfSealVerifier(pki.seals().trust(), SealNames.KNOWN, LongTermPki.clock(NOW)).verify(preservedAlone());

        assertThat(report.valid()).isTrue();
        assertThat(report.details().timeStamp()).isNull();
        assertThat(codes(report)).contains("time-stamp-not-checked");
    }

    @Test
    void renewalIsDueNinetyDaysBeforeTheAuthoritysCertificateEnds() {
        byte[] preserved = preservedAlone();
        Instant end = pki.timeStamper().certificate().getNotAfter().toInstant();

        assertThat(pki.preserver(NOW).reliableUntil(preserved)).contains(end);
        assertThat(pki.preserver(end.minus(Duration.ofDays(91))).needsRenewal(preserved)).isFalse();
        assertThat(pki.preserver(end.minus(Duration.ofDays(90))).needsRenewal(preserved)).isTrue();
        byte[] renewed = pki.preserver(LATER).renew(preserved, pki.known(LATER));
        assertThat(pki.preserver(end).needsRenewal(renewed)).isFalse();
        assertThat(pki.preserver(NOW).needsRenewal(sealed)).as("without any time-stamp").isTrue();
    }

    @Test
    void renewalIsDueBeforeAnAlgorithmEnds() {
        Clock clock = LongTermPki.clock(NOW);
        Instant end = NOW.plus(Duration.ofDays(60));
        byte[] preserved = preservedAlone();

        assertThat(new PdfPreserver(pki.authority(NOW), Duration.ofDays(30), Map.of(SigningAlgorithm.RSA_SHA256, end), clock).needsRenewal(preserved)).isFalse();
        PdfPreserver ending = new PdfPreserver(pki.authority(NOW), Duration.ofDays(60), Map.of(SigningAlgorithm.ECDSA_SHA256, end), clock);
        assertThat(ending.reliableUntil(preserved)).contains(end);
        assertThat(ending.needsRenewal(preserved)).isTrue();
    }

    @Test
    void aTimeStampIsRenewedAsLongAsItProvesSomething() {
        byte[] preserved = preservedAlone();
        assertThatThrownBy(() -> pki.preserver(MUCH_LATER).renew(preserved, pki.known(MUCH_LATER))).hasMessageContaining("too late");
        assertThatThrownBy(() -> pki.preserver(NOW).renew(sealed, pki.known(NOW))).hasMessageContaining("no document time-stamp");
    }

    @Test
    void whatIsMissingIsNamed() {
        ValidationMaterial known = pki.known(NOW);
        assertThatThrownBy(() -> pki.preserver(NOW).embed(sealed, new ValidationMaterial(known.certificates(), List.of())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("吊销列表").hasMessageContaining("测试");
        assertThatThrownBy(() -> pki.preserver(NOW).embed(sealed, new ValidationMaterial(List.of(), known.revocations())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("issuer's certificate is missing");
        assertThatThrownBy(() -> pki.preserver(LATER).embed(sealed, known)).as("lists that ended").hasMessageContaining("current list");
        assertThatThrownBy(() -> pki.preserver(NOW).embed(TestPdf.plain(), known)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pki.preserver(NOW).preserve(new byte[0], known)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyWhatBelongsToTheFileIsEmbedded() throws Refusal {
        ValidationMaterial known = pki.known(NOW).withCertificates(List.of(SealPki.fresh().root().certificate()));
        ValidationMaterial embedded = LaterRevisions.read(pki.preserver(NOW).embed(sealed, known)).material();

        assertThat(embedded.certificates()).containsExactlyInAnyOrder(pki.seals().signer().certificate(), pki.seals().root().certificate(),
                pki.seals().maker().certificate(), pki.seals().makerRoot().certificate());
        assertThat(embedded.revocations()).hasSize(2);
    }

    @Test
    void aPreservedFileTakesNoOuterSignatureAnyMore() {
        byte[] embedded = pki.preserver(NOW).embed(sealed, pki.known(NOW));
        PadesSigner signer = new PadesSigner(KeyFiles.of(pki.ecdsa().privateKey(), pki.ecdsa().chain()), null);
        assertThatThrownBy(() -> signer.sign(embedded, "x", NOW)).isInstanceOf(IllegalArgumentException.class);
    }
}
