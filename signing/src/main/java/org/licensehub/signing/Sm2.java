package org.licensehub.signing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.DSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * SM2 signing arithmetic (GB/T 32918.2) over the recommended curve, in Bouncy Castle's hand-tuned field. The JCA route
 * sets up a signer for each call and is several times slower, and it cannot sign a ready e = SM3(Z‖M), which is the
 * only thing a cryptographic device (服务器密码机) is asked to sign.
 */
final class Sm2 {

    /** The provider is named wherever the JCA is used: the JDK's own one rejects the SM2 curve. Never registered globally. */
    static final Provider PROVIDER = new BouncyCastleProvider();

    private static final ECDomainParameters DOMAIN = domain();
    private static final BigInteger N = DOMAIN.getN();
    private static final byte[] DEFAULT_USER_ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

    private Sm2() {
    }

    private static ECDomainParameters domain() {
        X9ECParameters curve = CustomNamedCurves.getByName("sm2p256v1");
        return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }

    /** The point of an SM2 public key, or empty if the key is on another curve or not a point of this one. */
    static Optional<ECPoint> point(PublicKey key) {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        boolean ec = X9ObjectIdentifiers.id_ecPublicKey.equals(info.getAlgorithm().getAlgorithm());
        ASN1ObjectIdentifier sm2 = GMObjectIdentifiers.sm2p256v1;
        if (!ec || !sm2.equals(info.getAlgorithm().getParameters())) {
            return Optional.empty();
        }
        try {
            ECPoint point = DOMAIN.getCurve().decodePoint(info.getPublicKeyData().getOctets());
            return point.isInfinity() ? Optional.empty() : Optional.of(point);
        } catch (IllegalArgumentException notOnTheCurve) {
            return Optional.empty();
        }
    }

    /** What an encryption with this public point needs to know. */
    static ECPublicKeyParameters publicKey(ECPoint point) {
        return new ECPublicKeyParameters(point, DOMAIN);
    }

    /** The public point that belongs to the private number d. */
    static ECPoint publicPoint(BigInteger d) {
        return new FixedPointCombMultiplier().multiply(DOMAIN.getG(), d).normalize();
    }

    /** Whether d may be a private key: 1 to n − 2. */
    static boolean isPrivateKey(BigInteger d) {
        return d.signum() > 0 && d.compareTo(N.subtract(BigInteger.ONE)) < 0;
    }

    /** Z of the holder of a key under the default user id (GB/T 32918.2, 5.5). */
    static byte[] z(ECPoint point) {
        byte[] lengthInBits = {(byte) (DEFAULT_USER_ID.length * 8 >> 8), (byte) (DEFAULT_USER_ID.length * 8)};
        ECPoint affine = point.normalize();
        ECPoint base = DOMAIN.getG().normalize();
        return Sm3.digest(lengthInBits, DEFAULT_USER_ID,
                DOMAIN.getCurve().getA().getEncoded(), DOMAIN.getCurve().getB().getEncoded(),
                base.getAffineXCoord().getEncoded(), base.getAffineYCoord().getEncoded(),
                affine.getAffineXCoord().getEncoded(), affine.getAffineYCoord().getEncoded());
    }

    /** (1 + d)⁻¹ mod n, the costly part of s that is the same for all signatures of a key. */
    static BigInteger inverseOfOnePlus(BigInteger d) {
        return d.add(BigInteger.ONE).modInverse(N);
    }

    static byte[] sign(BigInteger d, BigInteger inverse, byte[] digest, DSAKCalculator nonces) {
        BigInteger e = new BigInteger(1, digest);
        FixedPointCombMultiplier comb = new FixedPointCombMultiplier();
        while (true) {
            BigInteger k = nonces.nextK();
            BigInteger x = comb.multiply(DOMAIN.getG(), k).normalize().getAffineXCoord().toBigInteger();
            BigInteger r = e.add(x).mod(N);
            if (r.signum() == 0 || r.add(k).equals(N)) {
                continue;
            }
            BigInteger s = inverse.multiply(k.subtract(r.multiply(d))).mod(N);
            if (s.signum() != 0) {
                return encode(r, s);
            }
        }
    }

    static BigInteger order() {
        return N;
    }

    private static byte[] encode(BigInteger r, BigInteger s) {
        try {
            return StandardDSAEncoding.INSTANCE.encode(N, r, s);
        } catch (IOException impossible) {
            throw new IllegalStateException("two integers could not be encoded", impossible);
        }
    }

    static boolean verify(ECPoint point, byte[] digest, byte[] derSignature) {
        BigInteger[] rs;
        try {
            rs = StandardDSAEncoding.INSTANCE.decode(N, derSignature);
        } catch (IOException | RuntimeException notDer) {
            return false;
        }
        BigInteger t = rs[0].add(rs[1]).mod(N);
        if (rs[0].signum() == 0 || rs[1].signum() == 0 || t.signum() == 0) {
            return false;
        }
        ECPoint sum = ECAlgorithms.sumOfTwoMultiplies(DOMAIN.getG(), rs[1], point, t).normalize();
        if (sum.isInfinity()) {
            return false;
        }
        BigInteger e = new BigInteger(1, digest);
        return e.add(sum.getAffineXCoord().toBigInteger()).mod(N).equals(rs[0]);
    }
}
