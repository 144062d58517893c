package org.licensehub.hub.issuing.face;

import java.awt.geom.GeneralPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The font of all faces, parsed once per process: Noto Serif SC (OFL 1.1) with 27,500 Chinese characters (the URO and Extension A), and
 * behind it, for rarer ones, what fonts an operator adds. Their glyphs are numbered behind those of the font itself. Safe for use by
 * many threads.
 */
public final class FaceFont {

    private static final String RESOURCE = "/fonts/NotoSerifSC-face.ttf.gz";

    private final TrueTypeFont font;
    private final CmapLookup cmap;
    private final char[] glyphOfCharacter = new char[0x10000];
    private final char[] advances;
    private final byte[] outlines;
    private final long[] offsets;
    private final byte[] head;
    private final byte[] horizontalHeader;
    private final byte[] maximums;
    private final byte[] metrics;
    private final List<AdditionalFont> additional;
    /** The number of each additional font's first glyph. */
    private final int[] firstGlyphs;
    private final GlyphPacker packer;

    /** @param program a TrueType font with simple outlines only */
    FaceFont(byte[] program) throws IOException {
        font = new TTFParser().parse(new RandomAccessReadBuffer(program));
        cmap = font.getUnicodeCmapLookup();
        for (int character = 0; character < glyphOfCharacter.length; character++) {
            glyphOfCharacter[character] = (char) cmap.getGlyphId(character);
        }
        advances = new char[font.getNumberOfGlyphs()];
        for (int glyph = 0; glyph < advances.length; glyph++) {
            advances[glyph] = (char) (font.getAdvanceWidth(glyph) * 1000 / font.getUnitsPerEm());
        }
        outlines = table("glyf");
        offsets = font.getIndexToLocation().getOffsets();
        head = table("head");
        horizontalHeader = table("hhea");
        maximums = table("maxp");
        metrics = table("OS/2");
        additional = List.of();
        firstGlyphs = new int[0];
        refuseCompositeGlyphs();
        packer = new GlyphPacker(this, advances.length);
    }

    private FaceFont(FaceFont basic, List<AdditionalFont> additional) throws IOException {
        font = basic.font;
        cmap = basic.cmap;
        System.arraycopy(basic.glyphOfCharacter, 0, glyphOfCharacter, 0, glyphOfCharacter.length);
        advances = basic.advances;
        outlines = basic.outlines;
        offsets = basic.offsets;
        head = basic.head;
        horizontalHeader = basic.horizontalHeader;
        maximums = basic.maximums;
        metrics = basic.metrics;
        this.additional = List.copyOf(additional);
        firstGlyphs = new int[additional.size()];
        int next = advances.length;
        for (int i = 0; i < firstGlyphs.length; i++) {
            firstGlyphs[i] = next;
            next += additional.get(i).glyphs();
        }
        packer = new GlyphPacker(this, advances.length);
    }

    /**
     * The font with others for characters it lacks.
     *
     * @param additional TrueType files, tried in this order
     * @throws IllegalArgumentException if one is missing, cannot be read or may not be embedded; the message names it and says why
     */
    public static FaceFont with(List<Path> additional) {
        if (additional.isEmpty()) {
            return shared();
        }
        return shared().and(additional.stream().map(AdditionalFont::read).toList());
    }

    /** This font with others for characters it lacks. */
    FaceFont and(List<AdditionalFont> others) {
        try {
            return new FaceFont(this, others);
        } catch (IOException e) {
            throw new UncheckedIOException("附加字库无法读取 / an additional font cannot be read", e);
        }
    }

    GlyphPacker packer() {
        return packer;
    }

    /** Composite glyphs would have to be renumbered inside; this font has none, and another one must not slip in unseen. */
    private void refuseCompositeGlyphs() {
        for (int glyph = 0; glyph < advances.length; glyph++) {
            boolean drawn = offsets[glyph + 1] > offsets[glyph];
            if (drawn && outlines[(int) offsets[glyph]] < 0) {
                throw new IllegalStateException("字库含复合字形，不支持 / the face font has composite glyphs");
            }
        }
    }

    private byte[] table(String name) throws IOException {
        return font.getTableBytes(font.getTableMap().get(name));
    }

    /** The font without others; the first call of a process loads it (a fifth of a second). */
    public static FaceFont shared() {
        return Shared.FONT;
    }

    /** The glyph of a code point, or 0 if no font has one. */
    int glyph(int codePoint) {
        int glyph = codePoint < glyphOfCharacter.length ? glyphOfCharacter[codePoint] : cmap.getGlyphId(codePoint);
        for (int i = 0; glyph == 0 && i < firstGlyphs.length; i++) {
            int found = additional.get(i).glyph(codePoint);
            glyph = found == 0 ? 0 : firstGlyphs[i] + found;
        }
        return glyph;
    }

    /** Which additional font a glyph is from, or -1 for the font itself. */
    private int source(int glyph) {
        int source = -1;
        while (source + 1 < firstGlyphs.length && glyph >= firstGlyphs[source + 1]) {
            source++;
        }
        return source;
    }

    /** How far a glyph advances, in thousandths of the text size. */
    int advance(int glyph) {
        int source = source(glyph);
        return source < 0 ? advances[glyph] : additional.get(source).advance(glyph - firstGlyphs[source]);
    }

    /** The width of a text in points at this size; the text must have been checked for missing glyphs. */
    float width(String text, float size) {
        return thousandths(text) * size / 1000;
    }

    /** The same in thousandths of the text size. */
    int thousandths(String text) {
        int total = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            int basic = Character.isHighSurrogate(unit) ? 0 : glyphOfCharacter[unit];
            if (basic != 0) {
                total += advances[basic];
            } else {
                int rare = text.codePointAt(i);
                total += advance(glyph(rare));
                i += Character.charCount(rare) - 1;
            }
        }
        return total;
    }

    /** Whether every character can be drawn; throws for the first that cannot. */
    void require(String label, String text) {
        text.codePoints().filter(codePoint -> codePoint != '\n' && glyph(codePoint) == 0).findFirst().ifPresent(missing -> {
            throw new MissingGlyphException(label, missing);
        });
    }

    /** The model with line ends and tabs made uniform and every character known to have a glyph; throws for the first that has none. */
    FaceModel checked(FaceModel model) {
        require("title", model.title());
        require("subtitle", model.subtitle() == null ? "" : model.subtitle());
        require("identifier", model.identifier());
        require("certificateNumber", model.certificateNumber());
        require("issuer", model.issuer());
        List<FaceField> fields = new ArrayList<>();
        for (FaceField field : model.fields()) {
            String value = field.value().replace("\r\n", "\n").replace('\r', '\n').replace('\t', ' ');
            require(field.label(), field.label());
            require(field.label(), value);
            fields.add(new FaceField(field.name(), field.label(), value));
        }
        return new FaceModel(model.title(), model.subtitle(), model.template(), model.identifier(),
                model.certificateNumber(), fields, model.issuer(), model.issueDate(), model.validFrom(), model.validTo(),
                model.qrText(), model.elements());
    }

    /**
     * The template of an id, its own words known to have glyphs.
     *
     * @throws IllegalArgumentException if there is no such template
     * @throws MissingGlyphException if one of its words has a character that the font lacks
     */
    FaceTemplate template(String id) {
        FaceTemplate template = FaceTemplate.read(id).orElseThrow(() -> new IllegalArgumentException("没有该照面模板 / no such face template"));
        template.words().forEach(words -> require("template " + id, words));
        return template;
    }

    /** How many characters a text has, each of them once, inside the basic plane or not. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The shape of a glyph, 1,000 units to the em, y upwards. */
    GeneralPath shape(int glyph) {
        int source = source(glyph);
        if (source >= 0) {
            return additional.get(source).path(glyph - firstGlyphs[source]);
        }
        synchronized (font) {
            try {
                return font.getGlyph().getGlyph(glyph).getPath();
            } catch (IOException e) {
                throw new UncheckedIOException("字库无法读取 / the face font cannot be read", e);
            }
        }
    }

    /** Where a glyph's simple outline (table glyf) lies: the bytes from {@code from} up to {@code to}, not to be changed. */
    record Outline(byte[] bytes, int from, int to) {
        int length() {
            return to - from;
        }
    }

    Outline outline(int glyph) {
        int source = source(glyph);
        if (source < 0) {
            return new Outline(outlines, (int) offsets[glyph], (int) offsets[glyph + 1]);
        }
        byte[] bytes = additional.get(source).outline(glyph - firstGlyphs[source]);
        return new Outline(bytes, 0, bytes.length);
    }

    byte[] head() {
        return head.clone();
    }

    byte[] horizontalHeader() {
        return horizontalHeader.clone();
    }

    byte[] maximums() {
        return maximums.clone();
    }

    /** The table OS/2. */
    byte[] metrics() {
        return metrics.clone();
    }

    private static final class Shared {
        private static final FaceFont FONT = load();

        private static FaceFont load() {
            try (InputStream packed = FaceFont.class.getResourceAsStream(RESOURCE);
                    InputStream in = new GZIPInputStream(packed, 1 << 16)) {
                return new FaceFont(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException("字库无法读取 / the face font cannot be read", e);
            }
        }
    }
}
