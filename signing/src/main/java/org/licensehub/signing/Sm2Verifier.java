package org.licensehub.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Verifies SM2 signatures under the default user id 1234567812345678 (GB/T 32918.2, GB/T 35276). Strict: the signature
 * is one DER SEQUENCE { r, s } in shortest form with both numbers from 1 to n − 1, and nothing follows it.
 */
public final class Sm2Verifier {

    private static final String LABEL = "PUBLIC KEY";

    private Sm2Verifier() {
    }

    /** Whether the signature is that of this key over this message; false too for any malformed key or signature. */
    public static boolean verify(PublicKey key, byte[] message, byte[] derSignature) {
        Optional<ECPoint> point = Sm2.point(key);
        return point.isPresent() && Sm2.verify(point.get(), digest(point.get(), message), derSignature);
    }

    private static byte[] digest(ECPoint point, byte[] message) {
        return Sm3.digest(Sm2.z(point), message);
    }

    /**
     * Reads an SM2 public key from PEM (SubjectPublicKeyInfo, label PUBLIC KEY).
     *
     * @throws IllegalArgumentException if the text is not PEM or the key is not on the SM2 curve
     */
    public static PublicKey publicKeyFromPem(String pem) {
        try {
            PublicKey key = KeyFactory.getInstance("EC", Sm2.PROVIDER)
                    .generatePublic(new X509EncodedKeySpec(Pem.read(pem, LABEL)));
            if (Sm2.point(key).isEmpty()) {
                throw new IllegalArgumentException("不是 SM2 公钥 / not an SM2 public key");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("不是公钥 / not a public key", e);
        }
    }

    /** Writes a public key as PEM (SubjectPublicKeyInfo, label PUBLIC KEY), as OpenSSL reads it. */
    public static String publicKeyToPem(PublicKey key) {
        return Pem.write(key.getEncoded(), LABEL);
    }

    /**
     * Reads the public key out of a PEM certificate.
     *
     * @throws IllegalArgumentException if the text is not one certificate with an SM2 key
     */
    public static PublicKey publicKeyFromCertificatePem(String pem) {
        PublicKey key = Certificates.decode(Pem.read(pem, Certificates.LABEL)).getPublicKey();
        if (Sm2.point(key).isEmpty()) {
            throw new IllegalArgumentException("证书中的公钥不是 SM2 公钥 / not an SM2 certificate");
        }
        return key;
    }
}
