package org.licensehub.signing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Adds a second, outer signature to a sealed PDF, so that tools which know no SM2 verify the same file: PAdES-B-B, or B-T with
 * a time-stamp (ETSI EN 319 142-1), by an RSA or ECDSA key, invisible. The sealed bytes stay as they are. Safe for use by many
 * threads.
 */
public final class PadesSigner {

    private static final int ROOM_BESIDE_CERTIFICATES = 2_048;

    private final SealingKey key;
    private final SesSignature.TimeStamper stamper;

    /**
     * @param key     RSA or ECDSA
     * @param stamper gives a time-stamp over the signature value, best by an authority that the same tools know; null for none
     */
    public PadesSigner(SealingKey key, SesSignature.TimeStamper stamper) {
        if (key.algorithm() == SigningAlgorithm.SM2_SM3) {
            throw new IllegalArgumentException("外层签名须用 RSA 或 ECDSA 密钥 / the outer signature needs an RSA or ECDSA key");
        }
        this.key = key;
        this.stamper = stamper;
    }

    /**
     * Signs a sealed file.
     *
     * @param file a file of {@link PdfSealer}; validation material after the seal is left out, since it comes last: to be
     *             embedded again afterwards, with that of the outer signer
     * @param name the signer as written into the file, at most 1,000 UTF-16 units
     * @throws IllegalArgumentException if the name is longer, the file does not carry exactly one seal, or anything else after it
     */
    public byte[] sign(byte[] file, String name, Instant time) {
        if (name.length() > LaterRevisions.LONGEST_NAME) {
            throw new IllegalArgumentException("签名人名称过长 / the name of the signer is too long");
        }
        byte[] sealed = withoutMaterial(file);
        int room = ROOM_BESIDE_CERTIFICATES + (stamper == null ? 0 : stamper.room());
        for (var certificate : key.chain()) {
            room += Certificates.encode(certificate).length;
        }
        try {
            SignatureSlot slot = LaterRevision.outer(sealed, PdfUpdate.text(name), SignatureSlot.date(time.truncatedTo(ChronoUnit.SECONDS)), room);
            slot.fixRange();
            return slot.fill(cms(slot.content()));
        } catch (IOException e) {
            throw new IllegalArgumentException("不是可读的 PDF 文件 / not a readable PDF", e);
        }
    }

    private static byte[] withoutMaterial(byte[] file) {
        try {
            LaterRevisions later = LaterRevisions.read(file);
            return later.outer().isEmpty() && later.stamps().isEmpty() ? Arrays.copyOf(file, later.sealedEnd()) : file;
        } catch (Refusal none) {
            return file;
        }
    }

    private byte[] cms(byte[] content) {
        try {
            // SHA-256 of the platform, which processors help with: the whole file goes through it
            var digests = new JcaDigestCalculatorProviderBuilder().build();
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new SignerInfoGeneratorBuilder(digests)
                    .setSignedAttributeGenerator(this::signedAttributes).setUnsignedAttributeGenerator(stamper == null ? null : this::unsignedAttributes)
                    .build(new TimeStampAuthority.KeySigner(key), new JcaX509CertificateHolder(key.certificate())));
            generator.addCertificates(new JcaCertStore(key.chain()));
            return generator.generate(new CMSProcessableByteArray(content), false).getEncoded("DER");
        } catch (OperatorCreationException | GeneralSecurityException | CMSException | IOException e) {
            throw new IllegalStateException("外层签名失败 / the outer signature could not be made", e);
        }
    }

    /** As PAdES wants it: no signing time, which stands in the dictionary, and all certificates bound in. */
    private AttributeTable signedAttributes(Map<?, ?> parameters) {
        Hashtable<ASN1ObjectIdentifier, Attribute> attributes = new Hashtable<>();
        add(attributes, CMSAttributes.contentType, (ASN1ObjectIdentifier) parameters.get(CMSAttributeTableGenerator.CONTENT_TYPE));
        add(attributes, CMSAttributes.messageDigest, new DEROctetString((byte[]) parameters.get(CMSAttributeTableGenerator.DIGEST)));
        ESSCertIDv2[] names = key.chain().stream().map(each -> new ESSCertIDv2(Signatures.sha256(Certificates.encode(each)))).toArray(ESSCertIDv2[]::new);
        add(attributes, PKCSObjectIdentifiers.id_aa_signingCertificateV2, new SigningCertificateV2(names).toASN1Primitive());
        return new AttributeTable(attributes);
    }

    private AttributeTable unsignedAttributes(Map<?, ?> parameters) {
        byte[] token = stamper.stamp((byte[]) parameters.get(CMSAttributeTableGenerator.SIGNATURE));
        Hashtable<ASN1ObjectIdentifier, Attribute> attributes = new Hashtable<>();
        try {
            add(attributes, PKCSObjectIdentifiers.id_aa_signatureTimeStampToken, ASN1Primitive.fromByteArray(token));
        } catch (IOException e) {
            throw new IllegalStateException("the time-stamp is no ASN.1", e);
        }
        return new AttributeTable(attributes);
    }

    private static void add(Hashtable<ASN1ObjectIdentifier, Attribute> attributes, ASN1ObjectIdentifier type, ASN1Primitive value) {
        attributes.put(type, new Attribute(type, new DERSet(value)));
    }
}
