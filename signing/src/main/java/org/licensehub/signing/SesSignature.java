package org.licensehub.signing;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/**
 * The value of a seal on a document (SES_Signature): the seal, the document's digest, when, by whose certificate. Made in the
 * form of GB/T 38540-2020, read in all three generations. Reading says nothing about trust.
 */
public final class SesSignature {

    /** An upper bound for the length of a time-stamp token with its certificates. */
    static final int ROOM_FOR_TIME_STAMP = 8_192;
    private static final int FIELDS_OF_FIRST = 7;

    private final SesSeal seal;
    private final Instant time;
    private final byte[] dataHash;
    private final String propertyInfo;
    private final X509Certificate signer;
    private final byte[] signed;
    private final byte[] signature;
    private final byte[] timeStamp;
    private final byte[] encoded;

    private SesSignature(SesSeal seal, Instant time, byte[] dataHash, String propertyInfo, X509Certificate signer, byte[] signed,
            byte[] signature, byte[] timeStamp, byte[] encoded) {
        this.seal = seal;
        this.time = time;
        this.dataHash = dataHash;
        this.propertyInfo = propertyInfo;
        this.signer = signer;
        this.signed = signed;
        this.signature = signature;
        this.timeStamp = timeStamp;
        this.encoded = encoded;
    }

    /** Gives a time-stamp token (RFC 3161) over some bytes, here the signature value. */
    @FunctionalInterface
    public interface TimeStamper {

        /**
         * @return DER of the token
         * @throws IllegalStateException if no good token could be had: nothing is sealed then
         */
        byte[] stamp(byte[] message);

        /** How many bytes to leave in a file for a token, before it is known. */
        default int room() {
            return ROOM_FOR_TIME_STAMP;
        }
    }

    /**
     * Seals a digest.
     *
     * @param seal         a seal that lists the key's certificate
     * @param dataHash     SM3 of what is sealed, 32 bytes
     * @param propertyInfo what the digest is of: in OFD the absolute path of Signature.xml; ASCII
     * @param time         signing time, kept to the second
     * @param stamper      gives the time-stamp to put in; null for none
     * @throws IllegalArgumentException if the key may not use the seal, or the seal is not valid at that time
     */
    public static SesSignature make(SesSeal seal, SealingKey key, byte[] dataHash, String propertyInfo, Instant time,
            TimeStamper stamper) {
        if (!seal.info().lists(key.certificate())) {
            throw new IllegalArgumentException("该证书不在印章的签章者列表中 / the certificate is not listed in the seal");
        }
        if (!seal.validAt(time)) {
            throw new IllegalArgumentException("印章不在有效期内 / the seal is not valid at this time");
        }
        if (dataHash.length != Sm3.LENGTH) {
            throw new IllegalArgumentException("摘要须为 32 字节 / the digest must be 32 bytes long");
        }
        ASN1Sequence toSign = new DERSequence(new ASN1Encodable[] {new ASN1Integer(SesVersion.V4.number()), seal.sequence(),
            Der.time(time), new DERBitString(dataHash), new DERIA5String(propertyInfo, true)});
        byte[] signed = Der.encode(toSign);
        byte[] signature = key.sign(signed);
        byte[] timeStamp = stamper == null ? null : stamper.stamp(signature);
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(toSign);
        all.add(new DEROctetString(Certificates.encode(key.certificate())));
        all.add(SesSeal.SM2_WITH_SM3);
        all.add(new DERBitString(signature));
        if (timeStamp != null) {
            all.add(new DERTaggedObject(true, 0, new DERBitString(timeStamp)));
        }
        return new SesSignature(seal, time, dataHash.clone(), propertyInfo, key.certificate(), signed, signature, timeStamp,
                Der.encode(new DERSequence(all)));
    }

    /**
     * Reads a signature of any generation.
     *
     * @throws IllegalArgumentException if it is none, or not in DER
     */
    public static SesSignature parse(byte[] der) {
        try {
            return read(Der.read(der), der);
        } catch (IOException | ParseException | RuntimeException malformed) {
            throw new IllegalArgumentException("不是电子签章 / not the value of an electronic seal", malformed);
        }
    }

    private static SesSignature read(ASN1Primitive value, byte[] der) throws IOException, ParseException {
        ASN1Sequence all = Der.sequence(value, 2, 5);
        ASN1Sequence toSign = Der.sequence(all.getObjectAt(0), 5, FIELDS_OF_FIRST);
        boolean first = all.size() == 2;
        SesSeal seal = SesSeal.read(toSign.getObjectAt(1));
        if (first != (seal.info().version() == SesVersion.V1) || first != (toSign.size() == FIELDS_OF_FIRST)) {
            throw new IOException("parts of different generations");
        }
        requireSm2(first ? toSign.getObjectAt(6) : all.getObjectAt(2));
        byte[] certificate = Der.octets(first ? toSign.getObjectAt(5) : all.getObjectAt(1));
        byte[] signature = Der.bits(all.getObjectAt(first ? 1 : 3));
        byte[] timeStamp = all.size() < 5 ? null
                : Der.bits(ASN1TaggedObject.getInstance(all.getObjectAt(4), 128, 0).getExplicitBaseObject());
        Instant time = first ? firstTime(toSign.getObjectAt(2)) : Der.time(toSign.getObjectAt(2));
        return new SesSignature(seal, time, Der.bits(toSign.getObjectAt(3)),
                ASN1IA5String.getInstance(toSign.getObjectAt(4)).getString(), Certificates.decode(certificate),
                Der.encode(toSign), signature, timeStamp, der.clone());
    }

    /** In GM/T 0031-2014 the time is a BIT STRING, in files a time of ASN.1 inside it. */
    private static Instant firstTime(ASN1Encodable value) throws IOException, ParseException {
        return Der.time(Der.read(Der.bits(value)));
    }

    private static void requireSm2(ASN1Encodable algorithm) throws IOException {
        if (!SesSeal.SM2_WITH_SM3.equals(algorithm)) {
            throw new IOException("another signature algorithm");
        }
    }

    /** The seal that was used. */
    public SesSeal seal() {
        return seal;
    }

    /** The signing time, as the signer says. */
    public Instant time() {
        return time;
    }

    /** SM3 of what was sealed. */
    public byte[] dataHash() {
        return dataHash.clone();
    }

    /** What the digest is of; in OFD the absolute path of Signature.xml. */
    public String propertyInfo() {
        return propertyInfo;
    }

    /** The certificate of the signer, as the signature brings it. */
    public X509Certificate signer() {
        return signer;
    }

    /** Whether the signer's signature is good; says nothing about who the signer is. */
    public boolean signatureGood() {
        return Sm2Verifier.verify(signer.getPublicKey(), signed, signature);
    }

    /** The signature value, which a time-stamp covers. */
    public byte[] signatureValue() {
        return signature.clone();
    }

    /** The time-stamp token inside, if there is one. */
    public Optional<byte[]> timeStamp() {
        return Optional.ofNullable(timeStamp).map(byte[]::clone);
    }

    /** DER. */
    public byte[] encoded() {
        return encoded.clone();
    }
}
