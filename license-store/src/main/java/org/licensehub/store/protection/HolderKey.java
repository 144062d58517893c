package org.licensehub.store.protection;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Pseudonym of a holder (持证主体): HMAC-SM3 over holder code type and holder code, 32 bytes. Database, index, cache and log
 * know a holder by this value alone. Ordered as unsigned bytes, so that locks are taken in one order.
 */
public final class HolderKey implements Comparable<HolderKey>, Serializable {

    private static final long serialVersionUID = 1L;
    private static final int BYTES = 32;

    private final byte[] bytes;

    public HolderKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A holder key has 32 bytes");
        }
        this.bytes = bytes.clone();
    }

    public static HolderKey ofHex(String hex) {
        return new HolderKey(HexFormat.of().parseHex(hex));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public int compareTo(HolderKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HolderKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
