package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfparser.COSParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealPictureTest {

    private static final int RED = 0xC81414;

    /** Widths that do and do not fill their last byte. */
    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "8, 8", "37, 23", "200, 64"})
    void aReaderOfPdfSeesEveryPixelOfASealWithHardEdges(int width, int height) throws IOException {
        BufferedImage seal = image(width, height, (x, y) -> (x * 31 + y * 17 + x * y) % 3 == 0 ? 0xFF000000 | RED : 0);

        assertShownAs(seal);
    }

    @Test
    void softEdgesAndManyColoursAreKeptAsWell() throws IOException {
        assertShownAs(image(40, 30, (x, y) -> (x * 6) % 256 << 24 | RED));
        assertShownAs(image(40, 30, (x, y) -> 0xFF000000 | x * 6 << 16 | y * 8 << 8 | (x + y)));
    }

    @Test
    void otherParametersOfTheSameBytesAreAnotherPicture() throws IOException {
        SealPicture picture = new SealPicture(png(image(16, 16, (x, y) -> x < y ? 0xFF000000 | RED : 0)));
        try (PDDocument document = new PDDocument()) {
            COSStream image = shown(document, picture);
            COSDictionary mask = image.getCOSDictionary(COSName.SMASK);
            assertThat(picture.describes(image, mask)).isTrue();
            mask.getCOSDictionary(COSName.DECODE_PARMS).setBoolean(COSName.BLACK_IS_1, false);
            assertThat(picture.describes(image, mask)).isFalse();
            mask.getCOSDictionary(COSName.DECODE_PARMS).setBoolean(COSName.BLACK_IS_1, true);
            mask.setItem(COSName.FILTER, COSName.FLATE_DECODE);
            assertThat(picture.describes(image, mask)).isFalse();
        }
    }

    private static void assertShownAs(BufferedImage seal) throws IOException {
        SealPicture picture = new SealPicture(png(seal));
        try (PDDocument document = new PDDocument()) {
            COSStream stream = shown(document, picture);
            BufferedImage read = new PDImageXObject(new PDStream(stream), null).getImage();
            for (int y = 0; y < seal.getHeight(); y++) {
                for (int x = 0; x < seal.getWidth(); x++) {
                    int wanted = seal.getRGB(x, y);
                    int seen = read.getRGB(x, y);
                    assertThat(seen >>> 24).as("transparency at %d, %d", x, y).isEqualTo(wanted >>> 24);
                    if (wanted >>> 24 != 0) {
                        assertThat(seen & 0xFFFFFF).as("colour at %d, %d", x, y).isEqualTo(wanted & 0xFFFFFF);
                    }
                }
            }
        }
    }

    private static COSStream shown(PDDocument document, SealPicture picture) throws IOException {
        COSStream mask = stream(document, picture.alphaDictionary(), picture.alpha());
        COSStream image = stream(document, picture.coloursDictionary("null"), picture.colours());
        image.setItem(COSName.SMASK, mask);
        return image;
    }

    private static COSStream stream(PDDocument document, String entries, byte[] data) throws IOException {
        byte[] text = ("<<" + entries + ">>").getBytes(StandardCharsets.US_ASCII);
        COSStream stream = document.getDocument().createCOSStream();
        stream.addAll(new Dictionaries(text).read());
        try (OutputStream out = stream.createRawOutputStream()) {
            out.write(data);
        }
        return stream;
    }

    /** Reads what the sealer writes as text. */
    private static final class Dictionaries extends COSParser {

        Dictionaries(byte[] text) throws IOException {
            super(new RandomAccessReadBuffer(text));
        }

        COSDictionary read() throws IOException {
            return (COSDictionary) parseDirObject();
        }
    }

    private static BufferedImage image(int width, int height, IntBinaryOperator argb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, argb.applyAsInt(x, y));
            }
        }
        return image;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
