package org.licensehub.signing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the archive of an OFD file so strictly that no two programs can see different entries in it: local headers and
 * central directory agree field by field, entries lie without gaps in the order of the directory, nothing stands before,
 * between or behind them, no entry has a second name. Sizes are checked before memory is taken.
 */
final class OfdReader {

    static final int LARGEST_FILE = 32 << 20;
    static final int LARGEST_TOTAL = 64 << 20;
    static final int MOST_ENTRIES = 2_000;
    /** How many times larger than packed an entry may be, above {@link #FREE_OF_RATIO}. */
    static final int LARGEST_RATIO = 200;
    static final int FREE_OF_RATIO = 64 << 10;

    private static final int WITH_DESCRIPTOR = 0x0008;
    /** How hard the packer tried; says nothing to a reader. */
    private static final int EFFORT = 0x0006;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int DESCRIPTOR_LENGTH = 16;
    private static final int FIELDS_IN_COMMON = 26;
    private static final int CRC_AND_SIZES = 12;

    private final ByteBuffer file;
    private final OfdNames names = new OfdNames();
    private final OfdPackage found = new OfdPackage();
    private boolean asWritten = true;
    private long total;

    private OfdReader(byte[] file) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * @param contents  the entries
     * @param asWritten whether every header is as {@link OfdPackage#bytes} writes it
     */
    record Archive(OfdPackage contents, boolean asWritten) {
    }

    static Archive read(byte[] file) throws Refusal {
        Refusal.when(file.length > LARGEST_FILE, SealRule.PACKAGE_TOO_LARGE);
        OfdReader reader = new OfdReader(file);
        Refusal.when(file.length < OfdPackage.END_LENGTH || reader.file.getInt(0) != OfdPackage.LOCAL, SealRule.NOT_OFD);
        try {
            reader.entries();
        } catch (IndexOutOfBoundsException cutShort) {
            throw new Refusal(SealRule.PACKAGE_MALFORMED);
        }
        return new Archive(reader.found, reader.asWritten);
    }

    private void entries() throws Refusal {
        int end = file.capacity() - OfdPackage.END_LENGTH;
        int count = file.getShort(end + 8) & 0xFFFF;
        int directory = file.getInt(end + 16);
        require(file.getInt(end) == OfdPackage.END && file.getInt(end + 4) == 0 && (file.getShort(end + 10) & 0xFFFF) == count
                && file.getShort(end + 20) == 0);
        require(directory > 0 && directory < end && (long) directory + file.getInt(end + 12) == end);
        Refusal.when(count > MOST_ENTRIES, SealRule.PACKAGE_TOO_LARGE);
        int central = directory;
        int local = 0;
        for (int i = 0; i < count; i++) {
            require(file.getInt(central) == OfdPackage.CENTRAL);
            int nameLength = file.getShort(central + 28) & 0xFFFF;
            local = entry(central, local, nameLength, directory);
            central += OfdPackage.CENTRAL_LENGTH + nameLength;
        }
        require(central == end && local == directory);
    }

    /** Reads one entry and returns where the next one must begin. */
    private int entry(int central, int local, int nameLength, int limit) throws Refusal {
        int flags = file.getShort(central + 8);
        int method = file.getShort(central + 10);
        boolean described = (flags & WITH_DESCRIPTOR) != 0;
        // no encryption, no 64-bit sizes, no extra fields, no comments, no attributes, one disk
        require((flags & ~(OfdPackage.UTF_8_NAMES | WITH_DESCRIPTOR | EFFORT)) == 0 && (method == OfdPackage.STORED && !described
                || method == OfdPackage.DEFLATED) && file.getShort(central + 30) == 0 && file.getInt(central + 32) == 0);
        require(file.getShort(central + 36) == 0 && file.getInt(central + 38) == 0 && file.getInt(central + 42) == local);
        int made = file.getShort(central + 4);
        require(made >= 10 && made <= OfdPackage.VERSION);
        require(file.getInt(local) == OfdPackage.LOCAL && agree(central, local, nameLength, described));
        asWritten &= made == OfdPackage.VERSION && file.getShort(central + 6) == OfdPackage.VERSION && flags == OfdPackage.UTF_8_NAMES
                && file.getInt(central + 12) == OfdPackage.TIME;

        long packed = file.getInt(central + 20) & 0xFFFFFFFFL;
        long size = file.getInt(central + 24) & 0xFFFFFFFFL;
        total += size;
        Refusal.when(total > LARGEST_TOTAL || size > FREE_OF_RATIO && size > packed * LARGEST_RATIO, SealRule.PACKAGE_TOO_LARGE);
        int data = local + OfdPackage.LOCAL_LENGTH + nameLength;
        require(packed <= limit - data && (method == OfdPackage.DEFLATED || packed == size));
        String name = name(central + OfdPackage.CENTRAL_LENGTH, nameLength, (flags & OfdPackage.UTF_8_NAMES) != 0);
        names.take(name);
        byte[] kept = bytes(data, (int) packed);
        byte[] content = method == OfdPackage.STORED ? kept : inflated(kept, (int) size);
        require((int) OfdPackage.crc(content) == file.getInt(central + 16));
        if (asWritten && method == OfdPackage.DEFLATED && packed < size) {
            found.put(name, new OfdPackage.Packed(content, kept));
        } else {
            found.put(name, content);
        }
        int next = data + (int) packed;
        if (described) {
            require(file.getInt(next) == DESCRIPTOR && same(next + 4, central + 16, CRC_AND_SIZES));
            next += DESCRIPTOR_LENGTH;
        }
        return next;
    }

    /** Whether both headers say the same; with a descriptor the local one leaves out checksum and sizes. */
    private boolean agree(int central, int local, int nameLength, boolean described) {
        boolean fields = described
                ? same(central + 6, local + 4, 10) && same(central + 28, local + 26, 4) && blank(local + 14, CRC_AND_SIZES)
                : same(central + 6, local + 4, FIELDS_IN_COMMON);
        return fields && same(central + OfdPackage.CENTRAL_LENGTH, local + OfdPackage.LOCAL_LENGTH, nameLength);
    }

    private boolean blank(int from, int length) {
        return Arrays.equals(bytes(from, length), new byte[length]);
    }

    private boolean same(int one, int other, int length) {
        return Arrays.equals(bytes(one, length), bytes(other, length));
    }

    private byte[] bytes(int from, int length) {
        byte[] bytes = new byte[length];
        file.get(from, bytes);
        return bytes;
    }

    private String name(int from, int length, boolean utf8) throws Refusal {
        try {
            return (utf8 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII).newDecoder().decode(file.slice(from, length)).toString();
        } catch (CharacterCodingException another) {
            throw new Refusal(SealRule.ENTRY_NAMES);
        }
    }

    private static byte[] inflated(byte[] packed, int size) throws Refusal {
        byte[] content = new byte[size];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int at = 0;
            while (at < size) {
                int more = inflater.inflate(content, at, size - at);
                require(more > 0);
                at += more;
            }
            require(inflater.inflate(new byte[1]) == 0 && inflater.finished() && inflater.getRemaining() == 0);
            return content;
        } catch (DataFormatException broken) {
            throw new Refusal(SealRule.PACKAGE_MALFORMED);
        } finally {
            inflater.end();
        }
    }

    private static void require(boolean sound) throws Refusal {
        Refusal.when(!sound, SealRule.PACKAGE_MALFORMED);
    }
}
