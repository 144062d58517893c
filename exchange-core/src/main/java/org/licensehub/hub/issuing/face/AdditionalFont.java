package org.licensehub.hub.issuing.face;

import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.OS2WindowsMetricsTable;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * A TrueType font of the operator's own for characters that the face font lacks. Only outlines are taken of it, on 1,000 units to the em,
 * so that its hints, composite glyphs and own units do not matter. Safe for use by many threads.
 */
final class AdditionalFont {

    private static final int EM = 1000;
    /** Bits of fsType (table OS/2): what the owner of a font does not allow. */
    private static final int USAGE = 0x000F;
    private static final int RESTRICTED = 0x0002;
    private static final int NO_SUBSETTING = 0x0100;
    private static final int BITMAPS_ONLY = 0x0200;

    private final TrueTypeFont font;
    private final CmapLookup cmap;
    private final Map<Integer, byte[]> outlines = new ConcurrentHashMap<>();

    private AdditionalFont(TrueTypeFont font) throws IOException {
        this.font = font;
        this.cmap = font.getUnicodeCmapLookup();
    }

    /**
     * Reads a font; the file is not needed any more afterwards.
     *
     * @throws IllegalArgumentException if the file is missing, is no TrueType font with outlines (table glyf) and Unicode characters, or
     *         does not allow to be embedded; the message names the file and says which
     */
    static AdditionalFont read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw unusable(file, "文件不存在 / no such file", null);
        }
        AdditionalFont read;
        boolean embeddable;
        try {
            read = new AdditionalFont(new TTFParser().parse(new RandomAccessReadBuffer(Files.readAllBytes(file))));
            embeddable = read.mayBeEmbedded();
        } catch (IOException | RuntimeException unreadable) {
            throw unusable(file, "不是可读的 TrueType 轮廓字库 / not a readable TrueType font with outlines", unreadable);
        }
        if (!embeddable) {
            throw unusable(file, "字库不允许以子集方式嵌入 / parts of it may not be embedded", null);
        }
        return read;
    }

    private static IllegalArgumentException unusable(Path file, String reason, Exception cause) {
        return new IllegalArgumentException("附加字库不可用 / additional font cannot be used: " + file + ": " + reason, cause);
    }

    private boolean mayBeEmbedded() throws IOException {
        OS2WindowsMetricsTable rights = font.getOS2Windows();
        int type = rights == null ? 0 : rights.getFsType();
        return (type & USAGE) != RESTRICTED && (type & (NO_SUBSETTING | BITMAPS_ONLY)) == 0;
    }

    /** How many glyphs it has. */
    int glyphs() throws IOException {
        return font.getNumberOfGlyphs();
    }

    /** The glyph of a code point, or 0 if there is none or it shows nothing, which would be a character lost in silence. */
    int glyph(int codePoint) {
        int glyph = cmap.getGlyphId(codePoint);
        return glyph == 0 || outline(glyph).length == 0 ? 0 : glyph;
    }

    /** How far a glyph advances, in thousandths of the text size. */
    int advance(int glyph) {
        synchronized (font) {
            try {
                return Math.round(font.getAdvanceWidth(glyph) * (float) EM / font.getUnitsPerEm());
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }

    /** The outline of a glyph as a simple glyph of the table glyf. */
    byte[] outline(int glyph) {
        return outlines.computeIfAbsent(glyph, number -> SimpleGlyph.of(path(number)));
    }

    /** The outline of a glyph, 1,000 units to the em, y upwards. */
    GeneralPath path(int glyph) {
        synchronized (font) {
            try {
                GlyphData data = font.getGlyph().getGlyph(glyph);
                GeneralPath path = data == null ? new GeneralPath() : data.getPath();
                double scale = (double) EM / font.getUnitsPerEm();
                path.transform(AffineTransform.getScaleInstance(scale, scale));
                return path;
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }

    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("附加字库无法读取 / an additional font cannot be read", e);
    }
}
