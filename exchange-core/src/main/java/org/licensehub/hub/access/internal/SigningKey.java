package org.licensehub.hub.access.internal;

import java.security.MessageDigest;
import java.security.PublicKey;
import org.licensehub.signing.Sm2Verifier;
import org.licensehub.signing.Sm3;

/** What a caller's signatures are checked with. A key is of one algorithm: nothing in a request can choose another. */
sealed interface SigningKey {

    boolean verifies(byte[] message, byte[] signature);

    /** Shared secret, its characters as bytes. */
    record HmacSm3(byte[] secret) implements SigningKey {

        @Override
        public boolean verifies(byte[] message, byte[] signature) {
            return MessageDigest.isEqual(Sm3.hmac(secret, message), signature);
        }
    }

    /** Public key; signatures are DER under the default user id. */
    record Sm2(PublicKey key) implements SigningKey {

        @Override
        public boolean verifies(byte[] message, byte[] signature) {
            return Sm2Verifier.verify(key, message, signature);
        }
    }

    /** Names as registered. */
    enum Algorithm {
        HMAC_SM3, SM2
    }
}
