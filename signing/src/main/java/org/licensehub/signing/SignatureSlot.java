package org.licensehub.signing;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** A file complete but for the byte range and the value of its newest signature. */
final class SignatureSlot {

    private static final DateTimeFormatter PDF_DATE = DateTimeFormatter.ofPattern("'D:'yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String BLANK_RANGE = "0 0000000000 0000000000 0000000000";

    private final byte[] file;
    private final int rangeAt;
    private final int contentsAt;
    private final int contentsEnd;

    private SignatureSlot(byte[] file, int rangeAt, int contentsAt, int contentsEnd) {
        this.file = file;
        this.rangeAt = rangeAt;
        this.contentsAt = contentsAt;
        this.contentsEnd = contentsEnd;
    }

    /** Where the two blanks of a signature dictionary lie in the file. */
    record Place(int rangeAt, int contentsAt, int contentsEnd) {

        SignatureSlot in(byte[] finished) {
            return new SignatureSlot(finished, rangeAt, contentsAt, contentsEnd);
        }
    }

    static String date(Instant time) {
        return PDF_DATE.format(time);
    }

    /** Whether this is a date as {@link #date} writes it. */
    static boolean isDate(String text) {
        try {
            return date(Instant.from(PDF_DATE.parse(text))).equals(text);
        } catch (DateTimeException none) {
            return false;
        }
    }

    /**
     * Puts a signature dictionary with room for the value.
     *
     * @param body the dictionary up to /ByteRange
     * @param room upper bound of the value in bytes
     */
    static Place put(PdfUpdate update, String reference, String body, int room) {
        String beforeRange = body + "/ByteRange[";
        String beforeContents = beforeRange + BLANK_RANGE + "]/Contents";
        int start = update.put(reference, beforeContents + "<" + "0".repeat(2 * room) + ">>>");
        int contentsAt = start + beforeContents.length();
        return new Place(start + beforeRange.length(), contentsAt, contentsAt + 2 * room + 2);
    }

    /** Writes the byte range; what is signed is then fixed. */
    void fixRange() {
        put(rangeAt, String.format("0 %010d %010d %010d", contentsAt, contentsEnd, file.length - contentsEnd));
    }

    byte[] sm3() {
        return Sm3.streaming().update(file, 0, contentsAt).update(file, contentsEnd, file.length - contentsEnd).digest();
    }

    /** All that is signed, in one piece. */
    byte[] content() {
        byte[] content = new byte[file.length - (contentsEnd - contentsAt)];
        System.arraycopy(file, 0, content, 0, contentsAt);
        System.arraycopy(file, contentsEnd, content, contentsAt, file.length - contentsEnd);
        return content;
    }

    /** The file with this value, filled up with zeros. */
    byte[] fill(byte[] value) {
        String contents = HexFormat.of().withUpperCase().formatHex(value);
        if (contents.length() > contentsEnd - contentsAt - 2) {
            throw new IllegalStateException("签名值超出预留空间 / the signature does not fit the room left for it");
        }
        put(contentsAt + 1, contents);
        return file;
    }

    private void put(int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, file, at, ascii.length);
    }
}
