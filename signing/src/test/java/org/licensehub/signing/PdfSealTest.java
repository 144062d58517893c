package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdfSealTest {

    private final TestPki pki = TestPki.fresh();
    private final PdfSealer sealer = new PdfSealer(pki.key());

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSealedFileVerifiesAndNamesItsSigner(boolean compressed) {
        byte[] pdf = compressed ? TestPdf.compressed() : TestPdf.plain();
        byte[] sealed = sealer.seal(pdf, TestPdf.request());
        SealReport report = pki.verifier().verify(sealed);
        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.signerName()).isEqualTo("海沧区行政审批局电子证照专用章");
        assertThat(report.signingTime()).isEqualTo(TestPki.NOW);
        assertThat(report.summaryZh()).contains("验证通过");
        assertThat(report.findings()).extracting(SealFinding::code)
                .containsExactly("revocation-not-checked", "test-certificate");
        assertThat(Arrays.copyOf(sealed, pdf.length)).isEqualTo(pdf);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void otherReadersSeeTheTextThePictureAndTheSignature(boolean compressed) throws IOException {
        byte[] pdf = compressed ? TestPdf.compressed() : TestPdf.plain();
        try (PDDocument document = Loader.loadPDF(sealer.seal(pdf, TestPdf.request()))) {
            assertThat(new PDFTextStripper().getText(document)).contains("License 350205-0001");
            PDSignature signature = document.getSignatureDictionaries().get(0);
            assertThat(signature.getReason()).isEqualTo("电子证照签发");
            assertThat(signature.getSubFilter()).isEqualTo("GM.sm2cms.detached");
            BufferedImage page = new PDFRenderer(document).renderImage(0);
            int colour = page.getRGB(250 + 60, page.getHeight() - 120);
            assertThat(colour & 0xFFFFFF).isEqualTo(0xFF0000);
        }
    }

    @Test
    void aSealWithoutAPictureVerifies() {
        SealRequest invisible = new SealRequest("r", "l", "n", TestPki.NOW, null);
        assertThat(pki.verifier().verify(sealer.seal(TestPdf.plain(), invisible)).valid()).isTrue();
    }

    @Test
    void oneSealerServesManyThreads() {
        byte[] pdf = TestPdf.compressed();
        assertThat(IntStream.range(0, 60).parallel()
                .allMatch(i -> pki.verifier().verify(sealer.seal(pdf, TestPdf.request())).valid())).isTrue();
    }

    @Test
    void aSealOfAnotherRootIsRefused() {
        byte[] sealed = new PdfSealer(TestPki.fresh().key()).seal(TestPdf.plain(), TestPdf.request());
        assertThat(codes(sealed)).containsExactly("certificate-chain");
    }

    @Test
    void aCertificateThatHadExpiredIsRefused() {
        TestPki old = TestPki.issuedAt(TestPki.NOW.minus(Duration.ofDays(40)), 30);
        byte[] sealed = new PdfSealer(old.key()).seal(TestPdf.plain(), TestPdf.request());
        SealReport report = old.verifier().verify(sealed);
        assertThat(report.valid()).isFalse();
        assertThat(report.findings()).extracting(SealFinding::code).contains("certificate-expired");
    }

    @Test
    void aSealFromBeforeTheCertificateIsRefused() {
        SealRequest early = new SealRequest("r", "l", "n", TestPki.NOW.minus(Duration.ofDays(1)), null);
        assertThat(codes(sealer.seal(TestPdf.plain(), early))).contains("certificate-not-yet-valid");
    }

    @Test
    void aSealFromTheFutureIsRefused() {
        SealRequest late = new SealRequest("r", "l", "n", TestPki.NOW.plus(Duration.ofDays(2)), null);
        assertThat(codes(sealer.seal(TestPdf.plain(), late))).containsExactly("signing-time-in-future");
    }

    @Test
    void aRootThatSealsItselfIsRefused() {
        SoftwareSealingKey root = SoftwareSealingKey.of(pki.root().privateKey(), pki.root().chain());
        byte[] sealed = new PdfSealer(root).seal(TestPdf.plain(), TestPdf.request());
        assertThat(codes(sealed)).contains("key-usage");
    }

    @Test
    void theFormOfAnotherProducerIsRefusedByName() {
        PdfSealer other = new PdfSealer(pki.key(), new SealFormat("Gomain.GMPkiLite", "GM.sm2seal"));
        assertThat(codes(other.seal(TestPdf.plain(), TestPdf.request()))).containsExactly("unknown-form");
    }

    @Test
    void aSealedFileCannotBeSealedAgain() {
        byte[] sealed = sealer.seal(TestPdf.plain(), TestPdf.request());
        assertThatThrownBy(() -> sealer.seal(sealed, TestPdf.request())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileWithAScriptCannotBeSealed() {
        byte[] scripted = TestPdf.with(document -> document.getDocumentCatalog()
                .setOpenAction(new PDActionJavaScript("app.alert(1)")), CompressParameters.NO_COMPRESSION);
        assertThatThrownBy(() -> sealer.seal(scripted, TestPdf.request())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNoPdfCannotBeSealed() {
        assertThatThrownBy(() -> sealer.seal("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                TestPdf.request())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPageThatDoesNotExistCannotCarryASeal() {
        SealRequest beyond = new SealRequest("r", "l", "n", TestPki.NOW,
                new SealMark(7, 0, 0, 10, 10, TestPdf.redDisc()));
        assertThatThrownBy(() -> sealer.seal(TestPdf.plain(), beyond)).isInstanceOf(IllegalArgumentException.class);
    }

    private java.util.List<String> codes(byte[] file) {
        SealReport report = pki.verifier().verify(file);
        assertThat(report.valid()).isFalse();
        assertThat(report.signerName()).isNull();
        return report.findings().stream().filter(SealFinding::fatal).map(SealFinding::code).toList();
    }
}
