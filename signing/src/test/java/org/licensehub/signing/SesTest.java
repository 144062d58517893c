package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.Test;
import org.licensehub.signing.SesRules.SesJudgement;

class SesTest {

    private static final byte[] HASH = Sm3.digest("document".getBytes(StandardCharsets.US_ASCII));

    private final SealPki pki = SealPki.fresh();

    private SesSignature sign(SesSeal seal, IssuedKey by) {
        return SesSignature.make(seal, SealPki.key(by), HASH, "/Doc_0/Signs/Sign_0/Signature.xml", SealPki.NOW, null);
    }

    private List<SealRule> judge(SealTrust trust, SesSignature signature) {
        return new SesRules(trust, SealPki.CLOCK).judge(SesSignature.parse(signature.encoded()), HASH, null).broken();
    }

    @Test
    void whatIsMadeIsReadBackAndGood() {
        SesSignature made = sign(pki.seal(), pki.signer());
        SesSignature read = SesSignature.parse(made.encoded());

        assertThat(read.seal().info()).usingRecursiveComparison().isEqualTo(pki.info(pki.signer()));
        assertThat(read.time()).isEqualTo(SealPki.NOW);
        assertThat(read.dataHash()).isEqualTo(HASH);
        assertThat(read.propertyInfo()).isEqualTo("/Doc_0/Signs/Sign_0/Signature.xml");
        assertThat(read.signer()).isEqualTo(pki.signer().certificate());
        assertThat(read.seal().maker()).isEqualTo(pki.maker().certificate());
        assertThat(judge(pki.trust(), made)).isEmpty();
        assertThat(SesSeal.parse(pki.seal().encoded()).makerSignatureGood()).isTrue();
    }

    @Test
    void aSealMayListDigestsOfCertificates() {
        SesSealInfo info = pki.info(pki.signer());
        SesSealInfo byDigest = new SesSealInfo(info.version(), info.vendorId(), info.sealId(), info.kind(), info.name(), List.of(),
                List.of(Sm3.digest(Certificates.encode(pki.signer().certificate()))), info.created(), info.notBefore(), info.notAfter(),
                info.picture());

        assertThat(judge(pki.trust(), sign(SesSeal.make(byDigest, SealPki.key(pki.maker())), pki.signer()))).isEmpty();
    }

    @Test
    void aChangedByteAnywhereIsRefused() {
        byte[] good = sign(pki.seal(), pki.signer()).encoded();
        SesRules rules = new SesRules(pki.trust(), SealPki.CLOCK);
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= (byte) (1 << at % 8);
            assertThat(accepted(rules, changed)).as("byte %d", at).isFalse();
        }
        assertThat(accepted(rules, good)).isTrue();
    }

    /** The certificate beside the signature is under no signature: another way to write "true" in it would go unseen. */
    @Test
    void aCertificateThatIsNotInDerIsRefused() {
        byte[] value = sign(pki.seal(), pki.signer()).encoded();
        String text = new String(value, StandardCharsets.ISO_8859_1);
        String certificate = new String(Certificates.encode(pki.signer().certificate()), StandardCharsets.ISO_8859_1);
        int critical = text.indexOf("\u0001\u0001\u00FF", text.lastIndexOf(certificate));
        assertThat(critical).isPositive().isLessThan(text.lastIndexOf(certificate) + certificate.length());
        value[critical + 2] = 1;

        assertThatThrownBy(() -> SesSignature.parse(value)).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean accepted(SesRules rules, byte[] value) {
        try {
            return rules.judge(SesSignature.parse(value), HASH, null).broken().isEmpty();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    @Test
    void aCertificateThatTheSealDoesNotListCannotUseItAndIsRefused() {
        SealingKey other = SealPki.key(pki.expired());
        assertThatThrownBy(() -> SesSignature.make(pki.seal(), other, HASH, "x", SealPki.NOW, null)).isInstanceOf(IllegalArgumentException.class);

        assertThat(judge(pki.trust(), forged(pki.seal(), pki.revoked()))).contains(SealRule.SIGNER_NOT_IN_SEAL);
    }

    /** As {@link SesSignature#make}, without its checks. */
    private static SesSignature forged(SesSeal seal, IssuedKey by) {
        ASN1Sequence toSign = new DERSequence(new ASN1Encodable[] {new ASN1Integer(4), seal.sequence(), Der.time(SealPki.NOW),
            new DERBitString(HASH), new DERIA5String("x")});
        return SesSignature.parse(Der.encode(new DERSequence(new ASN1Encodable[] {toSign,
            new DEROctetString(Certificates.encode(by.certificate())), SesSeal.SM2_WITH_SM3,
            new DERBitString(SealPki.key(by).sign(Der.encode(toSign)))})));
    }

    @Test
    void aSealWithAForgedMakerSignatureIsRefused() {
        ASN1Sequence genuine = pki.seal().sequence();
        SesSeal forged = read(new DERSequence(new ASN1Encodable[] {genuine.getObjectAt(0), genuine.getObjectAt(1), genuine.getObjectAt(2),
            new DERBitString(SealPki.key(pki.signer()).sign(new byte[] {1}))}));

        assertThat(judge(pki.trust(), forged(forged, pki.signer()))).containsExactly(SealRule.MAKER_SIGNATURE_WRONG);
    }

    @Test
    void whoeverMaySignCannotMakeHimselfASeal() {
        SesSeal ownMake = SesSeal.make(pki.info(pki.signer()), SealPki.key(pki.signer()));

        assertThat(judge(pki.trust(), sign(ownMake, pki.signer()))).containsExactly(SealRule.MAKER_UNTRUSTED);
        assertThat(judge(SealTrust.of(TrustAnchors.of(pki.root().certificate())), sign(pki.seal(), pki.signer())))
                .containsExactly(SealRule.MAKER_UNTRUSTED);
    }

    @Test
    void revokedExpiredAndWrongPurposeCertificatesAreRefused() {
        SealTrust knowing = pki.trust().withRevocations(List.of(pki.revocations()));
        assertThat(judge(knowing, sign(made(pki.revoked()), pki.revoked()))).containsExactly(SealRule.REVOKED);
        assertThat(judge(knowing, sign(made(pki.expired()), pki.expired()))).containsExactly(SealRule.EXPIRED);
        assertThat(judge(knowing, sign(made(pki.timeStamper()), pki.timeStamper()))).containsExactly(SealRule.KEY_USAGE);
        assertThat(judge(knowing, sign(made(pki.signer()), pki.signer()))).isEmpty();
    }

    @Test
    void revocationAfterSigningCountsUnlessATimeStampProvesTheTime() {
        java.time.Instant then = SealPki.NOW.minus(Duration.ofDays(20));
        SealTrust knowing = pki.trust().withRevocations(List.of(pki.revocations())).withTimeStampers(TrustAnchors.of(pki.timeStamper().certificate()));
        SesSignature claimed = SesSignature.make(made(pki.revoked()), SealPki.key(pki.revoked()), HASH, "x", then, null);
        SesSignature proven = SesSignature.make(made(pki.revoked()), SealPki.key(pki.revoked()), HASH, "x", then, pki.authorityAt(then));

        assertThat(judge(knowing, claimed)).containsExactly(SealRule.REVOKED);
        assertThat(judge(knowing, proven)).isEmpty();
    }

    @Test
    void revocationIsKnownOnlyWithACurrentListOfTheIssuer() {
        SesSignature good = sign(pki.seal(), pki.signer());
        SesJudgement with = new SesRules(pki.trust().withRevocations(List.of(pki.revocations())), SealPki.CLOCK).judge(good, HASH, null);
        SesJudgement without = new SesRules(pki.trust(), SealPki.CLOCK).judge(good, HASH, null);

        assertThat(with.revocationKnown()).isTrue();
        assertThat(without.revocationKnown()).isFalse();
    }

    private SesSeal made(IssuedKey user) {
        return SesSeal.make(pki.info(user), SealPki.key(pki.maker()));
    }

    @Test
    void aSealIsRefusedOutsideItsOwnTime() {
        SesSealInfo info = pki.info(pki.signer());
        SesSealInfo ended = new SesSealInfo(info.version(), info.vendorId(), info.sealId(), info.kind(), info.name(), info.signers(), List.of(),
                info.created(), info.notBefore(), SealPki.NOW.minus(Duration.ofDays(1)), info.picture());
        SesSeal seal = SesSeal.make(ended, SealPki.key(pki.maker()));

        assertThatThrownBy(() -> sign(seal, pki.signer())).isInstanceOf(IllegalArgumentException.class);
        assertThat(judge(pki.trust(), forged(seal, pki.signer()))).containsExactly(SealRule.SEAL_NOT_VALID);
    }

    @Test
    void aSignatureTakenFromAnotherDocumentIsRefused() {
        SesSignature genuine = sign(pki.seal(), pki.signer());
        SesRules rules = new SesRules(pki.trust(), SealPki.CLOCK);

        assertThat(rules.judge(genuine, Sm3.digest(new byte[] {1}), null).broken()).containsExactly(SealRule.DIGEST_MISMATCH);
        assertThat(rules.judge(genuine, HASH, "/Doc_0/Signs/Sign_1/Signature.xml").broken())
                .containsExactly(SealRule.SES_OF_ANOTHER_FILE);
    }

    /** GM/T 0031-2014 as found in files: other places, UTCTime, the maker signs three parts together. */
    @Test
    void firstGenerationIsRead() {
        ASN1Sequence info = firstInfo();
        DEROctetString maker = new DEROctetString(Certificates.encode(pki.maker().certificate()));
        byte[] makerSignature = SealPki.key(pki.maker()).sign(Der.encode(new DERSequence(
                new ASN1Encodable[] {info, maker, SesSeal.SM2_WITH_SM3})));
        ASN1Sequence seal = new DERSequence(new ASN1Encodable[] {info, new DERSequence(
                new ASN1Encodable[] {maker, SesSeal.SM2_WITH_SM3, new DERBitString(makerSignature)})});
        ASN1Sequence toSign = new DERSequence(new ASN1Encodable[] {new ASN1Integer(1), seal,
            new DERBitString(Der.encode(new DERUTCTime("260301080000Z"))), new DERBitString(HASH), new DERIA5String("x"),
            new DEROctetString(Certificates.encode(pki.signer().certificate())), SesSeal.SM2_WITH_SM3});
        byte[] value = Der.encode(new DERSequence(new ASN1Encodable[] {toSign,
            new DERBitString(SealPki.key(pki.signer()).sign(Der.encode(toSign)))}));

        SesSignature read = SesSignature.parse(value);
        assertThat(read.seal().info().version()).isEqualTo(SesVersion.V1);
        assertThat(read.time()).isEqualTo(SealPki.NOW);
        assertThat(judge(pki.trust(), read)).isEmpty();
    }

    private ASN1Sequence firstInfo() {
        SesPicture picture = SesPicture.png(TestPdf.redDisc(), 42, 42);
        return new DERSequence(new ASN1Encodable[] {
            new DERSequence(new ASN1Encodable[] {new DERIA5String("ES"), new ASN1Integer(1), new DERIA5String("VENDOR")}),
            new DERIA5String("35020500000001"),
            new DERSequence(new ASN1Encodable[] {new ASN1Integer(1), new DERUTF8String("旧式印章"),
                new DERSequence(new DEROctetString(Certificates.encode(pki.signer().certificate()))),
                new DERUTCTime("250601000000Z"), new DERUTCTime("250601000000Z"), new DERUTCTime("270601000000Z")}),
            new DERSequence(new ASN1Encodable[] {new DERIA5String("PNG"), new DEROctetString(picture.data()), new ASN1Integer(42),
                new ASN1Integer(42)})});
    }

    /** GM/T 0031-2025: the layout of version 4 under another number, and room for a time-stamp in the seal. */
    @Test
    void fifthGenerationIsRead() {
        ASN1Sequence v4 = ASN1Sequence.getInstance(pki.seal().sequence().getObjectAt(0));
        ASN1Sequence info = new DERSequence(new ASN1Encodable[] {
            new DERSequence(new ASN1Encodable[] {new DERIA5String("ES"), new ASN1Integer(5), new DERIA5String("VENDOR")}),
            v4.getObjectAt(1), v4.getObjectAt(2), v4.getObjectAt(3)});
        DERBitString signature = new DERBitString(SealPki.key(pki.maker()).sign(Der.encode(info)));
        DEROctetString maker = new DEROctetString(Certificates.encode(pki.maker().certificate()));
        SesSeal plain = read(new DERSequence(new ASN1Encodable[] {info, maker, SesSeal.SM2_WITH_SM3, signature}));
        SesSeal stamped = read(new DERSequence(new ASN1Encodable[] {info, maker, SesSeal.SM2_WITH_SM3, signature,
            new DERTaggedObject(true, 0, new DERBitString(new byte[] {1, 2, 3}))}));

        assertThat(plain.info().version()).isEqualTo(SesVersion.V5);
        assertThat(stamped.timeStamp()).hasValueSatisfying(token -> assertThat(token).containsExactly(1, 2, 3));
        assertThat(judge(pki.trust(), forged(plain, pki.signer()))).isEmpty();
        assertThat(judge(pki.trust(), forged(stamped, pki.signer()))).isEmpty();
    }

    private static SesSeal read(ASN1Sequence seal) {
        return SesSeal.parse(Der.encode(seal));
    }

    @Test
    void whatIsNotInDerIsNoSeal() {
        byte[] good = pki.seal().encoded();
        byte[] trailing = java.util.Arrays.copyOf(good, good.length + 1);
        assertThatThrownBy(() -> SesSeal.parse(trailing)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SesSeal.parse(new byte[] {0x30, (byte) 0x80, 0, 0})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SesSeal.parse(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
