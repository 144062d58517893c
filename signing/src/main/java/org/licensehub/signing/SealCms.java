package org.licensehub.signing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * The detached SignedData of a seal with the object identifiers of GM/T 0010 (GB/T 35275). Bouncy Castle's generator
 * knows only those of RFC 5652, hence the assembling here. The same assembling serves for judging: what was parsed is
 * put together again and must give the same bytes, so no byte outside the signed attributes is left free to change.
 */
final class SealCms {

    private static final ASN1ObjectIdentifier ROOT = new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2");
    private static final ASN1ObjectIdentifier DATA = ROOT.branch("1");
    private static final ASN1ObjectIdentifier SIGNED_DATA = ROOT.branch("2");
    private static final AlgorithmIdentifier SM3 = new AlgorithmIdentifier(GMObjectIdentifiers.sm3);
    private static final AlgorithmIdentifier SM2_WITH_SM3 = new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sm3);
    private static final ASN1Integer VERSION = new ASN1Integer(1);
    private static final int OBJECT_IDENTIFIER = 6;
    private static final int MOST_CERTIFICATES = 8;
    private static final int ROOM_BESIDE_CERTIFICATES = 1024;

    private SealCms() {
    }

    /**
     * What a seal's SignedData say.
     *
     * @param chain the signer's certificate first, in the order of the signed certificate digests
     * @param attributes DER of the SET of signed attributes, which is what the signature covers
     */
    record Signed(List<X509Certificate> chain, byte[] attributes, byte[] messageDigest, Instant signingTime,
                  byte[] signature) {
    }

    /** An upper bound for the length in bytes of what {@link #make} gives. */
    static int roomFor(List<X509Certificate> chain) {
        int certificates = 0;
        for (X509Certificate certificate : chain) {
            certificates += Certificates.encode(certificate).length + 64;
        }
        return certificates + ROOM_BESIDE_CERTIFICATES;
    }

    static byte[] make(SealingKey key, byte[] contentDigest, Instant signingTime) {
        ASN1EncodableVector digests = new ASN1EncodableVector();
        for (X509Certificate certificate : key.chain()) {
            digests.add(new ESSCertIDv2(SM3, Sm3.digest(Certificates.encode(certificate))));
        }
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(attribute(CMSAttributes.contentType, DATA));
        attributes.add(attribute(CMSAttributes.messageDigest, new DEROctetString(contentDigest)));
        attributes.add(attribute(CMSAttributes.signingTime, new Time(Date.from(signingTime))));
        attributes.add(attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                SigningCertificateV2.getInstance(new DERSequence(new DERSequence(digests)))));
        ASN1Set signed = new DERSet(attributes);
        return assemble(key.chain(), signed, key.sign(der(signed)));
    }

    private static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new Attribute(type, new DERSet(value));
    }

    private static byte[] assemble(List<X509Certificate> chain, ASN1Set attributes, byte[] signature) {
        ASN1EncodableVector certificates = new ASN1EncodableVector();
        chain.forEach(certificate -> certificates.add(Certificate.getInstance(Certificates.encode(certificate))));
        Certificate signer = Certificate.getInstance(Certificates.encode(chain.get(0)));
        DERSequence signerInfo = new DERSequence(new ASN1Encodable[] {
            VERSION, new IssuerAndSerialNumber(signer.getIssuer(), signer.getSerialNumber().getValue()), SM3,
            new DERTaggedObject(false, 0, attributes), SM2_WITH_SM3, new DEROctetString(signature)});
        DERSequence signedData = new DERSequence(new ASN1Encodable[] {
            VERSION, new DERSet(SM3), new DERSequence(DATA),
            new DERTaggedObject(false, 0, new DERSet(certificates)), new DERSet(signerInfo)});
        return der(new DERSequence(new ASN1Encodable[] {SIGNED_DATA, new DERTaggedObject(true, 0, signedData)}));
    }

    private static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded("DER");
        } catch (IOException impossible) {
            throw new IllegalStateException("an ASN.1 value in memory could not be encoded", impossible);
        }
    }

    /** Whether this may be a ContentInfo; the value of an electronic seal begins with a sequence instead. */
    static boolean isCms(byte[] der) {
        int header = der[1] >= 0 ? 2 : 2 + (der[1] & 0x7F);
        return der.length > header && der[header] == OBJECT_IDENTIFIER;
    }

    /** Reads one DER SignedData and checks all of its form; the digest and the signature are left to the caller. */
    static Signed parse(byte[] cms) throws Refusal {
        try {
            return read(cms);
        } catch (IOException | ParseException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw new Refusal(SealRule.CMS_MALFORMED);
        }
    }

    private static Signed read(byte[] cms) throws IOException, ParseException, Refusal {
        ASN1Sequence outer = (ASN1Sequence) ASN1Primitive.fromByteArray(cms);
        Refusal.when(outer.size() != 2 || !SIGNED_DATA.equals(outer.getObjectAt(0)), SealRule.CMS_MALFORMED);
        ASN1Sequence data = ASN1Sequence.getInstance(
                ((ASN1TaggedObject) outer.getObjectAt(1)).getExplicitBaseObject());
        Refusal.when(data.size() != 5, SealRule.CMS_MALFORMED);
        Refusal.when(ASN1Sequence.getInstance(data.getObjectAt(2)).size() != 1, SealRule.CONTENT_EMBEDDED);
        ASN1Set signers = (ASN1Set) data.getObjectAt(4);
        Refusal.when(signers.size() != 1, SealRule.SIGNER_COUNT);
        ASN1Sequence signer = ASN1Sequence.getInstance(signers.getObjectAt(0));
        Refusal.when(signer.size() != 6, SealRule.CMS_MALFORMED);

        ASN1Set attributes = ASN1Set.getInstance((ASN1TaggedObject) signer.getObjectAt(3), false);
        Refusal.when(attributes.size() != 4, SealRule.ATTRIBUTES);
        Refusal.when(!DATA.equals(value(attributes, CMSAttributes.contentType)), SealRule.ATTRIBUTES);
        byte[] digest = ((ASN1OctetString) value(attributes, CMSAttributes.messageDigest)).getOctets();
        Instant time = time(value(attributes, CMSAttributes.signingTime));
        ASN1Encodable named = value(attributes, PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        List<X509Certificate> chain = chain(
                ASN1Set.getInstance((ASN1TaggedObject) data.getObjectAt(3), false), SigningCertificateV2.getInstance(named));

        byte[] signature = ((ASN1OctetString) signer.getObjectAt(5)).getOctets();
        Refusal.when(!Arrays.equals(cms, assemble(chain, attributes, signature)), SealRule.NOT_CANONICAL);
        return new Signed(chain, der(attributes), digest, time, signature);
    }

    private static ASN1Encodable value(ASN1Set attributes, ASN1ObjectIdentifier type) throws Refusal {
        ASN1Encodable found = null;
        for (ASN1Encodable each : attributes) {
            Attribute attribute = Attribute.getInstance(each);
            if (attribute.getAttrType().equals(type)) {
                Refusal.when(found != null || attribute.getAttrValues().size() != 1, SealRule.ATTRIBUTES);
                found = attribute.getAttrValues().getObjectAt(0);
            }
        }
        Refusal.when(found == null, SealRule.ATTRIBUTES);
        return found;
    }

    private static Instant time(ASN1Encodable value) throws ParseException, Refusal {
        if (value instanceof ASN1UTCTime utc) {
            return utc.getAdjustedDate().toInstant();
        }
        if (value instanceof ASN1GeneralizedTime generalized) {
            return generalized.getDate().toInstant();
        }
        throw new Refusal(SealRule.ATTRIBUTES);
    }

    /** The certificates in the order of their signed digests; every one must be named, and every name be there. */
    private static List<X509Certificate> chain(ASN1Set certificates, SigningCertificateV2 named) throws Refusal {
        ESSCertIDv2[] names = named.getCerts();
        boolean plausible = names.length > 0 && names.length == certificates.size() && names.length <= MOST_CERTIFICATES;
        Refusal.when(!plausible, SealRule.CERTIFICATE_BINDING);
        List<X509Certificate> chain = new ArrayList<>();
        Set<BigInteger> seen = new HashSet<>();
        for (ESSCertIDv2 name : names) {
            Refusal.when(!SM3.equals(name.getHashAlgorithm()), SealRule.CERTIFICATE_BINDING);
            Refusal.when(!seen.add(new BigInteger(1, name.getCertHash())), SealRule.CERTIFICATE_BINDING);
            chain.add(find(certificates, name.getCertHash()));
        }
        return chain;
    }

    private static X509Certificate find(ASN1Set certificates, byte[] digest) throws Refusal {
        for (ASN1Encodable each : certificates) {
            byte[] certificate = der(each);
            if (Arrays.equals(Sm3.digest(certificate), digest)) {
                return Certificates.decode(certificate);
            }
        }
        throw new Refusal(SealRule.CERTIFICATE_BINDING);
    }
}
