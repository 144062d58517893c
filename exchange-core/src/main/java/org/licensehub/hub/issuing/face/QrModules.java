package org.licensehub.hub.issuing.face;

import com.google.zxing.qrcode.encoder.ByteMatrix;

/**
 * The modules of a QR code as bits, once by rows and once by columns, so that the penalties of its mask (GB/T 18284, data masking)
 * are counted 64 modules at a time. Module j of a line is bit j % 64 of word j / 64. Immutable.
 */
final class QrModules {

    private static final int RUN = 3;
    private static final int BLOCK = 3;
    private static final int FINDER = 40;
    private static final int UNEVEN = 10;

    private final int size;
    private final long[][] rows;
    private final long[][] columns;

    QrModules(ByteMatrix matrix) {
        size = matrix.getWidth();
        rows = new long[size][words(size)];
        columns = new long[size][words(size)];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                long dark = matrix.get(x, y);
                rows[y][x >> 6] |= dark << x;
                columns[x][y >> 6] |= dark << y;
            }
        }
    }

    private QrModules(QrModules one, QrModules other) {
        size = one.size;
        rows = xor(one.rows, other.rows);
        columns = xor(one.columns, other.columns);
    }

    private static int words(int bits) {
        return bits + 63 >> 6;
    }

    private static long[][] xor(long[][] one, long[][] other) {
        long[][] result = new long[one.length][one[0].length];
        for (int line = 0; line < result.length; line++) {
            for (int word = 0; word < result[line].length; word++) {
                result[line][word] = one[line][word] ^ other[line][word];
            }
        }
        return result;
    }

    /** Dark where exactly one of both is; the other one must be of the same size. */
    QrModules xor(QrModules other) {
        return new QrModules(this, other);
    }

    ByteMatrix matrix() {
        ByteMatrix matrix = new ByteMatrix(size, size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                matrix.set(x, y, (int) (rows[y][x >> 6] >>> x) & 1);
            }
        }
        return matrix;
    }

    /** How badly these modules can be read: the sum of all four kinds of penalty. */
    int penalty() {
        long[][] even = even(rows);
        return runs(even) + runs(even(columns)) + blocks(even) + FINDER * (finders(rows) + finders(columns)) + unevenness();
    }

    /** For each line the modules that are as dark as the next one of the line. */
    private long[][] even(long[][] lines) {
        long[][] even = new long[size][words(size)];
        for (int line = 0; line < size; line++) {
            for (int word = 0; word < even[line].length; word++) {
                even[line][word] = ~(lines[line][word] ^ ahead(lines[line], word, 1)) & inside(word, size - 1);
            }
        }
        return even;
    }

    /** Three for a run of five and one for each further module: a run of n has n - 4 places at which four modules are like the next. */
    private static int runs(long[][] even) {
        int penalty = 0;
        for (long[] line : even) {
            long before = 0;
            for (int word = 0; word < line.length; word++) {
                long long5 = line[word] & ahead(line, word, 1) & ahead(line, word, 2) & ahead(line, word, 3);
                long starts = long5 & ~(long5 << 1 | before >>> 63);
                penalty += Long.bitCount(long5) + (RUN - 1) * Long.bitCount(starts);
                before = long5;
            }
        }
        return penalty;
    }

    /** Two by two modules that are all the same. */
    private int blocks(long[][] even) {
        int blocks = 0;
        for (int row = 0; row + 1 < size; row++) {
            for (int word = 0; word < even[row].length; word++) {
                blocks += Long.bitCount(even[row][word] & even[row + 1][word] & ~(rows[row][word] ^ rows[row + 1][word]));
            }
        }
        return BLOCK * blocks;
    }

    /** Places that look like a finder pattern: dark and light as 1:1:3:1:1, with four light modules of the code before or behind. */
    private int finders(long[][] lines) {
        int finders = 0;
        long[] light = new long[words(size)];
        long[] four = new long[words(size)];
        for (long[] line : lines) {
            for (int word = 0; word < light.length; word++) {
                light[word] = ~line[word] & inside(word, size);
            }
            for (int word = 0; word < four.length; word++) {
                four[word] = light[word] & ahead(light, word, 1) & ahead(light, word, 2) & ahead(light, word, 3);
            }
            for (int word = 0; word < four.length; word++) {
                long margin = ahead(four, word, 7) | four[word] << 4 | (word == 0 ? 0 : four[word - 1] >>> 60);
                long dark = line[word] & ahead(line, word, 2) & ahead(line, word, 3) & ahead(line, word, 4) & ahead(line, word, 6);
                finders += Long.bitCount(dark & ahead(light, word, 1) & ahead(light, word, 5) & margin);
            }
        }
        return finders;
    }

    /** Ten for each full five percent by which the dark modules are not half of all. */
    private int unevenness() {
        int dark = 0;
        for (long[] row : rows) {
            for (long word : row) {
                dark += Long.bitCount(word);
            }
        }
        int all = size * size;
        return Math.abs(2 * dark - all) * 10 / all * UNEVEN;
    }

    /** The word of a line as it would be were the whole line moved down by 1 to 63 places; behind its end there are zeros. */
    private static long ahead(long[] line, int word, int by) {
        long next = word + 1 < line.length ? line[word + 1] << 64 - by : 0;
        return line[word] >>> by | next;
    }

    /** Ones for the modules of this word that are among the first {@code count} of the line. */
    private static long inside(int word, int count) {
        int left = count - 64 * word;
        return left >= 64 ? -1 : left <= 0 ? 0 : (1L << left) - 1;
    }
}
