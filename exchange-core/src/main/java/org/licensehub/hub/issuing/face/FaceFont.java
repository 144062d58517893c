package org.licensehub.hub.issuing.face;

import java.awt.geom.GeneralPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The one font of all faces, parsed once per process: Noto Serif SC (OFL 1.1) with 27,500 Chinese characters (the URO and
 * Extension A). Immutable but for the outlines, which are read one thread at a time.
 */
final class FaceFont {

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
        refuseCompositeGlyphs();
        packer = new GlyphPacker(this, advances.length);
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

    static FaceFont shared() {
        return Shared.FONT;
    }

    /** The glyph of a code point, or 0 if the font has none. */
    int glyph(int codePoint) {
        return codePoint < glyphOfCharacter.length ? glyphOfCharacter[codePoint] : cmap.getGlyphId(codePoint);
    }

    /** How far a glyph advances, in thousandths of the text size. */
    int advance(int glyph) {
        return advances[glyph];
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
            total += Character.isHighSurrogate(unit) ? advances[glyph(text.codePointAt(i++))] : advances[glyphOfCharacter[unit]];
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

    /** The outline of a glyph, 1,000 units to the em, y upwards. */
    GeneralPath outline(int glyph) {
        synchronized (font) {
            try {
                return font.getGlyph().getGlyph(glyph).getPath();
            } catch (IOException e) {
                throw new UncheckedIOException("字库无法读取 / the face font cannot be read", e);
            }
        }
    }

    byte[] outlines() {
        return outlines;
    }

    int outlineStart(int glyph) {
        return (int) offsets[glyph];
    }

    int outlineEnd(int glyph) {
        return (int) offsets[glyph + 1];
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
