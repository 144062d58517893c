package org.licensehub.signing;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.crypto.signers.DSAKCalculator;
import org.bouncycastle.crypto.signers.RandomDSAKCalculator;
import org.bouncycastle.jce.interfaces.ECPrivateKey;
import org.bouncycastle.math.ec.ECPoint;

/**
 * An SM2 key held in memory, read from a PKCS#12 file. For development, tests and small installations; where the law
 * asks for a certified device (GB/T 39786) another {@link SealingKey} takes its place.
 */
public final class SoftwareSealingKey implements SealingKey {

    private final BigInteger d;
    private final BigInteger inverse;
    private final ECPoint point;
    private final byte[] z;
    private final List<X509Certificate> chain;
    private final SecureRandom random = new SecureRandom();

    private SoftwareSealingKey(BigInteger d, ECPoint point, List<X509Certificate> chain) {
        this.d = d;
        this.inverse = Sm2.inverseOfOnePlus(d);
        this.point = point;
        this.z = Sm2.z(point);
        this.chain = List.copyOf(chain);
    }

    /**
     * Opens a key of a PKCS#12 file.
     *
     * @throws IOException if the file cannot be read or the password is wrong
     * @throws IllegalArgumentException if the alias holds no SM2 key, or the certificate is not that of the key
     */
    public static SoftwareSealingKey open(Path pkcs12, char[] password, String alias) throws IOException {
        try (InputStream in = Files.newInputStream(pkcs12)) {
            KeyStore store = KeyStore.getInstance("PKCS12", Sm2.PROVIDER);
            store.load(in, password);
            SealingKey opened = KeyFiles.read(store, password, alias);
            if (!(opened instanceof SoftwareSealingKey sm2)) {
                throw new IllegalArgumentException("不是 SM2 私钥 / not an SM2 key");
            }
            return sm2;
        } catch (GeneralSecurityException e) {
            throw new IOException("无法打开密钥库 / the key store cannot be opened: " + pkcs12.getFileName(), e);
        }
    }

    /**
     * A key from its parts, for instance from what {@link KeyIssuer} just made.
     *
     * @param chain the key's certificate first
     * @throws IllegalArgumentException if it is no SM2 key, or the certificate is not that of the key
     */
    public static SoftwareSealingKey of(PrivateKey key, List<X509Certificate> chain) {
        if (!(key instanceof ECPrivateKey sm2) || !Sm2.isPrivateKey(sm2.getD()) || chain.isEmpty()) {
            throw new IllegalArgumentException("不是带证书的 SM2 私钥 / not an SM2 private key with its certificate");
        }
        ECPoint point = Sm2.publicPoint(sm2.getD());
        boolean matches = Sm2.point(chain.get(0).getPublicKey()).filter(point::equals).isPresent();
        if (!matches) {
            throw new IllegalArgumentException("证书与私钥不匹配 / the certificate is not that of the key");
        }
        return new SoftwareSealingKey(sm2.getD(), point, chain);
    }

    @Override
    public List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public byte[] signDigest(byte[] e) {
        if (e.length != Sm3.LENGTH) {
            throw new IllegalArgumentException("e 须为 32 字节 / e must be 32 bytes long");
        }
        DSAKCalculator nonces = new RandomDSAKCalculator();
        nonces.init(Sm2.order(), random);
        return Sm2.sign(d, inverse, e, nonces);
    }

    /** As promised by the interface, with the part that depends only on the key computed once. */
    @Override
    public byte[] sign(byte[] message) {
        byte[] e = Sm3.digest(z, message);
        byte[] signature = signDigest(e);
        if (!Sm2.verify(point, e, signature)) {
            throw new IllegalStateException("签名自检失败 / the signature just made does not verify");
        }
        return signature;
    }

    @Override
    public String toString() {
        return "SoftwareSealingKey[" + chain.get(0).getSubjectX500Principal().getName() + "]";
    }
}
