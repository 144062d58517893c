package org.licensehub.signing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the one signature of a file sits, read from the raw bytes. No PDF parser is asked before the signature has
 * been found good: a hostile file never reaches one, and what two parsers see differently cannot matter here.
 *
 * @param gapStart offset of the {@code <} of /Contents
 * @param gapEnd offset behind its {@code >}
 * @param end offset behind the last byte that is covered
 * @param cms the DER object in /Contents, without the padding
 * @param contents the whole decoded value of /Contents, with the padding
 */
record SealedRange(int gapStart, int gapEnd, int end, byte[] cms, byte[] contents) {

    private static final byte[] HEADER = "%PDF-".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NAME = "/ByteRange".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern RANGE = Pattern.compile(
            "/ByteRange\\s{0,8}\\[\\s{0,8}(\\d{1,10})\\s{1,8}(\\d{1,10})\\s{1,8}(\\d{1,10})\\s{1,8}(\\d{1,10})\\s{0,8}]");
    private static final int WINDOW = 160;
    private static final int MOST_CONTENTS = 1 << 20;
    /** A seal, an outer signature, and sixteen time-stamps, each of which lasts for years. */
    private static final int MOST_SIGNATURES = 18;

    static SealedRange locate(byte[] file) throws Refusal {
        Refusal.when(!startsWith(file, 0, HEADER), SealRule.NOT_PDF);
        int at = indexOf(file, NAME, 0);
        Refusal.when(at < 0, SealRule.NO_SIGNATURE);
        Refusal.when(indexOf(file, NAME, at + 1) >= 0, SealRule.SEVERAL_SIGNATURES);
        return read(file, at, file.length);
    }

    /**
     * How far the first signature of a file reaches, by its own word: what follows are later revisions. The whole file, if there
     * is none or its range makes no sense, so that judging it as a whole says why.
     *
     * @throws Refusal if there are more signatures than any writer makes
     */
    static int firstEnd(byte[] file) throws Refusal {
        int first = indexOf(file, NAME, 0);
        int count = 0;
        for (int at = first; at >= 0; at = indexOf(file, NAME, at + 1)) {
            Refusal.when(++count > MOST_SIGNATURES, SealRule.SEVERAL_SIGNATURES);
        }
        Matcher range = window(file, Math.max(first, 0));
        if (first < 0 || !range.lookingAt()) {
            return file.length;
        }
        long end = Long.parseLong(range.group(3)) + Long.parseLong(range.group(4));
        return end <= first || end > file.length ? file.length : (int) end;
    }

    /** Offset of the next range from here on, -1 if there is none. */
    static int next(byte[] file, int from) {
        return indexOf(file, NAME, from);
    }

    /** The signature whose range stands here, which may cover less than the whole file. */
    static SealedRange at(byte[] file, int at) throws Refusal {
        Matcher range = window(file, at);
        Refusal.when(!range.lookingAt(), SealRule.BYTE_RANGE_MALFORMED);
        long end = Long.parseLong(range.group(3)) + Long.parseLong(range.group(4));
        Refusal.when(end <= at || end > file.length, SealRule.BYTE_RANGE_MALFORMED);
        return read(file, at, (int) end);
    }

    private static Matcher window(byte[] file, int at) {
        return RANGE.matcher(new String(file, at, Math.min(WINDOW, file.length - at), StandardCharsets.ISO_8859_1));
    }

    private static SealedRange read(byte[] file, int at, int length) throws Refusal {
        Matcher range = window(file, at);
        Refusal.when(!range.lookingAt(), SealRule.BYTE_RANGE_MALFORMED);

        long gapStart = Long.parseLong(range.group(2));
        long gapEnd = Long.parseLong(range.group(3));
        long end = gapEnd + Long.parseLong(range.group(4));
        Refusal.when(Long.parseLong(range.group(1)) != 0, SealRule.BYTE_RANGE_START);
        Refusal.when(gapStart <= 0 || gapEnd < gapStart + 4 || gapEnd > length || end > length,
                SealRule.BYTE_RANGE_MALFORMED);
        Refusal.when(end != length, SealRule.BYTE_RANGE_END);
        Refusal.when(file[(int) gapStart] != '<' || file[(int) gapEnd - 1] != '>', SealRule.BYTE_RANGE_GAP);
        return decode(file, (int) gapStart, (int) gapEnd, length);
    }

    private static SealedRange decode(byte[] file, int gapStart, int gapEnd, int end) throws Refusal {
        int length = gapEnd - gapStart - 2;
        Refusal.when(length % 2 != 0 || length > MOST_CONTENTS, SealRule.CONTENTS_MALFORMED);
        byte[] contents = new byte[length / 2];
        for (int i = 0, at = gapStart + 1; i < contents.length; i++, at += 2) {
            int octet = upperHex(file[at]) << 4 | upperHex(file[at + 1]);
            Refusal.when(octet < 0, SealRule.BYTE_RANGE_GAP);
            contents[i] = (byte) octet;
        }
        int derLength = derLength(contents);
        for (int i = derLength; i < contents.length; i++) {
            Refusal.when(contents[i] != 0, SealRule.CONTENTS_PADDING);
        }
        return new SealedRange(gapStart, gapEnd, end, Arrays.copyOf(contents, derLength), contents);
    }

    /** Negative for what no writer of ours puts there; lower case is such a thing, or one value could be written in many ways. */
    private static int upperHex(byte digit) {
        return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
    }

    /** The length of the DER SEQUENCE at the start, by its header alone. */
    private static int derLength(byte[] bytes) throws Refusal {
        Refusal.when(bytes.length < 4 || bytes[0] != 0x30, SealRule.CONTENTS_MALFORMED);
        int first = bytes[1] & 0xFF;
        int lengthBytes = first < 0x80 ? 0 : first & 0x7F;
        Refusal.when(first == 0x80 || lengthBytes > 3 || 2 + lengthBytes > bytes.length, SealRule.CONTENTS_MALFORMED);
        int length = lengthBytes == 0 ? first : 0;
        for (int i = 0; i < lengthBytes; i++) {
            length = length << 8 | bytes[2 + i] & 0xFF;
        }
        int total = 2 + lengthBytes + length;
        Refusal.when(total > bytes.length, SealRule.CONTENTS_MALFORMED);
        return total;
    }

    byte[] digest(byte[] file) {
        return Sm3.streaming().update(file, 0, gapStart).update(file, gapEnd, end - gapEnd).digest();
    }

    /** All that is signed, in one piece. */
    byte[] content(byte[] file) {
        byte[] content = new byte[end - (gapEnd - gapStart)];
        System.arraycopy(file, 0, content, 0, gapStart);
        System.arraycopy(file, gapEnd, content, gapStart, end - gapEnd);
        return content;
    }

    private static int indexOf(byte[] file, byte[] wanted, int from) {
        for (int i = from; i <= file.length - wanted.length; i++) {
            // names are everywhere in such a file, and few share two characters with this one
            if (file[i] == wanted[0] && file[i + 1] == wanted[1] && startsWith(file, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] file, int at, byte[] wanted) {
        return at + wanted.length <= file.length
                && Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length);
    }
}
