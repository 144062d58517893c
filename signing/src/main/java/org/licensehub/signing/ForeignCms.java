package org.licensehub.signing;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * SM2 signatures in the forms other producers are known to write: SignedData with the identifiers of RFC 5652 or of GM/T 0010,
 * with signed attributes of their choice; or without any and the SM3 digest of the file as embedded content. As strict as the
 * form allows: DER, one signer, one digest algorithm, nothing unsigned, no certificate that leads nowhere.
 */
final class ForeignCms {

    private static final ASN1ObjectIdentifier GM = new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2");
    private static final Set<ASN1ObjectIdentifier> SIGNED_DATA = Set.of(CMSObjectIdentifiers.signedData, GM.branch("2"));
    private static final Set<ASN1ObjectIdentifier> DATA = Set.of(CMSObjectIdentifiers.data, GM.branch("1"));
    private static final Set<ASN1ObjectIdentifier> SM2 = Set.of(GMObjectIdentifiers.sm2sign_with_sm3, GMObjectIdentifiers.sm2sign);

    private final X509Certificate signer;
    private final List<X509Certificate> others;
    private final Instant time;

    private ForeignCms(X509Certificate signer, List<X509Certificate> others, Instant time) {
        this.signer = signer;
        this.others = others;
        this.time = time;
    }

    /**
     * Reads a value whose signature is good.
     *
     * @param digest SM3 of what the file says was signed
     * @throws IOException if it is not such a value, not over this digest, or its signature is wrong
     */
    static ForeignCms read(byte[] der, byte[] digest) throws IOException {
        try {
            ASN1Sequence content = Der.sequence(Der.read(der), 2, 2);
            require(content.getObjectAt(0) instanceof ASN1ObjectIdentifier type && SIGNED_DATA.contains(type));
            ASN1Sequence data = Der.sequence(ASN1TaggedObject.getInstance(content.getObjectAt(1), 128, 0).getExplicitBaseObject(), 5, 5);
            ASN1Set algorithms = ASN1Set.getInstance(data.getObjectAt(1));
            ASN1Sequence encapsulated = Der.sequence(data.getObjectAt(2), 1, 2);
            ASN1Set certificates = ASN1Set.getInstance(ASN1TaggedObject.getInstance(data.getObjectAt(3), 128, 0), false);
            ASN1Set signers = ASN1Set.getInstance(data.getObjectAt(4));
            require(new ASN1Integer(1).equals(data.getObjectAt(0)) && algorithms.size() == 1 && signers.size() == 1 && certificates.size() > 0
                    && certificates.size() <= StrictCms.MOST_CERTIFICATES
                    && encapsulated.getObjectAt(0) instanceof ASN1ObjectIdentifier inner && DATA.contains(inner));
            SignerInfo signer = SignerInfo.getInstance(signers.getObjectAt(0));
            require(Arrays.equals(Der.encode(signer), Der.encode(signers.getObjectAt(0))) && signer.getUnauthenticatedAttributes() == null && signer.getVersion().hasValue(1));
            StrictCms.requireBare(signer.getDigestAlgorithm());
            StrictCms.requireBare(signer.getDigestEncryptionAlgorithm());
            require(signer.getDigestAlgorithm().equals(AlgorithmIdentifier.getInstance(algorithms.getObjectAt(0)))
                    && GMObjectIdentifiers.sm3.equals(signer.getDigestAlgorithm().getAlgorithm())
                    && SM2.contains(signer.getDigestEncryptionAlgorithm().getAlgorithm()));
            return verified(signer, certificates, encapsulated, digest);
        } catch (ParseException | RuntimeException malformed) {
            throw new IOException("not signed data", malformed);
        }
    }

    private static ForeignCms verified(SignerInfo info, ASN1Set certificates, ASN1Sequence encapsulated, byte[] digest)
            throws IOException, ParseException {
        X509Certificate signer = null;
        List<X509Certificate> others = new ArrayList<>();
        for (ASN1Encodable each : certificates) {
            Certificate certificate = Certificate.getInstance(each);
            X509Certificate decoded = Certificates.decode(Der.encode(each));
            IssuerAndSerialNumber id = new IssuerAndSerialNumber(certificate.getIssuer(), certificate.getSerialNumber().getValue());
            if (id.equals(info.getSID().getId().toASN1Primitive() instanceof ASN1Sequence named ? IssuerAndSerialNumber.getInstance(named) : null)) {
                require(signer == null);
                signer = decoded;
            } else {
                others.add(decoded);
            }
        }
        require(signer != null);
        ASN1Set attributes = info.getAuthenticatedAttributes();
        byte[] signed;
        Instant time = null;
        if (attributes != null) {
            require(encapsulated.size() == 1 && DATA.contains(one(attributes, CMSAttributes.contentType))
                    && Arrays.equals(Der.octets(one(attributes, CMSAttributes.messageDigest)), digest));
            ASN1Encodable written = optional(attributes, CMSAttributes.signingTime);
            time = written == null ? null : Der.time(written);
            signed = Der.encode(attributes);
        } else {
            require(encapsulated.size() == 2);
            signed = Der.octets(ASN1TaggedObject.getInstance(encapsulated.getObjectAt(1), 128, 0).getExplicitBaseObject());
            require(Arrays.equals(signed, digest));
        }
        require(Sm2Verifier.verify(signer.getPublicKey(), signed, info.getEncryptedDigest().getOctets()));
        return new ForeignCms(signer, others, time);
    }

    private static ASN1Encodable one(ASN1Set attributes, ASN1ObjectIdentifier type) throws IOException {
        ASN1Encodable found = optional(attributes, type);
        require(found != null);
        return found;
    }

    private static ASN1Encodable optional(ASN1Set attributes, ASN1ObjectIdentifier type) throws IOException {
        ASN1Encodable found = null;
        for (ASN1Encodable each : attributes) {
            Attribute attribute = Attribute.getInstance(each);
            if (attribute.getAttrType().equals(type)) {
                require(found == null && attribute.getAttrValues().size() == 1);
                found = attribute.getAttrValues().getObjectAt(0);
            }
        }
        return found;
    }

    private static void require(boolean held) throws IOException {
        if (!held) {
            throw new IOException("not in a known form");
        }
    }

    X509Certificate signer() {
        return signer;
    }

    /** Certificates beside the signer's; each must lie on his path. */
    List<X509Certificate> others() {
        return others;
    }

    /** The signing time among the signed attributes; null without. */
    Instant time() {
        return time;
    }
}
