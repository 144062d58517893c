package org.licensehub.signing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * The entries of an OFD file (GB/T 33190-2016, virtual storage) and their archive. The same entries put in the same order
 * always give the same bytes: no times, no comments, no attributes. Entries read from an archive of this form go on as
 * they are. Belongs to one thread.
 */
public final class OfdPackage {

    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int VERSION = 20;
    static final int UTF_8_NAMES = 0x0800;
    static final int STORED = 0;
    static final int DEFLATED = 8;
    /** The first day the format knows, midnight. */
    static final int TIME = 0x0021 << 16;
    static final int LOCAL_LENGTH = 30;
    static final int CENTRAL_LENGTH = 46;
    static final int END_LENGTH = 22;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Map<String, byte[]> deflated = new HashMap<>();

    /** Content compressed once, for packages that share it. Immutable. */
    public static final class Packed {
        private final byte[] content;
        private final byte[] deflated;

        Packed(byte[] content, byte[] deflated) {
            this.content = content;
            this.deflated = deflated;
        }

        /** @param content not copied */
        public static Packed of(byte[] content) {
            return new Packed(content, deflate(content));
        }
    }

    /** An empty package. */
    public OfdPackage() {
    }

    /** The same entries; what is put into one does not show in the other. */
    OfdPackage(OfdPackage other) {
        entries.putAll(other.entries);
        deflated.putAll(other.deflated);
    }

    /**
     * Adds an entry, or replaces the one of that name in its place.
     *
     * @param name    path without a leading slash, for instance {@code Doc_0/Document.xml}
     * @param content not copied
     * @return this, so that calls can be chained
     * @throws IllegalArgumentException if an entry cannot have that name
     */
    public OfdPackage put(String name, byte[] content) {
        if (!OfdNames.isSafe(name)) {
            throw new IllegalArgumentException("OFD 包内路径无效 / not a path inside an OFD package");
        }
        entries.put(name, content);
        deflated.remove(name);
        return this;
    }

    /** As {@link #put(String, byte[])}, without compressing again. */
    public OfdPackage put(String name, Packed packed) {
        put(name, packed.content);
        deflated.put(name, packed.deflated);
        return this;
    }

    /** The entries in their order, not to be changed. */
    Map<String, byte[]> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** The archive. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(65_536);
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
            byte[] content = entry.getValue();
            byte[] packed = deflated.containsKey(entry.getKey()) ? deflated.get(entry.getKey()) : deflate(content);
            boolean smaller = packed.length < content.length;
            byte[] kept = smaller ? packed : content;
            ByteBuffer common = little(26).putShort((short) VERSION).putShort((short) UTF_8_NAMES)
                    .putShort((short) (smaller ? DEFLATED : STORED)).putInt(TIME).putInt((int) crc(content)).putInt(kept.length)
                    .putInt(content.length).putShort((short) name.length).putShort((short) 0);
            ByteBuffer central = little(CENTRAL_LENGTH).putInt(CENTRAL).putShort((short) VERSION).put(common.array());
            central.putInt(CENTRAL_LENGTH - 4, out.size());
            directory.writeBytes(central.array());
            directory.writeBytes(name);
            out.writeBytes(little(LOCAL_LENGTH).putInt(LOCAL).put(common.array()).array());
            out.writeBytes(name);
            out.writeBytes(kept);
        }
        ByteBuffer end = little(END_LENGTH).putInt(END).putInt(0).putShort((short) entries.size()).putShort((short) entries.size())
                .putInt(directory.size()).putInt(out.size());
        out.writeBytes(directory.toByteArray());
        out.writeBytes(end.array());
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static long crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            // what does not become smaller is stored, so more room than this is never needed
            byte[] room = new byte[content.length + 1];
            int length = deflater.deflate(room);
            return deflater.finished() ? Arrays.copyOf(room, length) : room;
        } finally {
            deflater.end();
        }
    }
}
