package org.licensehub.signing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfwriter.COSWriter;

/**
 * An incremental update (ISO 32000-2, 7.5.6) that only appends: the original bytes stay as they are. PDFBox's own
 * incremental saving walks the whole document to find what changed and costs several times as much.
 */
final class PdfUpdate {

    private final COSDocument document;
    private final int originalLength;
    private final ByteArrayOutputStream out;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private long nextNumber;

    private record Entry(int generation, long offset) {
    }

    PdfUpdate(COSDocument document, byte[] original) {
        this.document = document;
        this.originalLength = original.length;
        long highest = document.getTrailer().getLong(COSName.SIZE) - 1;
        for (COSObjectKey key : document.getXrefTable().keySet()) {
            highest = Math.max(highest, key.getNumber());
        }
        this.nextNumber = highest + 1;
        this.out = new ByteArrayOutputStream(original.length + 32_768);
        out.writeBytes(original);
        if (original[original.length - 1] != '\n') {
            out.write('\n');
        }
    }

    /** The reference, as PDF writes it, to an object still to be put. */
    String newReference() {
        return nextNumber++ + " 0 R";
    }

    /** Puts a new object; returns the offset in the file at which {@code body} starts. */
    int put(String reference, String body) {
        long number = Long.parseLong(reference.substring(0, reference.indexOf(' ')));
        start(number, 0);
        int offset = out.size();
        ascii(body);
        ascii("\nendobj\n");
        return offset;
    }

    void putStream(String reference, String entriesOfDictionary, byte[] data) {
        long number = Long.parseLong(reference.substring(0, reference.indexOf(' ')));
        start(number, 0);
        ascii("<<" + entriesOfDictionary + "/Length " + data.length + ">>\nstream\n");
        out.writeBytes(data);
        ascii("\nendstream\nendobj\n");
    }

    /** Puts a new version of an object of the file, with some of its entries replaced or added. */
    void replace(COSObjectKey key, COSDictionary old, Map<COSName, String> replaced) throws IOException {
        start(key.getNumber(), key.getGeneration());
        ascii("<<");
        for (Map.Entry<COSName, COSBase> entry : old.entrySet()) {
            if (!replaced.containsKey(entry.getKey())) {
                entry.getKey().writePDF(out);
                out.write(' ');
                write(entry.getValue(), out);
            }
        }
        for (Map.Entry<COSName, String> entry : replaced.entrySet()) {
            entry.getKey().writePDF(out);
            ascii(" " + entry.getValue());
        }
        ascii(">>\nendobj\n");
    }

    private void start(long number, int generation) {
        entries.put(number, new Entry(generation, out.size()));
        ascii(number + " " + generation + " obj\n");
    }

    /** Writes the cross-reference part in the form the file already uses and returns the whole file. */
    byte[] finish(byte[] newId) throws IOException {
        boolean asStream = document.isXRefStream();
        long own = asStream ? nextNumber++ : -1;
        int offset = out.size();
        StringBuilder trailer = new StringBuilder("/Size " + nextNumber + "/Prev " + document.getStartXref());
        append(trailer, COSName.ROOT);
        append(trailer, COSName.INFO);
        trailer.append("/ID[").append(firstId(newId)).append('<').append(HexFormat.of().formatHex(newId)).append(">]");
        if (asStream) {
            entries.put(own, new Entry(0, offset));
            byte[] table = binaryTable();
            ascii(own + " 0 obj\n<</Type/XRef/W[1 4 2]/Index[" + index() + "]" + trailer
                    + "/Length " + table.length + ">>\nstream\n");
            out.writeBytes(table);
            ascii("\nendstream\nendobj\n");
        } else {
            ascii("xref\n" + textTable() + "trailer\n<<" + trailer + ">>\n");
        }
        ascii("startxref\n" + offset + "\n%%EOF\n");
        return out.toByteArray();
    }

    /** Second part of /ID for a changed file: of its end, which names all objects, and of what is added. */
    static byte[] newId(byte[] original, String added) {
        int end = Math.max(0, original.length - 4_096);
        return Arrays.copyOf(Sm3.streaming().update(original, end, original.length - end)
                .update(added.getBytes(StandardCharsets.US_ASCII), 0, added.length()).digest(), 16);
    }

    int originalLength() {
        return originalLength;
    }

    private void append(StringBuilder trailer, COSName name) {
        if (document.getTrailer().getItem(name) instanceof COSObject reference) {
            trailer.append('/').append(name.getName()).append(' ').append(text(reference.getKey()));
        }
    }

    private String firstId(byte[] newId) {
        COSArray id = document.getTrailer().getCOSArray(COSName.ID);
        boolean known = id != null && id.size() > 0 && id.getObject(0) instanceof COSString;
        byte[] first = known ? ((COSString) id.getObject(0)).getBytes() : newId;
        return "<" + HexFormat.of().formatHex(first) + ">";
    }

    private String index() {
        StringBuilder text = new StringBuilder();
        entries.keySet().forEach(number -> text.append(number).append(" 1 "));
        return text.toString().trim();
    }

    private byte[] binaryTable() {
        byte[] table = new byte[entries.size() * 7];
        int at = 0;
        for (Entry entry : entries.values()) {
            table[at++] = 1;
            for (int shift = 24; shift >= 0; shift -= 8) {
                table[at++] = (byte) (entry.offset() >> shift);
            }
            table[at++] = (byte) (entry.generation() >> 8);
            table[at++] = (byte) entry.generation();
        }
        return table;
    }

    private String textTable() {
        StringBuilder text = new StringBuilder();
        entries.forEach((number, entry) -> text.append(number).append(" 1\n")
                .append(String.format("%010d %05d n \n", entry.offset(), entry.generation())));
        return text.toString();
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String text(COSObjectKey key) {
        return key.getNumber() + " " + key.getGeneration() + " R";
    }

    /** Text as a PDF string that every reader shows right: UTF-16 with byte order mark, in hexadecimal. */
    static String text(String value) {
        byte[] utf16 = value.getBytes(StandardCharsets.UTF_16BE);
        return "<FEFF" + HexFormat.of().withUpperCase().formatHex(utf16) + ">";
    }

    static String text(COSBase value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(value, bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static void write(COSBase value, OutputStream out) throws IOException {
        if (value instanceof COSObject reference) {
            out.write(text(reference.getKey()).getBytes(StandardCharsets.US_ASCII));
        } else if (value instanceof COSDictionary dictionary) {
            out.write("<<".getBytes(StandardCharsets.US_ASCII));
            for (Map.Entry<COSName, COSBase> entry : dictionary.entrySet()) {
                entry.getKey().writePDF(out);
                out.write(' ');
                write(entry.getValue(), out);
            }
            out.write(">>".getBytes(StandardCharsets.US_ASCII));
        } else if (value instanceof COSArray array) {
            out.write('[');
            for (COSBase item : array) {
                write(item, out);
                out.write(' ');
            }
            out.write(']');
        } else {
            writeAtom(value, out);
        }
    }

    private static void writeAtom(COSBase value, OutputStream out) throws IOException {
        if (value instanceof COSName name) {
            name.writePDF(out);
        } else if (value instanceof COSInteger integer) {
            integer.writePDF(out);
        } else if (value instanceof COSFloat number) {
            number.writePDF(out);
        } else if (value instanceof COSBoolean bool) {
            bool.writePDF(out);
        } else if (value instanceof COSString string) {
            COSWriter.writeString(string, out);
        } else if (value == null || value instanceof COSNull) {
            out.write("null".getBytes(StandardCharsets.US_ASCII));
        } else {
            throw new IOException("unexpected kind of PDF object: " + value.getClass().getSimpleName());
        }
        out.write(' ');
    }

    /** Whether a cross-reference section starts where the file says; a file repaired while loading cannot be appended to. */
    static boolean isSound(COSDocument document, byte[] original) {
        long start = document.getStartXref();
        if (start <= 0 || start + 4 > original.length) {
            return false;
        }
        int at = (int) start;
        boolean table = Arrays.equals(original, at, at + 4, new byte[] {'x', 'r', 'e', 'f'}, 0, 4);
        return document.isXRefStream() ? Character.isDigit(original[at]) : table;
    }
}
