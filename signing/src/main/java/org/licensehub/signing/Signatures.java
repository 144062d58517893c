package org.licensehub.signing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import org.bouncycastle.math.ec.ECPoint;

/** Digests and verifies by the algorithm of a public key. */
final class Signatures {

    private Signatures() {
    }

    /** What one public key makes of messages and signatures. */
    interface Check {

        /** The 32 bytes its private half signs. */
        byte[] digest(byte[] message);

        /** Whether this is its signature; false for anything malformed. */
        boolean good(byte[] message, byte[] signature);
    }

    static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @throws IllegalArgumentException if no sealing key has such a public half */
    static Check check(PublicKey key) {
        SigningAlgorithm algorithm = SigningAlgorithm.of(key);
        return algorithm == SigningAlgorithm.SM2_SM3 ? sm2(Sm2.point(key).orElseThrow()) : jca(key, algorithm);
    }

    private static Check sm2(ECPoint point) {
        byte[] z = Sm2.z(point);
        return new Check() {
            @Override
            public byte[] digest(byte[] message) {
                return Sm3.digest(z, message);
            }

            @Override
            public boolean good(byte[] message, byte[] signature) {
                return Sm2.verify(point, digest(message), signature);
            }
        };
    }

    private static Check jca(PublicKey key, SigningAlgorithm algorithm) {
        return new Check() {
            @Override
            public byte[] digest(byte[] message) {
                return sha256(message);
            }

            @Override
            public boolean good(byte[] message, byte[] signature) {
                try {
                    Signature verifier = Signature.getInstance(algorithm.jcaName(), Sm2.PROVIDER);
                    verifier.initVerify(key);
                    verifier.update(message);
                    return verifier.verify(signature);
                } catch (GeneralSecurityException malformed) {
                    return false;
                }
            }
        };
    }
}
