package org.licensehub.signing;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.math.ec.ECPoint;

/** Encryption to an SM2 public key (GB/T 32918.4), for partners that ask for it. Safe for use by many threads. */
public final class Sm2Encryption {

    private final SecureRandom random;

    public Sm2Encryption() {
        this(new SecureRandom());
    }

    /** For tests with published vectors: the ephemeral number k comes from here. */
    Sm2Encryption(SecureRandom random) {
        this.random = random;
    }

    /** In which order point, ciphertext and digest stand. C1 is an uncompressed point with its leading 04. */
    public enum Order {
        /** Before 2012, and still at many platforms: C1 ‖ C2 ‖ C3. */
        C1C2C3(SM2Engine.Mode.C1C2C3),
        /** As the standard says: C1 ‖ C3 ‖ C2. */
        C1C3C2(SM2Engine.Mode.C1C3C2);

        private final SM2Engine.Mode mode;

        Order(SM2Engine.Mode mode) {
            this.mode = mode;
        }
    }

    /**
     * @param plain at least one byte; the result is 97 bytes longer
     * @throws IllegalArgumentException if the key is not on the SM2 curve or there is nothing to encrypt
     */
    public byte[] encrypt(PublicKey key, Order order, byte[] plain) {
        Optional<ECPoint> point = Sm2.point(key);
        if (point.isEmpty() || plain.length == 0) {
            throw new IllegalArgumentException("须为 SM2 公钥和非空明文 / needs an SM2 public key and something to encrypt");
        }
        SM2Engine engine = new SM2Engine(order.mode);
        engine.init(true, new ParametersWithRandom(Sm2.publicKey(point.get()), random));
        try {
            return engine.processBlock(plain, 0, plain.length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("Encryption has no ciphertext to reject", e);
        }
    }
}
