package org.licensehub.hub.issuing.face;

import java.util.Arrays;

/** Bits in the order of RFC 1951: the first one is the lowest of the first byte. */
final class BitString {

    private byte[] bytes;
    private int count;

    BitString(int expectedBytes) {
        bytes = new byte[expectedBytes + 8];
    }

    /** Appends the lowest bits of a value, at most 24. */
    void put(int value, int length) {
        room(length);
        int at = count >> 3;
        long shifted = (long) value << (count & 7);
        for (int left = length + (count & 7); left > 0; left -= 8) {
            bytes[at++] |= (byte) shifted;
            shifted >>>= 8;
        }
        count += length;
    }

    void append(BitString other) {
        room(other.count);
        int shift = count & 7;
        int at = count >> 3;
        int length = other.count + 7 >> 3;
        for (int i = 0; i < length; i++) {
            int shifted = (other.bytes[i] & 255) << shift;
            bytes[at + i] |= (byte) shifted;
            bytes[at + i + 1] = (byte) (shifted >> 8);
        }
        count += other.count;
    }

    private void room(int bits) {
        int needed = (count + bits >> 3) + 8;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    /** All bits, filled up with zeros to whole bytes. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, count + 7 >> 3);
    }

    /** The same without room to grow. */
    BitString trimmed() {
        BitString small = new BitString(0);
        small.bytes = bytes();
        small.count = count;
        return small;
    }
}
