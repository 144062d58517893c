package org.licensehub.signing;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * Reads SignedData of RFC 5652 so that no byte of them is free: everything is signed, bound by what is signed, or has one
 * value only. What is left to the caller: the signature itself, and certificates that no signed attribute names.
 */
final class StrictCms {

    /** Beside one signature; more would only keep a verifier busy. */
    static final int MOST_CERTIFICATES = 16;

    private final SignerInfo signer;
    private final X509Certificate certificate;
    private final List<X509Certificate> unnamed;
    private final List<X509Certificate> all;

    private StrictCms(SignerInfo signer, X509Certificate certificate, List<X509Certificate> unnamed, List<X509Certificate> all) {
        this.signer = signer;
        this.certificate = certificate;
        this.unnamed = unnamed;
        this.all = all;
    }

    /**
     * @param unsigned the one unsigned attribute that may be there; null for none
     * @throws IOException if a part is missing, doubled, unexpected or not bound
     */
    static StrictCms read(byte[] der, ASN1ObjectIdentifier unsigned) throws IOException {
        ContentInfo content = ContentInfo.getInstance(Der.read(der));
        require(CMSObjectIdentifiers.signedData.equals(content.getContentType()));
        SignedData data = SignedData.getInstance(content.getContent());
        require(data.getCRLs() == null && data.getSignerInfos().size() == 1 && data.getDigestAlgorithms().size() == 1
                && data.getCertificates() != null && data.getCertificates().size() <= MOST_CERTIFICATES);
        boolean plainData = CMSObjectIdentifiers.data.equals(data.getEncapContentInfo().getContentType());
        require(data.getVersion().hasValue(plainData ? 1 : 3));
        SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        require(signer.getVersion().hasValue(1) && data.getDigestAlgorithms().getObjectAt(0).equals(signer.getDigestAlgorithm()));
        requireBare(signer.getDigestAlgorithm());
        requireBare(signer.getDigestEncryptionAlgorithm());
        // put together again, since parsers take tags of any number
        require(Arrays.equals(Der.encode(new ContentInfo(CMSObjectIdentifiers.signedData, data)), der)
                && Arrays.equals(Der.encode(signer), Der.encode(data.getSignerInfos().getObjectAt(0))));
        ASN1Sequence encapsulated = Der.sequence(ASN1Sequence.getInstance(content.getContent()).getObjectAt(2), 1, 2);
        require(encapsulated.size() == 1 || encapsulated.getObjectAt(1) instanceof ASN1TaggedObject tagged && tagged.hasContextTag(0)
                && tagged.getExplicitBaseObject() instanceof ASN1OctetString);
        ASN1Set free = signer.getUnauthenticatedAttributes();
        require(free == null || unsigned != null && free.size() == 1
                && Attribute.getInstance(free.getObjectAt(0)).getAttrType().equals(unsigned)
                && Attribute.getInstance(free.getObjectAt(0)).getAttrValues().size() == 1);
        return bound(data, signer);
    }

    private static StrictCms bound(SignedData data, SignerInfo signer) throws IOException {
        require(signer.getAuthenticatedAttributes() != null);
        Map<String, byte[]> certificates = new LinkedHashMap<>();
        for (ASN1Encodable each : data.getCertificates()) {
            certificates.put(Arrays.toString(Der.encode(each)), Der.encode(Certificate.getInstance(each)));
        }
        require(certificates.size() == data.getCertificates().size());
        List<X509Certificate> all = certificates.values().stream().map(Certificates::decode).toList();
        X509Certificate named = null;
        for (ESSCertIDv2 name : names(signer.getAuthenticatedAttributes())) {
            byte[] found = null;
            for (byte[] candidate : certificates.values()) {
                found = Arrays.equals(digest(name.getHashAlgorithm(), candidate), name.getCertHash()) ? candidate : found;
            }
            require(found != null);
            certificates.remove(Arrays.toString(found));
            named = named == null ? Certificates.decode(found) : named;
        }
        require(named != null);
        Certificate certificate = Certificate.getInstance(Certificates.encode(named));
        require(new IssuerAndSerialNumber(certificate.getIssuer(), certificate.getSerialNumber().getValue())
                .equals(signer.getSID().getId().toASN1Primitive() instanceof ASN1Sequence id ? IssuerAndSerialNumber.getInstance(id) : null));
        List<X509Certificate> unnamed = new ArrayList<>();
        certificates.values().forEach(each -> unnamed.add(Certificates.decode(each)));
        return new StrictCms(signer, named, unnamed, all);
    }

    private static ESSCertIDv2[] names(ASN1Set attributes) throws IOException {
        ESSCertIDv2[] found = null;
        for (ASN1Encodable each : attributes) {
            Attribute attribute = Attribute.getInstance(each);
            if (PKCSObjectIdentifiers.id_aa_signingCertificateV2.equals(attribute.getAttrType())) {
                require(found == null && attribute.getAttrValues().size() == 1);
                found = SigningCertificateV2.getInstance(attribute.getAttrValues().getObjectAt(0)).getCerts();
            }
        }
        require(found != null);
        return found;
    }

    private static byte[] digest(AlgorithmIdentifier algorithm, byte[] bytes) throws IOException {
        if (NISTObjectIdentifiers.id_sha256.equals(algorithm.getAlgorithm())) {
            return Signatures.sha256(bytes);
        }
        require(org.bouncycastle.asn1.gm.GMObjectIdentifiers.sm3.equals(algorithm.getAlgorithm()));
        return Sm3.digest(bytes);
    }

    static void requireBare(AlgorithmIdentifier algorithm) throws IOException {
        require(algorithm.getParameters() == null || DERNull.INSTANCE.equals(algorithm.getParameters()));
    }

    private static void require(boolean held) throws IOException {
        if (!held) {
            throw new IOException("signed data with a free part");
        }
    }

    /** Algorithms must be those of the signer's key: their identifiers are not signed. */
    void requireAlgorithmsOfTheKey() throws IOException {
        SigningAlgorithm algorithm = SigningAlgorithm.of(certificate.getPublicKey());
        require(signer.getDigestAlgorithm().getAlgorithm().equals(algorithm.digest())
                && signer.getDigestEncryptionAlgorithm().getAlgorithm().equals(algorithm.identifier().getAlgorithm()));
    }

    /** The certificate the signed attributes name first. */
    X509Certificate certificate() {
        return certificate;
    }

    /** Certificates that no signed attribute names: harmless only if they lie on the path to a root. */
    List<X509Certificate> unnamed() {
        return unnamed;
    }

    /** Whether those that no signed attribute names are, one after another, the issuers of the one that signed. */
    boolean unnamedAreIssuers() {
        return MaterialRules.above(List.of(certificate), new ValidationMaterial(all, List.of())).containsAll(unnamed);
    }

    /** Every certificate that lies beside the signature. */
    List<X509Certificate> all() {
        return all;
    }

    byte[] signature() {
        return signer.getEncryptedDigest().getOctets();
    }

    /** The value of the one unsigned attribute. */
    byte[] unsigned() {
        ASN1Set free = signer.getUnauthenticatedAttributes();
        return free == null ? null : Der.encode(Attribute.getInstance(free.getObjectAt(0)).getAttrValues().getObjectAt(0));
    }
}
