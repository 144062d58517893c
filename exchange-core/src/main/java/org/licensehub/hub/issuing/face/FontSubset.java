package org.licensehub.hub.issuing.face;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * The characters of one document and the small font they make. Every character gets a glyph number of its own, even if
 * two share an outline, so that copied text always gives back the character that was put in. PDFBox's subsetter does the
 * same for any font at several times the cost.
 */
final class FontSubset {

    private static final int LONG_OFFSETS_AT = 50;
    private static final int CHECKSUM_ADJUSTMENT_AT = 8;
    private static final int METRICS_COUNT_AT = 34;
    private static final int GLYPH_COUNT_AT = 4;
    private static final int MOST_POINTS_AT = 6;
    private static final int MOST_CONTOURS_AT = 8;
    private static final int OUTLINE_HEADER = 10;
    private static final int DIRECTORY = 12;
    private static final int DIRECTORY_ENTRY = 16;
    private static final int CHECKSUM_MAGIC = 0xB1B0AFBA;

    private final FaceFont font;
    private final IntUnaryOperator glyphs;
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final List<Integer> characters = new ArrayList<>();

    FontSubset(FaceFont font) {
        this(font, font::glyph);
    }

    /** @param glyphs gives the glyph of the font for each character, be it that of another character */
    FontSubset(FaceFont font, IntUnaryOperator glyphs) {
        this.font = font;
        this.glyphs = glyphs;
        characters.add(0);
    }

    /** Appends a text as the hexadecimal string that shows it. */
    void encode(String text, StringBuilder out) {
        out.append('<');
        text.codePoints().forEach(character -> hex(number(character), out));
        out.append('>');
    }

    /** The number of a character's glyph in this subset, which takes it in if it is new. */
    int number(int character) {
        Integer known = numbers.get(character);
        if (known != null) {
            return known;
        }
        characters.add(character);
        numbers.put(character, characters.size() - 1);
        return characters.size() - 1;
    }

    static void hex(int value, StringBuilder out) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.toUpperCase(Character.forDigit(value >> shift & 15, 16)));
        }
    }

    /** Six letters that differ from one set of characters to the next, as the format asks for. */
    String tag() {
        StringBuilder tag = new StringBuilder();
        int hash = characters.hashCode() & Integer.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            tag.append((char) ('A' + hash % 26));
            hash /= 26;
        }
        return tag.toString();
    }

    /** The advances of all glyphs in order, in thousandths of the text size. */
    int[] widths() {
        return characters.stream().mapToInt(character -> font.advance(glyphs.applyAsInt(character))).toArray();
    }

    /** Which character each glyph number stands for, for copying and searching text. */
    String toUnicode() {
        StringBuilder map = new StringBuilder("""
                /CIDInit /ProcSet findresource begin
                12 dict begin
                begincmap
                /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
                /CMapName /Adobe-Identity-UCS def
                /CMapType 2 def
                1 begincodespacerange
                <0000> <FFFF>
                endcodespacerange
                """);
        for (int from = 1; from < characters.size(); from += 100) {
            int to = Math.min(characters.size(), from + 100);
            map.append(to - from).append(" beginbfchar\n");
            for (int number = from; number < to; number++) {
                map.append('<');
                hex(number, map);
                map.append("> <");
                for (char unit : Character.toChars(characters.get(number))) {
                    hex(unit, map);
                }
                map.append(">\n");
            }
            map.append("endbfchar\n");
        }
        return map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").toString();
    }

    /** The width of a text in points at this size. */
    float width(String text, float size) {
        return font.width(text, size);
    }

    /** The TrueType program with just these glyphs, to be used by their numbers. */
    byte[] program() {
        return assemble(tables());
    }

    /** A program packed by {@link GlyphPacker}, and its length before. */
    record Packed(byte[] zlib, int length) {
    }

    /** The program as {@link #program} gives it, packed. */
    Packed packed() {
        TreeMap<String, byte[]> tables = tables();
        byte[] program = assemble(tables);
        // "glyf" comes first of all tables, right behind the directory
        int[] order = characters.stream().mapToInt(glyphs::applyAsInt).toArray();
        return new Packed(font.packer().zlib(program, DIRECTORY + DIRECTORY_ENTRY * tables.size(), order), program.length);
    }

    /** The program as a font file that knows its characters and its name, for readers that take no less. */
    byte[] standalone() {
        TreeMap<String, byte[]> tables = tables();
        tables.put("cmap", cmap());
        tables.put("name", names());
        tables.put("post", ByteBuffer.allocate(32).putInt(0x00030000).array());
        tables.put("OS/2", font.metrics());
        return assemble(tables);
    }

    /** Characters of the basic plane as segments of one each (format 4) and, if there are others, all as groups (format 12). */
    private byte[] cmap() {
        TreeMap<Integer, Integer> all = new TreeMap<>();
        numbers.forEach(all::put);
        boolean beyond = !all.isEmpty() && all.lastKey() > 0xFFFF;
        TreeMap<Integer, Integer> basic = new TreeMap<>(all.headMap(0xFFFF));
        basic.put(0xFFFF, 0);
        int count = basic.size();
        int power = Integer.highestOneBit(count);
        int tables = beyond ? 2 : 1;
        int length = 16 + 8 * count;
        int start = 4 + 8 * tables;
        ByteBuffer cmap = ByteBuffer.allocate(start + length + (beyond ? 16 + 12 * all.size() : 0));
        cmap.putShort((short) 0).putShort((short) tables).putShort((short) 3).putShort((short) 1).putInt(start);
        if (beyond) {
            cmap.putShort((short) 3).putShort((short) 10).putInt(start + length);
        }
        cmap.putShort((short) 4).putShort((short) length).putShort((short) 0).putShort((short) (2 * count)).putShort((short) (2 * power))
                .putShort((short) Integer.numberOfTrailingZeros(power)).putShort((short) (2 * (count - power)));
        basic.keySet().forEach(character -> cmap.putShort((short) (int) character));
        cmap.putShort((short) 0);
        basic.keySet().forEach(character -> cmap.putShort((short) (int) character));
        basic.forEach((character, glyph) -> cmap.putShort((short) (glyph - character)));
        basic.keySet().forEach(character -> cmap.putShort((short) 0));
        if (beyond) {
            cmap.putShort((short) 12).putShort((short) 0).putInt(16 + 12 * all.size()).putInt(0).putInt(all.size());
            all.forEach((character, glyph) -> cmap.putInt(character).putInt(character).putInt(glyph));
        }
        return cmap.array();
    }

    /** Family, style, unique, full and PostScript name, as Windows reads them. */
    private byte[] names() {
        String[] names = {"Noto Serif SC", "Regular", tag() + "+NotoSerifSC", "Noto Serif SC", "", tag() + "-NotoSerifSC"};
        List<byte[]> texts = new ArrayList<>();
        ByteBuffer records = ByteBuffer.allocate(6 + 12 * 5);
        records.putShort((short) 0).putShort((short) 5).putShort((short) records.capacity());
        int at = 0;
        for (int id = 1; id <= names.length; id++) {
            byte[] text = names[id - 1].getBytes(StandardCharsets.UTF_16BE);
            if (text.length > 0) {
                records.putShort((short) 3).putShort((short) 1).putShort((short) 0x409).putShort((short) id).putShort((short) text.length)
                        .putShort((short) at);
                texts.add(text);
                at += text.length;
            }
        }
        ByteBuffer table = ByteBuffer.allocate(records.capacity() + at).put(records.array());
        texts.forEach(table::put);
        return table.array();
    }

    private TreeMap<String, byte[]> tables() {
        int count = characters.size();
        List<FaceFont.Outline> drawn = new ArrayList<>(count);
        ByteBuffer offsets = ByteBuffer.allocate(4 * (count + 1));
        ByteBuffer metrics = ByteBuffer.allocate(4 * count);
        int length = 0;
        for (int character : characters) {
            int glyph = glyphs.applyAsInt(character);
            drawn.add(font.outline(glyph));
            offsets.putInt(length);
            metrics.putShort((short) font.advance(glyph)).putShort((short) 0);
            length += padded(drawn.get(drawn.size() - 1).length());
        }
        offsets.putInt(length);
        byte[] outlines = new byte[length];
        for (int number = 0; number < count; number++) {
            FaceFont.Outline outline = drawn.get(number);
            System.arraycopy(outline.bytes(), outline.from(), outlines, offsets.getInt(4 * number), outline.length());
        }
        putLeftBearings(metrics, offsets, outlines);

        ByteBuffer head = ByteBuffer.wrap(font.head());
        head.putShort(LONG_OFFSETS_AT, (short) 1).putInt(CHECKSUM_ADJUSTMENT_AT, 0);
        ByteBuffer header = ByteBuffer.wrap(font.horizontalHeader()).putShort(METRICS_COUNT_AT, (short) count);
        ByteBuffer maximums = ByteBuffer.wrap(font.maximums()).putShort(GLYPH_COUNT_AT, (short) count);
        raiseMaximums(maximums, offsets, ByteBuffer.wrap(outlines));
        return new TreeMap<>(Map.of("glyf", outlines, "head", head.array(),
                "hhea", header.array(), "hmtx", metrics.array(), "loca", offsets.array(), "maxp", maximums.array()));
    }

    /** A glyph of an additional font may have more points and contours than any of the font itself. */
    private static void raiseMaximums(ByteBuffer maximums, ByteBuffer offsets, ByteBuffer outlines) {
        for (int number = 0; number < offsets.capacity() / 4 - 1; number++) {
            int start = offsets.getInt(4 * number);
            if (offsets.getInt(4 * number + 4) > start) {
                int contours = outlines.getShort(start);
                int points = outlines.getShort(start + OUTLINE_HEADER + 2 * (contours - 1)) + 1;
                maximums.putShort(MOST_POINTS_AT, (short) Math.max(maximums.getShort(MOST_POINTS_AT), points));
                maximums.putShort(MOST_CONTOURS_AT, (short) Math.max(maximums.getShort(MOST_CONTOURS_AT), contours));
            }
        }
    }

    /** The left side bearing of these fonts is the outline's smallest x, which stands in its header. */
    private static void putLeftBearings(ByteBuffer metrics, ByteBuffer offsets, byte[] outlines) {
        ByteBuffer glyphs = ByteBuffer.wrap(outlines);
        for (int number = 0; number < metrics.capacity() / 4; number++) {
            int start = offsets.getInt(4 * number);
            if (offsets.getInt(4 * number + 4) > start) {
                metrics.putShort(4 * number + 2, glyphs.getShort(start + 2));
            }
        }
    }

    private static byte[] assemble(TreeMap<String, byte[]> tables) {
        int at = DIRECTORY + DIRECTORY_ENTRY * tables.size();
        int total = at + tables.values().stream().mapToInt(table -> padded(table.length)).sum();
        ByteBuffer file = ByteBuffer.allocate(total);
        int power = Integer.highestOneBit(tables.size());
        file.putInt(0x00010000).putShort((short) tables.size()).putShort((short) (16 * power))
                .putShort((short) Integer.numberOfTrailingZeros(power)).putShort((short) (16 * (tables.size() - power)));
        int headAt = 0;
        for (Map.Entry<String, byte[]> table : tables.entrySet()) {
            byte[] bytes = table.getValue();
            System.arraycopy(bytes, 0, file.array(), at, bytes.length);
            for (char letter : table.getKey().toCharArray()) {
                file.put((byte) letter);
            }
            file.putInt(checksum(file, at, padded(bytes.length))).putInt(at).putInt(bytes.length);
            headAt = table.getKey().equals("head") ? at : headAt;
            at += padded(bytes.length);
        }
        file.putInt(headAt + CHECKSUM_ADJUSTMENT_AT, CHECKSUM_MAGIC - checksum(file, 0, total));
        return file.array();
    }

    private static int checksum(ByteBuffer file, int from, int length) {
        int sum = 0;
        for (int at = from; at < from + length; at += 4) {
            sum += file.getInt(at);
        }
        return sum;
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }
}
