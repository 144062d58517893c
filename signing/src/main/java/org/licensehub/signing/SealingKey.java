package org.licensehub.signing;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * One key that signs; the private part never leaves the implementation. A key file and a cryptographic device
 * (服务器密码机, SDF of GM/T 0018) both fit behind it, because all it must do is sign a ready digest. Implementations
 * are safe for use by many threads.
 */
public interface SealingKey {

    /** The certificate of this key. */
    default X509Certificate certificate() {
        return chain().get(0);
    }

    /** The certificates from that of this key (first) upwards; the root may be last or left out. Never empty. */
    List<X509Certificate> chain();

    /** What kind of signature it makes, by its certificate. */
    default SigningAlgorithm algorithm() {
        return SigningAlgorithm.of(certificate().getPublicKey());
    }

    /**
     * Signs a ready digest.
     *
     * @param digest 32 bytes: for SM2 e = SM3(Z‖M) (GB/T 32918.2), otherwise SHA-256 of the message
     * @return for SM2 and ECDSA DER SEQUENCE { r INTEGER, s INTEGER }, for RSA the bare signature
     * @throws IllegalArgumentException if the digest is not 32 bytes long
     */
    byte[] signDigest(byte[] digest);

    /**
     * Signs a message (SM2 under the default user id 1234567812345678) and checks the signature before it is given out, since
     * a signature made by a faulty device or memory can reveal the key.
     *
     * @throws IllegalStateException if what the key made does not verify
     */
    default byte[] sign(byte[] message) {
        Signatures.Check check = Signatures.check(certificate().getPublicKey());
        byte[] signature = signDigest(check.digest(message));
        if (!check.good(message, signature)) {
            throw new IllegalStateException("签名自检失败 / the signature just made does not verify");
        }
        return signature;
    }
}
