package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.Test;

/** Forms of SM2 signatures that other producers are described to write; built here, since no real file was at hand. */
class ForeignSealTest {

    private static final ASN1ObjectIdentifier GM = new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2");

    private final SealPki pki = SealPki.fresh();

    /** Builds a value; each part can be chosen. */
    private final class Producer implements SealValue {

        private boolean gmIdentifiers;
        private boolean digestAsContent;
        private boolean withTime = true;
        private ASN1ObjectIdentifier algorithm = GMObjectIdentifiers.sm2sign_with_sm3;
        private List<IssuedKey> more = List.of();
        private IssuedKey key = pki.signer();
        private byte[] digestInstead;

        @Override
        public SesPicture picture() {
            return null;
        }

        @Override
        public int room() {
            return 6_000;
        }

        @Override
        public byte[] make(byte[] real, Instant signingTime) {
            byte[] digest = digestInstead == null ? real : digestInstead;
            ASN1ObjectIdentifier data = gmIdentifiers ? GM.branch("1") : CMSObjectIdentifiers.data;
            ASN1EncodableVector attributes = new ASN1EncodableVector();
            attributes.add(new Attribute(CMSAttributes.contentType, new DERSet(data)));
            attributes.add(new Attribute(CMSAttributes.messageDigest, new DERSet(new DEROctetString(digest))));
            if (withTime) {
                attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(java.util.Date.from(signingTime)))));
            }
            DERSet signed = new DERSet(attributes);
            byte[] signature = SealPki.key(key).sign(digestAsContent ? digest : Der.encode(signed));
            Certificate certificate = Certificate.getInstance(Certificates.encode(key.certificate()));
            AlgorithmIdentifier sm3 = new AlgorithmIdentifier(GMObjectIdentifiers.sm3);
            List<ASN1Encodable> signer = new ArrayList<>(List.of(new ASN1Integer(1),
                    new IssuerAndSerialNumber(certificate.getIssuer(), certificate.getSerialNumber().getValue()), sm3));
            if (!digestAsContent) {
                signer.add(new DERTaggedObject(false, 0, signed));
            }
            signer.add(new AlgorithmIdentifier(algorithm));
            signer.add(new DEROctetString(signature));
            ASN1EncodableVector certificates = new ASN1EncodableVector();
            certificates.add(certificate);
            for (IssuedKey each : more) {
                X509Certificate other = each.certificate();
                certificates.add(Certificate.getInstance(Certificates.encode(other)));
            }
            ASN1Encodable content = digestAsContent
                    ? new DERSequence(new ASN1Encodable[] {data, new DERTaggedObject(true, 0, new DEROctetString(digest))}) : new DERSequence(data);
            return Der.encode(new DERSequence(new ASN1Encodable[] {gmIdentifiers ? GM.branch("2") : CMSObjectIdentifiers.signedData,
                new DERTaggedObject(true, 0, new DERSequence(new ASN1Encodable[] {new ASN1Integer(1), new DERSet(sm3), content,
                    new DERTaggedObject(false, 0, new DERSet(certificates)),
                    new DERSet(new DERSequence(signer.toArray(ASN1Encodable[]::new)))}))}));
        }

        SealReport verified(String subFilter) {
            return pki.verifier().verify(sealed(subFilter));
        }

        byte[] sealed(String subFilter) {
            return new PdfSealer(this, new SealFormat("DJ.GMPkiLite", subFilter)).seal(TestPdf.compressed(), TestPdf.request());
        }
    }

    private static List<String> fatal(SealReport report) {
        return report.findings().stream().filter(SealFinding::fatal).map(SealFinding::code).toList();
    }

    @Test
    void identifiersOfRfc5652AndOfGmAreBothRead() {
        for (boolean gm : new boolean[] {true, false}) {
            Producer producer = new Producer();
            producer.gmIdentifiers = gm;
            SealReport report = producer.verified("adbe.pkcs7.detached");
            assertThat(fatal(report)).isEmpty();
            assertThat(report.signingTime()).isEqualTo(SealPki.NOW);
            assertThat(report.findings()).extracting(SealFinding::code).contains("foreign-form");
        }
    }

    @Test
    void aDigestAsEmbeddedContentWithoutSignedAttributesIsRead() {
        Producer producer = new Producer();
        producer.gmIdentifiers = true;
        producer.digestAsContent = true;
        SealReport report = producer.verified("GM.sm2cms.detached");
        assertThat(fatal(report)).isEmpty();
        assertThat(report.signingTime()).as("the time of the dictionary").isEqualTo(SealPki.NOW);
    }

    @Test
    void theOtherNameOfTheAlgorithmAndTheChainAreRead() {
        Producer producer = new Producer();
        producer.algorithm = new ASN1ObjectIdentifier("1.2.156.10197.1.301.1");
        producer.withTime = false;
        producer.more = List.of(pki.root());
        assertThat(fatal(producer.verified("adbe.pkcs7.detached"))).isEmpty();
    }

    @Test
    void anotherDigestAStrangerARevokedOneAndAStrayCertificateAreRefused() {
        Producer other = new Producer();
        other.digestInstead = Sm3.digest(new byte[] {1});
        assertThat(other.verified("adbe.pkcs7.detached").valid()).isFalse();
        Producer content = new Producer();
        content.digestAsContent = true;
        content.digestInstead = Sm3.digest(new byte[] {1});
        assertThat(content.verified("adbe.pkcs7.detached").valid()).isFalse();
        Producer stranger = new Producer();
        stranger.key = SealPki.fresh().signer();
        assertThat(fatal(stranger.verified("adbe.pkcs7.detached"))).containsExactly("certificate-chain");
        Producer stray = new Producer();
        stray.more = List.of(SealPki.fresh().root());
        assertThat(fatal(stray.verified("adbe.pkcs7.detached"))).containsExactly("certificate-binding");
    }

    @Test
    void aChangedByteAnywhereIsRefused() {
        Producer producer = new Producer();
        producer.more = List.of(pki.root());
        byte[] good = producer.sealed("adbe.pkcs7.detached");
        int from = new String(good, java.nio.charset.StandardCharsets.ISO_8859_1).lastIndexOf("/Contents<");
        Random random = new Random(23);
        for (int i = 0; i < 1_500; i++) {
            byte[] changed = good.clone();
            int at = i % 3 == 0 ? random.nextInt(changed.length) : from + 10 + random.nextInt(12_000);
            byte replacement = at > from && at < from + 12_010 ? (byte) "0123456789ABCDEF".charAt(random.nextInt(16)) : (byte) random.nextInt();
            if (changed[at] != replacement) {
                changed[at] = replacement;
                assertThat(pki.verifier().verify(changed).valid()).as("byte %d", at - from - 10).isFalse();
            }
        }
    }
}
