package org.licensehub.hub.audit.internal.flags;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * How many different holders there were: exactly up to 512, beyond that within about two in a hundred (HyperLogLog with 4,096 registers). Takes at
 * most 4 KB however many there were, and the same holder again, or the same record read again, changes nothing.
 */
final class HolderSketch {

    private static final int BITS = 12;
    private static final int REGISTERS = 1 << BITS;
    private static final int MOST_EXACT = REGISTERS / Long.BYTES;
    private static final byte EXACT = 0;
    private static final byte ESTIMATED = 1;
    private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

    /** Beginnings of keys; {@code null} once there were too many. */
    private TreeSet<Long> exact = new TreeSet<>();
    private byte[] registers;

    static HolderSketch of(byte[] bytes) {
        HolderSketch sketch = new HolderSketch();
        if (bytes == null) {
            return sketch;
        }
        ByteBuffer stored = ByteBuffer.wrap(bytes);
        if (stored.get() == EXACT) {
            while (stored.hasRemaining()) {
                sketch.exact.add(stored.getLong());
            }
        } else {
            sketch.exact = null;
            sketch.registers = Arrays.copyOfRange(bytes, 1, bytes.length);
        }
        return sketch;
    }

    byte[] bytes() {
        if (exact == null) {
            return ByteBuffer.allocate(1 + REGISTERS).put(ESTIMATED).put(registers).array();
        }
        ByteBuffer stored = ByteBuffer.allocate(1 + exact.size() * Long.BYTES).put(EXACT);
        exact.forEach(stored::putLong);
        return stored.array();
    }

    /** @param key of a holder: HMAC output, so that its first bytes are as good as any hash */
    void add(byte[] key) {
        add(ByteBuffer.wrap(key).getLong());
    }

    private void add(long beginning) {
        if (exact != null) {
            exact.add(beginning);
            if (exact.size() > MOST_EXACT) {
                estimateFromNowOn();
            }
            return;
        }
        int register = (int) (beginning >>> Long.SIZE - BITS);
        byte rank = (byte) (Long.numberOfLeadingZeros(beginning << BITS | 1L << BITS - 1) + 1);
        if (rank > registers[register]) {
            registers[register] = rank;
        }
    }

    private void estimateFromNowOn() {
        TreeSet<Long> all = exact;
        exact = null;
        registers = new byte[REGISTERS];
        all.forEach(this::add);
    }

    void merge(HolderSketch other) {
        if (other.exact != null) {
            other.exact.forEach(this::add);
            return;
        }
        if (exact != null) {
            estimateFromNowOn();
        }
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = (byte) Math.max(registers[i], other.registers[i]);
        }
    }

    long count() {
        if (exact != null) {
            return exact.size();
        }
        double sum = 0;
        int empty = 0;
        for (byte register : registers) {
            sum += 1.0 / (1L << register);
            empty += register == 0 ? 1 : 0;
        }
        double raw = ALPHA * REGISTERS * REGISTERS / sum;
        // few holders leave registers empty, and these tell more
        return Math.round(raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log((double) REGISTERS / empty) : raw);
    }
}
