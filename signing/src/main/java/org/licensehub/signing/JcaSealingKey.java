package org.licensehub.signing;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/** An ECDSA or RSA key held in memory; for the second signature that tools outside China verify. */
final class JcaSealingKey implements SealingKey {

    /** DigestInfo of SHA-256 (RFC 8017, 9.2), which precedes the digest in an RSA signature. */
    private static final byte[] SHA256_INFO = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, (byte) 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
        0x01, 0x05, 0x00, 0x04, 0x20};

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final SigningAlgorithm algorithm;

    JcaSealingKey(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
        this.algorithm = SigningAlgorithm.of(chain.get(0).getPublicKey());
        if (algorithm == SigningAlgorithm.SM2_SM3) {
            throw new IllegalArgumentException("SM2 keys have a class of their own");
        }
    }

    @Override
    public List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public byte[] signDigest(byte[] digest) {
        if (digest.length != Sm3.LENGTH) {
            throw new IllegalArgumentException("摘要须为 32 字节 / the digest must be 32 bytes long");
        }
        try {
            Signature signature = Signature.getInstance(algorithm == SigningAlgorithm.RSA_SHA256 ? "NONEwithRSA" : "NONEwithECDSA", Sm2.PROVIDER);
            signature.initSign(key);
            if (algorithm == SigningAlgorithm.RSA_SHA256) {
                signature.update(SHA256_INFO);
            }
            signature.update(digest);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("签名失败 / the key does not sign", e);
        }
    }

    @Override
    public String toString() {
        return "JcaSealingKey[" + algorithm + ", " + chain.get(0).getSubjectX500Principal().getName() + "]";
    }
}
