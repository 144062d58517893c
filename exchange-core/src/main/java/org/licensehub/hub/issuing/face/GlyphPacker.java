package org.licensehub.hub.issuing.face;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.Adler32;

/**
 * Packs subsets of a font as zlib streams (RFC 1950, 1951) in a fraction of the time that compressing takes: one prefix code is made
 * for the whole font, each glyph is packed by itself when it first occurs, and from then on its bits are copied. A stream is about a sixth
 * longer than one that is compressed as a whole. Safe for use by many threads.
 */
final class GlyphPacker {

    private static final int END = 256;
    private static final int FIRST_LENGTH = 257;
    private static final int LITERALS = 286;
    private static final int DISTANCES = 30;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 258;
    private static final int SAMPLES = 500;
    private static final int[] LENGTH_BASE = {3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
        227, 258};
    private static final int[] LENGTH_EXTRA = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};

    private final FaceFont font;
    private final PrefixCode literals;
    private final PrefixCode distances;
    private final BitString header = new BitString(200);
    private final AtomicReferenceArray<BitString> packed;

    GlyphPacker(FaceFont font, int glyphs) {
        this.font = font;
        this.packed = new AtomicReferenceArray<>(glyphs);
        long[] symbols = new long[LITERALS];
        long[] apart = new long[DISTANCES];
        int step = Math.max(1, glyphs / SAMPLES);
        for (int glyph = 0; glyph < glyphs; glyph += step) {
            tokens(font.outline(glyph), (symbol, extra, extraBits, distance, distanceExtra, distanceBits) -> {
                symbols[symbol]++;
                if (distance >= 0) {
                    apart[distance]++;
                }
            });
        }
        symbols[END] = 1;
        literals = new PrefixCode(symbols);
        distances = new PrefixCode(apart);
        writeHeader();
    }

    /** A literal (distance below 0) or a repetition, as symbols with their extra bits. */
    private interface Tokens {
        void take(int symbol, int extra, int extraBits, int distance, int distanceExtra, int distanceBits);
    }

    /** zlib's two bytes, then one last block with codes of its own, whose lengths are written in four bits each. */
    private void writeHeader() {
        header.put(0x78, 8);
        header.put(0x01, 8);
        header.put(1, 1);
        header.put(2, 2);
        header.put(LITERALS - 257, 5);
        header.put(DISTANCES - 1, 5);
        header.put(19 - 4, 4);
        int[] order = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
        for (int symbol : order) {
            header.put(symbol < 16 ? 4 : 0, 3);
        }
        for (int[] lengths : new int[][] {literals.lengths(), distances.lengths()}) {
            for (int length : lengths) {
                header.put(Integer.reverse(length) >>> 28, 4);
            }
        }
    }

    /**
     * Packs a font program.
     *
     * @param program the whole program
     * @param outlines where its outlines begin: each glyph's bytes, filled up with zeros to a multiple of four
     * @param glyphs the numbers of these glyphs in the font, in order
     */
    byte[] zlib(byte[] program, int outlines, int[] glyphs) {
        BitString out = new BitString(program.length);
        out.append(header);
        literally(program, 0, outlines, out);
        int at = outlines;
        for (int glyph : glyphs) {
            out.append(bits(glyph));
            int length = font.outline(glyph).length();
            int end = at + (length + 3 & ~3);
            literally(program, at + length, end, out);
            at = end;
        }
        literally(program, at, program.length, out);
        literals.write(END, out);
        byte[] block = out.bytes();
        Adler32 sum = new Adler32();
        sum.update(program);
        byte[] all = Arrays.copyOf(block, block.length + 4);
        for (int i = 0; i < 4; i++) {
            all[block.length + i] = (byte) (sum.getValue() >> 24 - 8 * i);
        }
        return all;
    }

    private void literally(byte[] bytes, int from, int to, BitString out) {
        for (int i = from; i < to; i++) {
            literals.write(bytes[i] & 255, out);
        }
    }

    /** Those of additional fonts are rare and packed anew each time. */
    private BitString bits(int glyph) {
        BitString known = glyph < packed.length() ? packed.get(glyph) : null;
        if (known == null) {
            BitString made = new BitString(256);
            tokens(font.outline(glyph), (symbol, extra, extraBits, distance, distanceExtra, distanceBits) -> {
                literals.write(symbol, made);
                made.put(extra, extraBits);
                if (distance >= 0) {
                    distances.write(distance, made);
                    made.put(distanceExtra, distanceBits);
                }
            });
            known = made.trimmed();
            if (glyph < packed.length()) {
                packed.set(glyph, known);
            }
        }
        return known;
    }

    /** Repetitions are looked for inside one glyph only, so that its bits are the same wherever it stands. */
    private static void tokens(FaceFont.Outline outline, Tokens tokens) {
        byte[] bytes = outline.bytes();
        int from = outline.from();
        int to = outline.to();
        int at = from;
        while (at < to) {
            int length = 0;
            int distance = 0;
            for (int earlier = at - 1; earlier >= from; earlier--) {
                int same = 0;
                while (same < LONGEST && at + same < to && bytes[earlier + same] == bytes[at + same]) {
                    same++;
                }
                if (same > length) {
                    length = same;
                    distance = at - earlier;
                }
            }
            if (length < SHORTEST) {
                tokens.take(bytes[at] & 255, 0, 0, -1, 0, 0);
                at++;
            } else {
                repetition(length, distance, tokens);
                at += length;
            }
        }
    }

    private static void repetition(int length, int distance, Tokens tokens) {
        int symbol = LENGTH_BASE.length - 1;
        while (LENGTH_BASE[symbol] > length) {
            symbol--;
        }
        // distances come in pairs of ranges, each pair twice as wide as the one before (RFC 1951, 3.2.5)
        int bits = Math.max(0, 30 - Integer.numberOfLeadingZeros(distance - 1));
        int code = distance <= 2 ? distance - 1 : 2 * bits + (distance - 1 >> bits);
        int extra = distance <= 2 ? 0 : distance - 1 & (1 << bits) - 1;
        tokens.take(FIRST_LENGTH + symbol, length - LENGTH_BASE[symbol], LENGTH_EXTRA[symbol], code, extra, distance <= 2 ? 0 : bits);
    }
}
