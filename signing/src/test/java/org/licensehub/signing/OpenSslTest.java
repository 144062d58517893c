package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL as the independent judge of what we make. Missing it is a loud skip, and a failure where CI=true. */
class OpenSslTest {

    private static final String DISTINGUISHING_ID = "distid:1234567812345678";

    @TempDir
    Path directory;

    private final TestPki pki = TestPki.issuedAt(java.time.Instant.now(), 30);

    /** Before each test and not before all: only so does the report name every test that was skipped. */
    @BeforeEach
    void openSslIsThere() {
        boolean present = isPresent();
        if (!present && ("true".equals(System.getenv("CI")) || Boolean.getBoolean("CI"))) {
            throw new AssertionError("openssl 3 is missing, and CI=true asks for it");
        }
        Assumptions.assumeTrue(present, "SKIPPED LOUDLY: openssl 3 is not installed; SM2 was not checked against it");
    }

    @Test
    void opensslVerifiesOurSm2Signature() throws Exception {
        byte[] message = "电子证照".getBytes(StandardCharsets.UTF_8);
        Path text = write("message", message);
        Path signature = write("signature", pki.key().sign(message));
        Path key = write("pub.pem", Sm2Verifier.publicKeyToPem(pki.signer().certificate().getPublicKey())
                .getBytes(StandardCharsets.US_ASCII));
        assertThat(openssl("dgst", "-sm3", "-verify", key.toString(), "-sigopt", DISTINGUISHING_ID,
                "-signature", signature.toString(), text.toString())).contains("Verified OK");
    }

    @Test
    void weVerifyTheSm2SignatureOfOpenssl() throws Exception {
        byte[] message = "from openssl".getBytes(StandardCharsets.US_ASCII);
        Path key = directory.resolve("key.pem");
        Path publicKey = directory.resolve("public.pem");
        Path signature = directory.resolve("sig");
        openssl("genpkey", "-algorithm", "SM2", "-out", key.toString());
        openssl("pkey", "-in", key.toString(), "-pubout", "-out", publicKey.toString());
        openssl("dgst", "-sm3", "-sign", key.toString(), "-sigopt", DISTINGUISHING_ID,
                "-out", signature.toString(), write("text", message).toString());
        assertThat(Sm2Verifier.verify(Sm2Verifier.publicKeyFromPem(Files.readString(publicKey)), message,
                Files.readAllBytes(signature))).isTrue();
    }

    @Test
    void opensslVerifiesOurCertificateChain() throws Exception {
        Path root = write("root.pem", pki.root().certificatePem().getBytes(StandardCharsets.US_ASCII));
        Path signer = write("signer.pem", pki.signer().certificatePem().getBytes(StandardCharsets.US_ASCII));
        assertThat(openssl("verify", "-vfyopt", DISTINGUISHING_ID, "-CAfile", root.toString(), signer.toString()))
                .contains("OK");
    }

    @Test
    void opensslOpensOurKeyFileWithoutItsLegacyProvider() throws Exception {
        Path file = directory.resolve("seal.p12");
        new KeyIssuer(TestPki.CLOCK, 30).writeSealKey(pki.signer(), file, "secret".toCharArray(), "seal");
        assertThat(openssl("pkcs12", "-in", file.toString(), "-passin", "pass:secret", "-nodes"))
                .contains("BEGIN PRIVATE KEY", "BEGIN CERTIFICATE");
    }

    @Test
    void theSignatureInsideASealedFileVerifiesWithOpensslAlone() throws Exception {
        byte[] sealed = new PdfSealer(pki.key()).seal(TestPdf.plain(), TestPdf.request());
        SealCms.Signed signed = SealCms.parse(SealedRange.locate(sealed).cms());
        Path key = write("pub.pem", Sm2Verifier.publicKeyToPem(pki.signer().certificate().getPublicKey())
                .getBytes(StandardCharsets.US_ASCII));
        assertThat(openssl("dgst", "-sm3", "-verify", key.toString(), "-sigopt", DISTINGUISHING_ID, "-signature",
                write("sig", signed.signature()).toString(), write("attributes", signed.attributes()).toString()))
                .contains("Verified OK");
    }

    @Test
    void bothSignaturesOfAnElectronicSealVerifyWithOpensslAlone() throws Exception {
        SealPki seals = SealPki.fresh();
        byte[] sealed = seals.sealer().seal(TestPdf.plain(), TestPdf.request());
        ASN1Sequence value = ASN1Sequence.getInstance(SealedRange.locate(sealed).cms());
        ASN1Sequence toSign = ASN1Sequence.getInstance(value.getObjectAt(0));
        ASN1Sequence seal = ASN1Sequence.getInstance(toSign.getObjectAt(1));

        opensslVerifies(seals.signer(), toSign, value.getObjectAt(3));
        opensslVerifies(seals.maker(), seal.getObjectAt(0), seal.getObjectAt(3));
    }

    private void opensslVerifies(IssuedKey by, ASN1Encodable signed, ASN1Encodable signature) throws Exception {
        Path key = write("by.pem", Sm2Verifier.publicKeyToPem(by.certificate().getPublicKey()).getBytes(StandardCharsets.US_ASCII));
        assertThat(openssl("dgst", "-sm3", "-verify", key.toString(), "-sigopt", DISTINGUISHING_ID, "-signature",
                write("sig", Der.bits(signature)).toString(), write("signed", Der.encode(signed)).toString())).contains("Verified OK");
    }

    @Test
    void opensslSeesWhichCertificateIsRevoked() throws Exception {
        SealPki seals = SealPki.fresh();
        Path root = write("root.pem", seals.root().certificatePem().getBytes(StandardCharsets.US_ASCII));
        Path list = write("list.crl", seals.revocations().getEncoded());
        Path pem = directory.resolve("list.pem");
        openssl("crl", "-inform", "DER", "-in", list.toString(), "-out", pem.toString());
        assertThat(openssl("crl", "-in", pem.toString(), "-noout", "-text"))
                .containsIgnoringCase(seals.revoked().certificate().getSerialNumber().toString(16));
        Path good = write("good.pem", seals.signer().certificatePem().getBytes(StandardCharsets.US_ASCII));
        assertThat(openssl("verify", "-vfyopt", DISTINGUISHING_ID, "-attime", Long.toString(SealPki.NOW.getEpochSecond()), "-CAfile",
                root.toString(), good.toString())).contains("OK");
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static boolean isPresent() {
        try {
            return openssl("version").startsWith("OpenSSL 3");
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
