package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyIssuerTest {

    private static final char[] PASSWORD = "a test password".toCharArray();

    private final KeyIssuer issuer = new KeyIssuer(TestPki.CLOCK, 365);

    @TempDir
    Path directory;

    @Test
    void everyCertificateSaysThatItIsNotForProduction() {
        IssuedKey sealRoot = issuer.sealRoot("根");
        IssuedKey tlsRoot = issuer.tlsRoot("tls root");
        List<IssuedKey> all = List.of(sealRoot, issuer.sealSigner(sealRoot, "机构", "章"), tlsRoot,
                issuer.tlsPeer(tlsRoot, "hub", List.of("localhost"), List.of("127.0.0.1")));
        assertThat(all).allSatisfy(key -> assertThat(key.certificate().getSubjectX500Principal().getName())
                .contains("OU=" + KeyIssuer.NOT_FOR_PRODUCTION));
    }

    @Test
    void validityFollowsTheClockAndTheDaysAsked() {
        X509Certificate certificate = issuer.sealRoot("根").certificate();
        assertThat(certificate.getNotBefore()).isEqualTo(Date.from(TestPki.NOW.minus(Duration.ofMinutes(5))));
        assertThat(certificate.getNotAfter()).isEqualTo(Date.from(TestPki.NOW.plus(Duration.ofDays(365))));
        assertThatThrownBy(() -> new KeyIssuer(TestPki.CLOCK, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSealingCertificateIsSignedByTheRootAndMaySignButNotIssue() throws Exception {
        TestPki pki = TestPki.fresh();
        X509Certificate signer = pki.signer().certificate();
        signer.verify(pki.root().certificate().getPublicKey(), Sm2.PROVIDER);
        boolean[] usage = signer.getKeyUsage();
        assertThat(usage[0] && usage[1]).isTrue();
        assertThat(usage[5]).isFalse();
        assertThat(signer.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void aSealingKeyIsOpenedFromItsFileAndSigns() throws IOException {
        Path file = sealKeyFile();
        SoftwareSealingKey key = SoftwareSealingKey.open(file, PASSWORD, "seal");
        byte[] message = "text".getBytes(StandardCharsets.US_ASCII);
        assertThat(Sm2Verifier.verify(key.certificate().getPublicKey(), message, key.sign(message))).isTrue();
        assertThat(key.chain()).hasSize(2);
    }

    @Test
    void aWrongPasswordAndAnUnknownAliasAreRefused() throws IOException {
        Path file = sealKeyFile();
        assertThatThrownBy(() -> SoftwareSealingKey.open(file, "wrong".toCharArray(), "seal"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SoftwareSealingKey.open(file, PASSWORD, "other"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCertificateOfAnotherKeyIsRefused() {
        TestPki one = TestPki.fresh();
        TestPki other = TestPki.fresh();
        PrivateKey key = one.signer().privateKey();
        List<X509Certificate> chain = other.signer().chain();
        assertThatThrownBy(() -> SoftwareSealingKey.of(key, chain)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keyFilesAreReadableByTheirOwnerOnly() throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        Assumptions.assumeTrue(posix, "SKIPPED: this file system has no POSIX permissions");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sealKeyFile()))).isEqualTo("rw-------");
    }

    @Test
    void thePlainJdkOpensTheTlsKeyAndItsTrustStore() throws Exception {
        IssuedKey root = issuer.tlsRoot("tls root");
        IssuedKey peer = issuer.tlsPeer(root, "haicang", List.of("localhost", "haicang.example"), List.of("127.0.0.1"));
        Path keys = directory.resolve("tls.p12");
        Path trust = directory.resolve("trust.p12");
        issuer.writeTlsKey(peer, keys, PASSWORD, "tls");
        issuer.writeTlsTrust(List.of(root.certificate()), trust, PASSWORD);

        KeyStore store = load(keys);
        assertThat(store.getKey("tls", PASSWORD)).isInstanceOf(PrivateKey.class);
        X509Certificate certificate = (X509Certificate) store.getCertificate("tls");
        assertThat(certificate.getSubjectAlternativeNames()).extracting(name -> name.get(1).toString())
                .containsExactly("localhost", "haicang.example", "127.0.0.1");
        certificate.verify(((X509Certificate) load(trust).getCertificate("anchor-0")).getPublicKey());
    }

    @Test
    void aTlsCertificateWithoutANameIsRefused() {
        IssuedKey root = issuer.tlsRoot("tls root");
        assertThatThrownBy(() -> issuer.tlsPeer(root, "x", List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysArePrintedWithoutTheirPrivatePart() {
        TestPki pki = TestPki.fresh();
        assertThat(pki.signer().toString()).startsWith("IssuedKey[").doesNotContain("Private", "private");
        assertThat(pki.key().toString()).startsWith("SoftwareSealingKey[");
    }

    private Path sealKeyFile() throws IOException {
        IssuedKey root = issuer.sealRoot("根");
        Path file = directory.resolve("seal.p12");
        issuer.writeSealKey(issuer.sealSigner(root, "机构", "章"), file, PASSWORD, "seal");
        return file;
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
