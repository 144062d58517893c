package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a file brings along helps nobody to more than it proves, and costs a verifier little. */
class DistrustedMaterialTest {

    private static final Instant NOW = LongTermPki.NOW;
    private static final LongTermPki PKI = LongTermPki.fresh();

    private static List<String> codes(SealReport report) {
        return report.findings().stream().map(SealFinding::code).toList();
    }

    private static PdfSealVerifier verifier(SealTrust trust, Instant at) {
        return new PdfSealVerifier(trust, SealNames.KNOWN, LongTermPki.clock(at));
    }

    @Test
    void verdictDoesNotDependOnWhatAnEarlierFileBrought() {
        KeyIssuer issuer = new KeyIssuer(LongTermPki.clock(NOW.minus(Duration.ofDays(310))), 700);
        IssuedKey between = issuer.intermediate(PKI.seals().root(), "中间证书");
        IssuedKey signer = issuer.sealSigner(between, "海沧区某局", "下级签章者");
        byte[] sealed = PdfSealer.with(SesSeal.make(PKI.seals().info(signer), SealPki.key(PKI.seals().maker())), SealPki.key(signer),
                SealFormat.SM2_SEAL, null).seal(TestPdf.compressed(), TestPdf.request());
        ValidationMaterial known = PKI.known(NOW).with(new ValidationMaterial(List.of(between.certificate()),
                List.of(LongTermPki.lists(NOW).revocationList(between, Map.of()))));
        byte[] embedded = PKI.preserver(NOW).embed(sealed, known);
        PdfSealVerifier verifier = verifier(PKI.trust(), NOW);
        assertThat(codes(verifier.verify(sealed))).containsExactly("certificate-chain");
        assertThat(verifier.verify(embedded).valid()).isTrue();
        assertThat(codes(verifier.verify(sealed))).containsExactly("certificate-chain");
    }

    @Test
    void embeddedListDoesNotHideThatRevocationWasNotCheckedSince() {
        byte[] embedded = PKI.preserver(NOW).embed(PKI.sealed(), PKI.known(NOW));
        assertThat(codes(PKI.judge(embedded, NOW.plus(Duration.ofDays(20))))).doesNotContain("revocation-not-checked");
        assertThat(codes(PKI.judge(embedded, NOW.plus(Duration.ofDays(40))))).as("the list ended, and nothing proves the seal to be older")
                .contains("revocation-not-checked");
        byte[] preserved = PKI.preserver(NOW).preserve(PKI.sealed(), PKI.known(NOW));
        assertThat(codes(PKI.judge(preserved, NOW.plus(Duration.ofDays(40))))).doesNotContain("revocation-not-checked");
    }

    @Test
    void certificateWithAKeyThatTakesLongToReadIsNone() throws OperatorCreationException, IOException {
        BigInteger modulus = new BigInteger(15_360, new Random(1)).setBit(15_359).setBit(0);
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
                new RSAPublicKey(modulus, BigInteger.valueOf(65_537)));
        byte[] certificate = certificate(key).getEncoded();
        assertThatThrownBy(() -> Certificates.decode(certificate)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("too long");
    }

    private static org.bouncycastle.cert.X509CertificateHolder certificate(SubjectPublicKeyInfo key) throws OperatorCreationException {
        X500Name name = new X500Name("CN=long");
        return new X509v3CertificateBuilder(name, BigInteger.ONE, Date.from(NOW), Date.from(NOW.plusSeconds(60)), name, key)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(PKI.ecdsa().privateKey()));
    }

    @Test
    void attachedDataThatUnpackWithoutEndAreRefusedBeforeTheyFillTheMemory() {
        byte[] file = TestPdf.with(document -> attach(document.getDocumentCatalog().getCOSObject(),
                document.getDocument().createCOSStream(), 256 << 20), CompressParameters.NO_COMPRESSION);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> PKI.seals().sealer().seal(file, TestPdf.request())).hasMessageContaining("attached file");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
    }

    private static void attach(COSDictionary catalog, COSStream data, int bytes) {
        try (var out = data.createRawOutputStream(); DeflaterOutputStream packed = new DeflaterOutputStream(out)) {
            byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            packed.write('{');
            for (int written = 0; written < bytes; written += spaces.length) {
                packed.write(spaces);
            }
            packed.write('}');
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        data.setItem(COSName.FILTER, COSName.FLATE_DECODE);
        data.setName(COSName.SUBTYPE, "application/json");
        COSDictionary embedded = new COSDictionary();
        embedded.setItem(COSName.F, data);
        COSDictionary file = new COSDictionary();
        file.setString(COSName.F, AttachedFiles.NAME);
        file.setString(COSName.UF, AttachedFiles.NAME);
        file.setName("AFRelationship", "Data");
        file.setItem(COSName.EF, embedded);
        COSArray leaf = new COSArray();
        leaf.add(new org.apache.pdfbox.cos.COSString(AttachedFiles.NAME));
        leaf.add(file);
        COSDictionary tree = new COSDictionary();
        tree.setItem(COSName.NAMES, leaf);
        COSDictionary names = new COSDictionary();
        names.setItem(COSName.EMBEDDED_FILES, tree);
        catalog.setItem(COSName.NAMES, names);
    }

    /** As authorities do whose certificate has an intermediate above it (RFC 3161, 2.4.2: certificates that help). */
    private static byte[] withCertificates(byte[] token, X509Certificate... more) {
        try {
            CMSSignedData signed = new CMSSignedData(token);
            List<Object> all = new ArrayList<>(signed.getCertificates().getMatches(null));
            all.addAll(new JcaCertStore(List.of(more)).getMatches(null));
            return CMSSignedData.replaceCertificatesAndCRLs(signed, new org.bouncycastle.util.CollectionStore<>(
                    all.stream().map(org.bouncycastle.cert.X509CertificateHolder.class::cast).toList()), null, null).toASN1Structure().getEncoded("DER");
        } catch (CMSException | IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tokenMayBringTheIssuersOfItsAuthorityAndNobodyElse() {
        IssuedKey between = new KeyIssuer(LongTermPki.clock(NOW.minus(Duration.ofDays(1))), 700).intermediate(PKI.seals().root(), "时间戳中间证书");
        IssuedKey authority = new KeyIssuer(LongTermPki.clock(NOW.minus(Duration.ofDays(1))), 700).timeStamper(between, "有中间证书的时间戳机构");
        TimeStampAuthority stamper = new TimeStampAuthority(SealPki.key(authority), "1.2.156.10197.99.3", LongTermPki.clock(NOW));
        ValidationMaterial known = PKI.known(NOW).with(new ValidationMaterial(List.of(between.certificate()),
                List.of(LongTermPki.lists(NOW).revocationList(between, Map.of()))));
        byte[] preserved = new PdfPreserver(message -> withCertificates(stamper.stamp(message), between.certificate()), LongTermPki.clock(NOW))
                .preserve(PKI.sealed(), known);
        assertThat(PKI.judge(preserved, NOW).valid()).as("%s", PKI.judge(preserved, NOW)).isTrue();
        assertThat(verifier(PKI.seals().trust(), NOW).verify(preserved).valid()).as("without a trusted authority").isTrue();

        byte[] stranger = new PdfPreserver(message -> withCertificates(stamper.stamp(message), between.certificate(), PKI.rsa().certificate()),
                LongTermPki.clock(NOW)).preserve(PKI.sealed(), known.with(PKI.known(NOW)));
        assertThat(codes(PKI.judge(stranger, NOW))).containsExactly("document-time-stamp-wrong");
    }

    @Test
    void changedTimeStampInASealIsRefusedAlsoWhereNoAuthorityIsTrusted() {
        byte[] stamped = PdfSealer.with(PKI.seals().seal(), SealPki.key(PKI.seals().signer()), SealFormat.SM2_SEAL, PKI.seals().authorityAt(NOW))
                .seal(TestPdf.compressed(), TestPdf.request());
        PdfSealVerifier verifier = verifier(PKI.seals().trust(), NOW);
        assertThat(codes(verifier.verify(stamped))).contains("time-stamp-not-checked");
        SesSignature value = SesSignature.parse(contents(stamped));
        byte[] token = value.timeStamp().orElseThrow();
        String end = HexFormat.of().formatHex(token, token.length - 12, token.length);
        String text = new String(stamped, StandardCharsets.ISO_8859_1);
        int at = Math.max(text.lastIndexOf(end), text.lastIndexOf(end.toUpperCase(Locale.ROOT)));
        byte[] changed = stamped.clone();
        changed[at] = (byte) (changed[at] == '1' ? '2' : '1');
        assertThat(codes(verifier.verify(changed))).containsExactly("time-stamp-wrong");
    }

    private static byte[] contents(byte[] file) {
        try {
            return SealedRange.locate(file).cms();
        } catch (Refusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    @ParameterizedTest
    @EnumSource(Revocation.Reason.class)
    void whatAnAuthorityOfTimeSaidBeforeItEndedInOrderStaysTrue(Revocation.Reason reason) {
        byte[] preserved = PKI.preserver(NOW).preserve(PKI.sealed(), PKI.known(NOW));
        assertThat(PKI.judge(preserved, NOW).valid()).isTrue();
        boolean inOrder = reason != Revocation.Reason.KEY_COMPROMISE;
        assertThat(judgedWithRevokedAuthority(preserved, reason, NOW.plusSeconds(3_600)).valid()).isEqualTo(inOrder);
        assertThat(judgedWithRevokedAuthority(preserved, reason, NOW.minusSeconds(3_600)).valid()).as("revoked before it said so").isFalse();
    }

    private static SealReport judgedWithRevokedAuthority(byte[] file, Revocation.Reason reason, Instant revokedAt) {
        Instant later = NOW.plus(Duration.ofDays(2));
        var list = LongTermPki.lists(later).revocationList(PKI.root(), 7, Duration.ofDays(30),
                List.of(new Revocation(PKI.timeStamper().certificate().getSerialNumber(), revokedAt, reason)));
        return verifier(PKI.trust().withRevocations(List.of(list)), later).verify(file);
    }

    @Test
    void fileIsNotStampedMoreOftenThanAVerifierTakes() {
        byte[] file = PKI.preserver(NOW).preserve(PKI.sealed(), PKI.known(NOW));
        for (int i = 0; i < 15; i++) {
            file = PKI.preserver(NOW).renew(file, PKI.known(NOW));
        }
        assertThat(PKI.judge(file, NOW).valid()).as("%s", PKI.judge(file, NOW)).isTrue();
        byte[] full = renewedUntilRefused(file);
        assertThat(PKI.judge(full, NOW).valid()).isTrue();
    }

    private static byte[] renewedUntilRefused(byte[] file) {
        byte[] last = file;
        for (int i = 0; i < 50; i++) {
            try {
                last = PKI.preserver(NOW).renew(last, PKI.known(NOW));
            } catch (IllegalArgumentException full) {
                assertThat(full).hasMessageContaining("cannot be preserved");
                return last;
            }
        }
        throw new AssertionError("stamped without end");
    }

    @Test
    void nameThatCouldNotBeReadAgainIsNotWritten() {
        PadesSigner signer = new PadesSigner(KeyFiles.of(PKI.ecdsa().privateKey(), PKI.ecdsa().chain()), null);
        assertThatThrownBy(() -> signer.sign(PKI.sealed(), "名".repeat(1_001), NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThat(PKI.judge(signer.sign(PKI.sealed(), "名".repeat(1_000), NOW), NOW).valid()).isTrue();
    }

    @Test
    void rootOfAKindThatNothingIsSealedWithDoesNotStopRenewal() throws GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"), new SecureRandom());
        var pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=P-384 root");
        X509Certificate root = Certificates.decode(encoded(new JcaX509v3CertificateBuilder(name, BigInteger.TEN, Date.from(NOW.minusSeconds(9)),
                Date.from(NOW.plus(Duration.ofDays(5_000))), name, pair.getPublic()).build(new JcaContentSignerBuilder("SHA384withECDSA").build(pair.getPrivate()))));
        KeyIssuer issuer = new KeyIssuer(LongTermPki.clock(NOW.minusSeconds(9)), 700);
        IssuedKey authority = issuer.timeStamper(new IssuedKey(pair.getPrivate(), List.of(root)), "P-384 之下的时间戳机构");
        TimeStampAuthority stamper = new TimeStampAuthority(KeyFiles.of(authority.privateKey(), authority.chain()), "1.2.156.10197.99.4", LongTermPki.clock(NOW));
        PdfPreserver preserver = new PdfPreserver(stamper, LongTermPki.clock(NOW));
        byte[] file = preserver.preserve(PKI.sealed(), PKI.known(NOW));
        assertThat(preserver.provenUntil(file)).hasValue(authority.certificate().getNotAfter().toInstant());
        assertThat(preserver.needsRenewal(file)).isFalse();
    }

    private static byte[] encoded(org.bouncycastle.cert.X509CertificateHolder holder) {
        try {
            return holder.getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
