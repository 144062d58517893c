package org.licensehub.hub.issuing.face;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;

/**
 * How {@code fonts/NotoSerifSC-face.ttf.gz} was made, to be run by hand when the font is renewed: the characters a face
 * may hold are cut out of {@code NotoSerifSC_400Regular.ttf} (npm package @expo-google-fonts/noto-serif-sc 0.4.3), without
 * hinting, layout and vertical tables. Arguments: source font, target file.
 */
final class FaceFontMaker {

    private static final int[][] RANGES = {
        {0x20, 0x7E}, {0xA0, 0xFF}, {0x2010, 0x2027}, {0x2030, 0x203B}, {0x20AC, 0x20AC}, {0x2103, 0x2103},
        {0x2116, 0x2116}, {0x2160, 0x216B}, {0x2170, 0x2179}, {0x2190, 0x2193}, {0x2200, 0x2265}, {0x2460, 0x2473},
        {0x25A0, 0x25CF}, {0x2605, 0x2606}, {0x3000, 0x303F}, {0x3220, 0x3229}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
        {0xFF01, 0xFF5E}, {0xFFE0, 0xFFE6}};
    private static final List<String> TABLES =
            List.of("head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap", "name", "post", "OS/2");

    private FaceFontMaker() {
    }

    public static void main(String[] arguments) throws Exception {
        try (TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBufferedFile(arguments[0]));
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
            CmapLookup cmap = font.getUnicodeCmapLookup();
            TTFSubsetter subsetter = new TTFSubsetter(font, TABLES);
            for (int[] range : RANGES) {
                IntStream.rangeClosed(range[0], range[1]).filter(c -> cmap.getGlyphId(c) > 0).forEach(subsetter::add);
            }
            subsetter.writeToStream(out);
        }
    }
}
