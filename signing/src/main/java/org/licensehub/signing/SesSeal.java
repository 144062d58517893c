package org.licensehub.signing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;

/**
 * An electronic seal (SESeal): picture, owner, the certificates that may use it, signed by its maker. Made in the form of
 * GB/T 38540-2020; the forms of GM/T 0031-2014 and GM/T 0031-2025 are read. Reading says nothing about trust: ask
 * {@link #madeBy}, and a verifier about the maker's certificate.
 */
public final class SesSeal {

    static final ASN1ObjectIdentifier SM2_WITH_SM3 = GMObjectIdentifiers.sm2sign_with_sm3;
    private static final String ID = "ES";
    private static final int CERTIFICATES = 1;
    private static final int DIGESTS = 2;
    private static final String DIGEST_TYPE = "SM3";

    private final ASN1Sequence encoded;
    private final SesSealInfo info;
    private final X509Certificate maker;
    private final byte[] signed;
    private final byte[] signature;
    private final byte[] timeStamp;

    private SesSeal(ASN1Sequence encoded, SesSealInfo info, X509Certificate maker, byte[] signed, byte[] signature, byte[] timeStamp) {
        this.encoded = encoded;
        this.info = info;
        this.maker = maker;
        this.signed = signed;
        this.signature = signature;
        this.timeStamp = timeStamp;
    }

    /**
     * Makes a seal.
     *
     * @param info  of version 4
     * @param maker the key of the seal maker (制章者)
     */
    public static SesSeal make(SesSealInfo info, SealingKey maker) {
        if (info.version() != SesVersion.V4) {
            throw new IllegalArgumentException("只制作 GB/T 38540-2020 印章 / only seals of version 4 are made");
        }
        ASN1Sequence sealInfo = encode(info);
        byte[] signed = Der.encode(sealInfo);
        byte[] signature = maker.sign(signed);
        ASN1Sequence encoded = new DERSequence(new ASN1Encodable[] {sealInfo,
            new DEROctetString(Certificates.encode(maker.certificate())), SM2_WITH_SM3, new DERBitString(signature)});
        return new SesSeal(encoded, info, maker.certificate(), signed, signature, null);
    }

    private static ASN1Sequence encode(SesSealInfo info) {
        ASN1Sequence header = new DERSequence(new ASN1Encodable[] {new DERIA5String(ID, true),
            new ASN1Integer(info.version().number()), new DERIA5String(info.vendorId(), true)});
        ASN1EncodableVector list = new ASN1EncodableVector();
        info.signers().forEach(certificate -> list.add(new DEROctetString(certificate)));
        info.signerDigests().forEach(digest -> list.add(
                new DERSequence(new ASN1Encodable[] {new DERPrintableString(DIGEST_TYPE), new DEROctetString(digest)})));
        ASN1Sequence property = new DERSequence(new ASN1Encodable[] {new ASN1Integer(info.kind().number()),
            new DERUTF8String(info.name()), new ASN1Integer(info.signers().isEmpty() ? DIGESTS : CERTIFICATES),
            new DERSequence(list), Der.time(info.created()), Der.time(info.notBefore()), Der.time(info.notAfter())});
        SesPicture picture = info.picture();
        ASN1Sequence shown = new DERSequence(new ASN1Encodable[] {new DERIA5String(picture.type(), true),
            new DEROctetString(picture.data()), new ASN1Integer(picture.width()), new ASN1Integer(picture.height())});
        return new DERSequence(new ASN1Encodable[] {header, new DERIA5String(info.sealId(), true), property, shown});
    }

    /**
     * Reads a seal of any generation.
     *
     * @throws IllegalArgumentException if it is none, or not in DER
     */
    public static SesSeal parse(byte[] der) {
        try {
            return read(Der.read(der));
        } catch (IOException | ParseException | RuntimeException malformed) {
            throw new IllegalArgumentException("不是电子印章 / not an electronic seal", malformed);
        }
    }

    static SesSeal read(ASN1Encodable value) throws IOException, ParseException {
        ASN1Sequence seal = Der.sequence(value, 2, 5);
        ASN1Sequence sealInfo = Der.sequence(seal.getObjectAt(0), 4, 5);
        if (seal.size() == 2) {
            return readFirst(seal, sealInfo);
        }
        Der.sequence(seal, 4, 5);
        SesSealInfo info = info(sealInfo, seal.size() == 5);
        requireSm2(seal.getObjectAt(2));
        byte[] timeStamp = seal.size() == 5 ? Der.bits(ASN1TaggedObject.getInstance(seal.getObjectAt(4), 128, 0).getExplicitBaseObject()) : null;
        return new SesSeal(seal, info, Certificates.decode(Der.octets(seal.getObjectAt(1))), Der.encode(sealInfo),
                Der.bits(seal.getObjectAt(3)), timeStamp);
    }

    /** GM/T 0031-2014: the maker signs info, certificate and algorithm together. */
    private static SesSeal readFirst(ASN1Sequence seal, ASN1Sequence sealInfo) throws IOException, ParseException {
        ASN1Sequence sign = Der.sequence(seal.getObjectAt(1), 3, 3);
        requireSm2(sign.getObjectAt(1));
        byte[] signed = Der.encode(new DERSequence(new ASN1Encodable[] {sealInfo, sign.getObjectAt(0), sign.getObjectAt(1)}));
        return new SesSeal(seal, firstInfo(sealInfo), Certificates.decode(Der.octets(sign.getObjectAt(0))), signed,
                Der.bits(sign.getObjectAt(2)), null);
    }

    private static void requireSm2(ASN1Encodable algorithm) throws IOException {
        if (!SM2_WITH_SM3.equals(algorithm)) {
            throw new IOException("another signature algorithm");
        }
    }

    private static SesSealInfo info(ASN1Sequence sealInfo, boolean withTimeStamp) throws IOException, ParseException {
        ASN1Sequence header = header(sealInfo);
        int number = number(header.getObjectAt(1));
        SesVersion version = number == SesVersion.V5.number() || withTimeStamp ? SesVersion.V5 : SesVersion.V4;
        ASN1Sequence property = Der.sequence(sealInfo.getObjectAt(2), 7, 7);
        boolean whole = number(property.getObjectAt(2)) == CERTIFICATES;
        List<byte[]> certificates = new ArrayList<>();
        List<byte[]> digests = new ArrayList<>();
        for (ASN1Encodable each : ASN1Sequence.getInstance(property.getObjectAt(3))) {
            if (whole) {
                certificates.add(Der.octets(each));
            } else {
                digests.add(Der.octets(Der.sequence(each, 2, 2).getObjectAt(1)));
            }
        }
        return new SesSealInfo(version, ia5(header.getObjectAt(2)), ia5(sealInfo.getObjectAt(1)), kind(property.getObjectAt(0)),
                ASN1UTF8String.getInstance(property.getObjectAt(1)).getString(), certificates, digests,
                Der.time(property.getObjectAt(4)), Der.time(property.getObjectAt(5)), Der.time(property.getObjectAt(6)),
                picture(sealInfo));
    }

    private static SesSealInfo firstInfo(ASN1Sequence sealInfo) throws IOException, ParseException {
        ASN1Sequence property = Der.sequence(sealInfo.getObjectAt(2), 6, 6);
        List<byte[]> certificates = new ArrayList<>();
        for (ASN1Encodable each : ASN1Sequence.getInstance(property.getObjectAt(2))) {
            certificates.add(Der.octets(each));
        }
        return new SesSealInfo(SesVersion.V1, ia5(header(sealInfo).getObjectAt(2)), ia5(sealInfo.getObjectAt(1)),
                kind(property.getObjectAt(0)), ASN1UTF8String.getInstance(property.getObjectAt(1)).getString(), certificates,
                List.of(), Der.time(property.getObjectAt(3)), Der.time(property.getObjectAt(4)),
                Der.time(property.getObjectAt(5)), picture(sealInfo));
    }

    private static ASN1Sequence header(ASN1Sequence sealInfo) throws IOException {
        ASN1Sequence header = Der.sequence(sealInfo.getObjectAt(0), 3, 3);
        if (!ID.equals(ia5(header.getObjectAt(0)))) {
            throw new IOException("not the header of a seal");
        }
        return header;
    }

    private static SesPicture picture(ASN1Sequence sealInfo) throws IOException {
        ASN1Sequence picture = Der.sequence(sealInfo.getObjectAt(3), 4, 4);
        return new SesPicture(ia5(picture.getObjectAt(0)), ASN1OctetString.getInstance(picture.getObjectAt(1)).getOctets(),
                number(picture.getObjectAt(2)), number(picture.getObjectAt(3)));
    }

    private static SesSealInfo.Kind kind(ASN1Encodable value) throws IOException {
        return switch (number(value)) {
            case 1 -> SesSealInfo.Kind.UNIT;
            case 2 -> SesSealInfo.Kind.PERSON;
            default -> throw new IOException("another kind of seal");
        };
    }

    private static String ia5(ASN1Encodable value) {
        return ASN1IA5String.getInstance(value).getString();
    }

    private static int number(ASN1Encodable value) throws IOException {
        BigInteger number = ASN1Integer.getInstance(value).getValue();
        if (number.bitLength() > 31) {
            throw new IOException("a number out of range");
        }
        return number.intValue();
    }

    /** What the seal says of itself. */
    public SesSealInfo info() {
        return info;
    }

    /** The certificate of its maker, as the seal brings it. */
    public X509Certificate maker() {
        return maker;
    }

    /** Whether the maker's signature is good; says nothing about who the maker is. */
    public boolean makerSignatureGood() {
        return Sm2Verifier.verify(maker.getPublicKey(), signed, signature);
    }

    /** The time-stamp token over the maker's signature, which only a seal of version 5 may carry. */
    public Optional<byte[]> timeStamp() {
        return Optional.ofNullable(timeStamp).map(byte[]::clone);
    }

    /** Whether it is valid by its own dates at this moment. */
    public boolean validAt(Instant moment) {
        return info.validAt(moment);
    }

    /** DER. */
    public byte[] encoded() {
        return Der.encode(encoded);
    }

    ASN1Sequence sequence() {
        return encoded;
    }

    @Override
    public String toString() {
        return "SesSeal[" + info.version() + ", " + info.sealId() + "]";
    }
}
