package org.licensehub.signing;

import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERGeneralizedTime;

/** Distinguished encoding, both ways: what is read must be the one encoding of its value (X.690, 10 and 11). */
final class Der {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {
    }

    static byte[] encode(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded("DER");
        } catch (IOException impossible) {
            throw new IllegalStateException("an ASN.1 value in memory could not be encoded", impossible);
        }
    }

    /**
     * Reads exactly one value.
     *
     * @throws IOException if it is none, or not in its one encoding, or something follows it
     */
    static ASN1Primitive read(byte[] der) throws IOException {
        ASN1Primitive value = ASN1Primitive.fromByteArray(der);
        if (value == null || !Arrays.equals(value.getEncoded("DER"), der)) {
            throw new IOException("not DER");
        }
        return value;
    }

    static ASN1GeneralizedTime time(Instant moment) {
        return new DERGeneralizedTime(SECONDS.format(moment.truncatedTo(ChronoUnit.SECONDS)));
    }

    static Instant time(ASN1Encodable value) throws ParseException, IOException {
        if (value instanceof ASN1UTCTime utc) {
            return utc.getAdjustedDate().toInstant();
        }
        if (value instanceof ASN1GeneralizedTime generalized) {
            return generalized.getDate().toInstant();
        }
        throw new IOException("not a time");
    }

    static byte[] octets(ASN1Encodable value) {
        return ASN1OctetString.getInstance(value).getOctets();
    }

    /** The bytes of a BIT STRING of whole bytes. */
    static byte[] bits(ASN1Encodable value) throws IOException {
        ASN1BitString bits = ASN1BitString.getInstance(value);
        if (bits.getPadBits() != 0) {
            throw new IOException("bits that are no whole bytes");
        }
        return bits.getOctets();
    }

    static ASN1Sequence sequence(ASN1Encodable value, int fewest, int most) throws IOException {
        ASN1Sequence sequence = ASN1Sequence.getInstance(value);
        if (sequence.size() < fewest || sequence.size() > most) {
            throw new IOException("a sequence of another length");
        }
        return sequence;
    }
}
