package org.licensehub.signing;

import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The SM3 hash (GB/T 32905) and HMAC-SM3. Every result is 32 bytes long. The static methods are safe for use by many
 * threads; a {@linkplain #streaming() streaming} instance belongs to one thread.
 */
public final class Sm3 {

    /** Length of a digest in bytes. */
    public static final int LENGTH = 32;

    private final SM3Digest state;

    private Sm3() {
        this(new SM3Digest());
    }

    private Sm3(SM3Digest state) {
        this.state = state;
    }

    /** The digest of the parts, read one after the other as if they were one array. */
    public static byte[] digest(byte[]... parts) {
        Sm3 sm3 = new Sm3();
        for (byte[] part : parts) {
            sm3.update(part, 0, part.length);
        }
        return sm3.digest();
    }

    /**
     * HMAC-SM3 (RFC 2104 with SM3) of the parts, read one after the other as if they were one array.
     *
     * @param key of any length; 32 random bytes are the sensible choice
     */
    public static byte[] hmac(byte[] key, byte[]... parts) {
        HMac mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(key));
        for (byte[] part : parts) {
            mac.update(part, 0, part.length);
        }
        byte[] result = new byte[LENGTH];
        mac.doFinal(result, 0);
        return result;
    }

    /** A digest to be fed piece by piece, for streams and for ranges of a larger array. */
    public static Sm3 streaming() {
        return new Sm3();
    }

    /**
     * Adds {@code length} bytes from {@code offset}.
     *
     * @return this, so that calls can be chained
     */
    public Sm3 update(byte[] bytes, int offset, int length) {
        state.update(bytes, offset, length);
        return this;
    }

    /** Another one to which the same was added so far; neither knows of the other. */
    public Sm3 copy() {
        return new Sm3((SM3Digest) state.copy());
    }

    /** The digest of all that was added; afterwards this instance is empty and can be used anew. */
    public byte[] digest() {
        byte[] result = new byte[LENGTH];
        state.doFinal(result, 0);
        return result;
    }
}
