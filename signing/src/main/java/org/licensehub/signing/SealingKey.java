package org.licensehub.signing;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;

/**
 * One SM2 key that signs; the private part never leaves the implementation. A key file and a cryptographic device
 * (服务器密码机, SDF of GM/T 0018) both fit behind it, because all it must do is sign a ready digest. Implementations
 * are safe for use by many threads.
 */
public interface SealingKey {

    /** The certificate of this key. */
    X509Certificate certificate();

    /** The certificates from that of this key (first) upwards; the root may be last or left out. Never empty. */
    List<X509Certificate> chain();

    /**
     * Signs a ready digest.
     *
     * @param e SM3(Z‖M), 32 bytes (GB/T 32918.2)
     * @return DER SEQUENCE { r INTEGER, s INTEGER } (GB/T 35276)
     * @throws IllegalArgumentException if e is not 32 bytes long
     */
    byte[] signDigest(byte[] e);

    /**
     * Signs a message under the default user id 1234567812345678 and checks the signature before it is given out, since
     * a signature made by a faulty device or memory can reveal the key.
     *
     * @return DER SEQUENCE { r INTEGER, s INTEGER }
     * @throws IllegalStateException if the key is not an SM2 key or what it made does not verify
     */
    default byte[] sign(byte[] message) {
        ECPoint point = Sm2.point(certificate().getPublicKey())
                .orElseThrow(() -> new IllegalStateException("证书中的公钥不是 SM2 公钥 / not an SM2 certificate"));
        byte[] e = Sm3.digest(Sm2.z(point), message);
        byte[] signature = signDigest(e);
        if (!Sm2.verify(point, e, signature)) {
            throw new IllegalStateException("签名自检失败 / the signature just made does not verify");
        }
        return signature;
    }
}
