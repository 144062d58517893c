package org.licensehub.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What follows a seal in a file, read from the raw bytes without a PDF parser: at first perhaps an outer signature, then
 * validation material and document time-stamps in any number and order. Anything else is refused. {@link #requireAsWritten}
 * then holds each of them, byte for byte, to what {@link LaterRevision} writes from the same data.
 */
final class LaterRevisions {

    /** One revision, from its first byte to the end of file marker. */
    sealed interface Revision permits Outer, Stamp, Material {

        int end();
    }

    /** An outer signature; {@code name} and {@code date} as they stand in the file. */
    record Outer(int end, String name, String date, SealedRange range) implements Revision {
    }

    /** A document time-stamp. */
    record Stamp(int end, SealedRange range) implements Revision {
    }

    /** What one revision adds to the DSS dictionary. */
    record Material(int end, ValidationMaterial added) implements Revision {
    }

    /** UTF-16 units. */
    static final int LONGEST_NAME = 1_000;

    private static final String OBJECT = "\\d{1,10} 0 obj\n";
    private static final Pattern OUTER = Pattern.compile(OBJECT + Pattern.quote(LaterRevision.OUTER_START)
            + "/Name(<FEFF(?:[0-9A-F]{4}){0," + LONGEST_NAME + "}>)/M\\((D:\\d{14}Z)\\)/ByteRange\\[");
    private static final Pattern STAMP = Pattern.compile(OBJECT + Pattern.quote(LaterRevision.STAMP_START) + "/ByteRange\\[");
    private static final Pattern STREAM = Pattern.compile(OBJECT + "<</Length (\\d{1,7})>>\nstream\n");
    private static final byte[] AFTER_STREAM = "\nendstream\nendobj\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern END = Pattern.compile("startxref\n\\d{1,10}\n%%EOF\n");
    private static final int WINDOW = 8_192;
    private static final int LONGEST_END = 1 << 16;
    private static final int MOST_STREAMS = 96;
    private static final int MOST_REVISIONS = 40;

    private final byte[] file;
    private final int sealedEnd;
    private final List<Revision> revisions;

    private LaterRevisions(byte[] file, int sealedEnd, List<Revision> revisions) {
        this.file = file;
        this.sealedEnd = sealedEnd;
        this.revisions = revisions;
    }

    /**
     * Finds the revisions of a file.
     *
     * @throws Refusal if something follows the seal that is none of ours
     */
    static LaterRevisions read(byte[] file) throws Refusal {
        int sealedEnd = SealedRange.firstEnd(file);
        List<Revision> found = new ArrayList<>();
        LaterRevisions all = new LaterRevisions(file, sealedEnd, found);
        for (int at = sealedEnd; at < file.length; at = found.get(found.size() - 1).end()) {
            found.add(next(file, at, found.isEmpty()));
            ValidationMaterial material = all.material();
            boolean tooMuch = found.size() > MOST_REVISIONS || material.certificates().size() + material.revocations().size() > MOST_STREAMS;
            Refusal.when(tooMuch, SealRule.LATER_REVISION);
        }
        return all;
    }

    private static Revision next(byte[] file, int before, boolean first) throws Refusal {
        // the writer puts a line feed behind a file that does not end in one
        int at = file[before - 1] == '\n' ? before : before + 1;
        String head = text(file, at, WINDOW);
        Matcher outer = OUTER.matcher(head);
        if (first && outer.lookingAt()) {
            SealedRange range = SealedRange.at(file, at + outer.end() - "/ByteRange[".length());
            return new Outer(range.end(), outer.group(1), outer.group(2), range);
        }
        Matcher stamp = STAMP.matcher(head);
        if (stamp.lookingAt()) {
            SealedRange range = SealedRange.at(file, at + stamp.end() - "/ByteRange[".length());
            return new Stamp(range.end(), range);
        }
        if (STREAM.matcher(head).lookingAt()) {
            return material(file, at);
        }
        throw unknown(file, before, first);
    }

    /** The most telling name for bytes that are nothing we know. */
    private static Refusal unknown(byte[] file, int at, boolean first) throws Refusal {
        int range = SealedRange.next(file, at);
        if (range < 0) {
            return new Refusal(first ? SealRule.BYTE_RANGE_END : SealRule.LATER_REVISION);
        }
        SealedRange.at(file, range);
        return new Refusal(SealRule.LATER_REVISION);
    }

    private static Material material(byte[] file, int start) throws Refusal {
        List<X509Certificate> certificates = new ArrayList<>();
        List<X509CRL> lists = new ArrayList<>();
        int at = start;
        Matcher stream = STREAM.matcher(text(file, at, WINDOW));
        while (stream.lookingAt()) {
            int from = at + stream.end();
            int to = from + Integer.parseInt(stream.group(1));
            Refusal.when(to + AFTER_STREAM.length > file.length || certificates.size() + lists.size() == MOST_STREAMS, SealRule.LATER_REVISION);
            add(Arrays.copyOfRange(file, from, to), certificates, lists);
            at = to + AFTER_STREAM.length;
            stream = STREAM.matcher(text(file, at, 64));
        }
        Matcher end = END.matcher(text(file, at, LONGEST_END));
        Refusal.when(!end.find(), SealRule.LATER_REVISION);
        return new Material(at + end.end(), new ValidationMaterial(certificates, lists));
    }

    private static void add(byte[] der, List<X509Certificate> certificates, List<X509CRL> lists) throws Refusal {
        try {
            Der.read(der);
        } catch (IOException | RuntimeException malformed) {
            throw new Refusal(SealRule.MATERIAL);
        }
        try {
            certificates.add(Certificates.decode(der));
        } catch (IllegalArgumentException noCertificate) {
            lists.add(list(der));
        }
    }

    private static X509CRL list(byte[] der) throws Refusal {
        try {
            X509CRL list = Certificates.decodeCrl(der);
            Refusal.when(!Arrays.equals(Certificates.encode(list), der), SealRule.MATERIAL);
            return list;
        } catch (IllegalArgumentException neither) {
            throw new Refusal(SealRule.MATERIAL);
        }
    }

    private static String text(byte[] file, int from, int most) {
        int start = Math.min(from, file.length);
        return new String(file, start, Math.min(most, file.length - start), StandardCharsets.ISO_8859_1);
    }

    /**
     * Holds every revision to what would be written in its place. To be asked only when the seal below was found good: the
     * revisions before are handed to a PDF parser.
     */
    void requireAsWritten() throws Refusal, IOException {
        int start = sealedEnd;
        for (Revision revision : revisions) {
            byte[] before = Arrays.copyOf(file, start);
            boolean same;
            try {
                same = asWritten(before, revision);
            } catch (IllegalArgumentException notToBeWritten) {
                same = false;
            }
            Refusal.when(!same, SealRule.LATER_REVISION);
            start = revision.end();
        }
    }

    private boolean asWritten(byte[] before, Revision revision) throws IOException {
        if (revision instanceof Material material) {
            return Arrays.equals(LaterRevision.material(before, material.added()), Arrays.copyOf(file, material.end()));
        }
        SealedRange range = revision instanceof Outer outer ? outer.range() : ((Stamp) revision).range();
        int room = (range.gapEnd() - range.gapStart() - 2) / 2;
        SignatureSlot expected = revision instanceof Outer outer ? LaterRevision.outer(before, outer.name(), outer.date(), room)
                : LaterRevision.stamp(before, room);
        expected.fixRange();
        return Arrays.equals(expected.content(), range.content(file));
    }

    /** Length of the revision that the seal covers. */
    int sealedEnd() {
        return sealedEnd;
    }

    Optional<Outer> outer() {
        return revisions.isEmpty() || !(revisions.get(0) instanceof Outer outer) ? Optional.empty() : Optional.of(outer);
    }

    /** The oldest first. */
    List<Stamp> stamps() {
        return revisions.stream().filter(Stamp.class::isInstance).map(Stamp.class::cast).toList();
    }

    /** All of it, as it stands there: a thing that was put twice is here twice. */
    ValidationMaterial material() {
        List<X509Certificate> certificates = new ArrayList<>();
        List<X509CRL> lists = new ArrayList<>();
        for (Revision each : revisions) {
            if (each instanceof Material material) {
                certificates.addAll(material.added().certificates());
                lists.addAll(material.added().revocations());
            }
        }
        return new ValidationMaterial(certificates, lists);
    }
}
