package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OuterSignatureTest {

    private static final KeyIssuer ISSUER = new KeyIssuer(java.time.Clock.fixed(SealPki.NOW, java.time.ZoneOffset.UTC), 365);

    @TempDir
    private Path folder;

    private final SealPki pki = SealPki.fresh();
    private final IssuedKey root = ISSUER.tlsRoot("outer root");
    private final byte[] sealed = pki.sealer().seal(TestPdf.compressed(), TestPdf.request());

    private byte[] signed(boolean rsa, SesSignature.TimeStamper stamper) {
        IssuedKey key = ISSUER.documentSigner(root, "海沧区行政审批局", "Haicang", rsa);
        return new PadesSigner(KeyFiles.of(key.privateKey(), key.chain()), stamper).sign(sealed, "海沧区行政审批局", SealPki.NOW);
    }

    private SesSignature.TimeStamper outerAuthority() {
        IssuedKey authority = ISSUER.timeStamper(root, "outer time");
        return new TimeStampAuthority(KeyFiles.of(authority.privateKey(), authority.chain()), "1.2.3.4", SealPki.CLOCK);
    }

    private static List<String> fatal(SealReport report) {
        return report.findings().stream().filter(SealFinding::fatal).map(SealFinding::code).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSealedFileWithAnOuterSignatureStillVerifies(boolean rsa) {
        byte[] twice = signed(rsa, outerAuthority());
        SealReport report = pki.verifier().verify(twice);

        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.details().form()).isEqualTo("GM.sm2seal");
        assertThat(report.findings()).extracting(SealFinding::code).contains("outer-signature");
        assertThat(Arrays.copyOf(twice, sealed.length)).isEqualTo(sealed);
    }

    @Test
    void aChangedByteAnywhereIsRefused() {
        byte[] twice = signed(false, null);
        Random random = new Random(13);
        for (int i = 0; i < 300; i++) {
            byte[] changed = twice.clone();
            // half of them in what the outer signature adds
            int at = i % 2 == 0 ? random.nextInt(changed.length) : sealed.length + random.nextInt(changed.length - sealed.length);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(pki.verifier().verify(changed).valid()).as("byte %d", at).isFalse();
        }
    }

    /** A page painted over before the outer signature is made: the signer of the outer one would vouch for the forgery. */
    @Test
    void whatIsChangedBetweenSealAndOuterSignatureIsRefused() throws IOException {
        byte[] painted;
        try (PDDocument document = Loader.loadPDF(sealed)) {
            PDPage page = document.getPage(0);
            page.setRotation(180);
            page.getCOSObject().setNeedToBeUpdated(true);
            document.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
            document.getPages().getCOSObject().setNeedToBeUpdated(true);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.saveIncremental(out);
            painted = out.toByteArray();
        }
        IssuedKey key = ISSUER.documentSigner(root, "x", "x", false);
        byte[] twice = new PadesSigner(KeyFiles.of(key.privateKey(), key.chain()), null).sign(painted, "x", SealPki.NOW);

        assertThat(fatal(pki.verifier().verify(twice))).containsExactly("later-revision");
    }

    @Test
    void anInnerSealThatIsNotGoodIsNotHealedByTheOuterSignature() {
        IssuedKey stranger = ISSUER.sealSigner(ISSUER.sealRoot("fremd"), "x", "x");
        byte[] other = new PdfSealer(SealPki.key(stranger)).seal(TestPdf.plain(), TestPdf.request());
        IssuedKey key = ISSUER.documentSigner(root, "x", "x", false);
        byte[] twice = new PadesSigner(KeyFiles.of(key.privateKey(), key.chain()), null).sign(other, "x", SealPki.NOW);

        assertThat(fatal(pki.verifier().verify(twice))).containsExactly("certificate-chain");
    }

    @Test
    void onlyASealedFileIsSignedAndNotByAnSm2Key() {
        IssuedKey key = ISSUER.documentSigner(root, "x", "x", false);
        PadesSigner signer = new PadesSigner(KeyFiles.of(key.privateKey(), key.chain()), null);
        assertThatThrownBy(() -> signer.sign(TestPdf.plain(), "x", SealPki.NOW)).isInstanceOf(IllegalArgumentException.class);
        byte[] twice = signer.sign(sealed, "x", SealPki.NOW);
        assertThatThrownBy(() -> signer.sign(twice, "x", SealPki.NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PadesSigner(SealPki.key(pki.signer()), null)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pdfsigVerifiesTheOuterSignatureOverTheWholeFile(boolean rsa) throws Exception {
        Assumptions.assumeTrue(toolIsThere(), "SKIPPED LOUDLY: pdfsig is not installed; the outer signature was not checked with it");
        String said = pdfsig(signed(rsa, outerAuthority()));

        String second = said.substring(said.indexOf("Signature #2"));
        assertThat(second).as(said).contains("Signature is Valid.").contains("Total document signed").contains("ETSI.CAdES.detached");
    }

    /** This tool judges no document time-stamps, but sees the last one over the whole file and the signature inside still valid. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pdfsigStillVerifiesTheOuterSignatureInAPreservedFile(boolean rsa) throws Exception {
        Assumptions.assumeTrue(toolIsThere(), "SKIPPED LOUDLY: pdfsig is not installed; the preserved file was not checked with it");
        String said = pdfsig(LongTermPki.fresh().preserved(rsa));

        String second = said.substring(said.indexOf("Signature #2"), said.indexOf("Signature #3"));
        assertThat(second).as(said).contains("Signature is Valid.").contains("Not total document signed").contains("ETSI.CAdES.detached");
        assertThat(said.substring(said.indexOf("Signature #3"))).as(said).contains("Total document signed");
    }

    private String pdfsig(byte[] pdf) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("file.pdf"), pdf);
        Process process = new ProcessBuilder("pdfsig", "-nocert", file.toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static boolean toolIsThere() throws InterruptedException {
        boolean present;
        try {
            present = new ProcessBuilder("pdfsig", "-v").redirectErrorStream(true).start().waitFor() >= 0;
        } catch (IOException missing) {
            present = false;
        }
        if (!present && ("true".equals(System.getenv("CI")) || Boolean.getBoolean("CI"))) {
            throw new AssertionError("pdfsig is missing, and CI=true asks for it");
        }
        return present;
    }
}
