package org.licensehub.signing;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.filter.FilterFactory;

/**
 * A seal's PNG as the two streams a PDF wants: colours and transparency. A seal is mostly one colour, so few colours become a
 * palette, and coarse transparency 4 bits, or one as on a telefax (ITU-T T.6): that is the difference between 50 KB and 5 KB.
 */
final class SealPicture {

    private static final int MOST_PIXELS = 4_000_000;
    /** Type, Subtype, Width, Height, ColorSpace, BitsPerComponent, Filter, SMask or DecodeParms, Length. */
    private static final int IMAGE_ENTRIES = 9;

    private final int width;
    private final int height;
    private final String colourSpace;
    private final int colourBits;
    private final byte[] colours;
    private final int alphaBits;
    private final byte[] alpha;

    /** @throws IllegalArgumentException if the bytes are not a picture of at most four million pixels */
    SealPicture(byte[] png) {
        BufferedImage image = decode(png);
        width = image.getWidth();
        height = image.getHeight();
        int[] argb = pixels(image);
        List<Integer> palette = palette(argb);
        colourBits = palette.isEmpty() ? 8 : palette.size() <= 2 ? 1 : palette.size() <= 16 ? 4 : 8;
        colourSpace = palette.isEmpty() ? "/DeviceRGB" : indexed(palette);
        colours = deflate(palette.isEmpty() ? rgb(argb) : pack(argb, colourBits, pixel -> indexOf(palette, pixel)));
        alphaBits = isMadeOf(argb, 255) ? 1 : isMadeOf(argb, 17) ? 4 : 8;
        byte[] samples = pack(argb, alphaBits, pixel -> (pixel >>> 24) >> (8 - alphaBits));
        alpha = alphaBits == 1 ? telefax(samples) : deflate(samples);
    }

    /** Drawn over nothing, which is many times as fast as asking for the pixels of a picture with a palette. */
    private static int[] pixels(BufferedImage image) {
        BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = plain.createGraphics();
        graphics.setComposite(AlphaComposite.Src);
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return ((DataBufferInt) plain.getRaster().getDataBuffer()).getData();
    }

    private static BufferedImage decode(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            if (image == null || (long) image.getWidth() * image.getHeight() > MOST_PIXELS) {
                throw new IllegalArgumentException("印章图案不是可用的图片 / the seal mark is not a usable picture");
            }
            return image;
        } catch (IOException e) {
            throw new IllegalArgumentException("印章图案不是可用的图片 / the seal mark is not a usable picture", e);
        }
    }

    /** The dictionary entries and data of the colour stream; {@code mask} is the reference to the other stream. */
    byte[] colours() {
        return colours;
    }

    String coloursDictionary(String mask) {
        return "/Type/XObject/Subtype/Image/Width " + width + "/Height " + height + "/ColorSpace " + colourSpace
                + "/BitsPerComponent " + colourBits + "/Filter/FlateDecode/SMask " + mask;
    }

    byte[] alpha() {
        return alpha;
    }

    /** Whether these dictionaries make the streams mean this picture; entries that could change its look are not allowed. */
    boolean describes(COSDictionary image, COSDictionary mask) {
        return image.getInt(COSName.WIDTH) == width && image.getInt(COSName.HEIGHT) == height
                && image.getInt(COSName.BITS_PER_COMPONENT) == colourBits && image.size() == IMAGE_ENTRIES
                && mask.getInt(COSName.WIDTH) == width && mask.getInt(COSName.HEIGHT) == height
                && mask.getInt(COSName.BITS_PER_COMPONENT) == alphaBits && isPackedAsHere(mask)
                && COSName.FLATE_DECODE.equals(image.getDictionaryObject(COSName.FILTER))
                && COSName.DEVICEGRAY.equals(mask.getDictionaryObject(COSName.COLORSPACE))
                && colourSpace.equals(written(image.getDictionaryObject(COSName.COLORSPACE)));
    }

    private boolean isPackedAsHere(COSDictionary mask) {
        COSBase filter = mask.getDictionaryObject(COSName.FILTER);
        if (alphaBits != 1) {
            return mask.size() == IMAGE_ENTRIES - 1 && COSName.FLATE_DECODE.equals(filter);
        }
        COSDictionary parameters = mask.getCOSDictionary(COSName.DECODE_PARMS);
        return mask.size() == IMAGE_ENTRIES && COSName.CCITTFAX_DECODE.equals(filter) && parameters != null && parameters.size() == 4
                && parameters.getBoolean(COSName.BLACK_IS_1, false) && parameters.getInt(COSName.COLUMNS) == width
                && parameters.getInt(COSName.K) == -1 && parameters.getInt(COSName.ROWS) == height;
    }

    private static String written(COSBase space) {
        if (!(space instanceof COSArray array) || array.size() != 4 || !(array.getObject(3) instanceof COSString colours)) {
            return space instanceof COSName name ? "/" + name.getName() : "";
        }
        return "[/" + array.getName(0) + "/" + array.getName(1) + " " + array.getInt(2) + "<"
                + HexFormat.of().withUpperCase().formatHex(colours.getBytes()) + ">]";
    }

    String alphaDictionary() {
        return "/Type/XObject/Subtype/Image/Width " + width + "/Height " + height + "/ColorSpace/DeviceGray/BitsPerComponent " + alphaBits
                + (alphaBits == 1 ? "/Filter/CCITTFaxDecode/DecodeParms<</BlackIs1 true/Columns " + width + "/K -1/Rows " + height + ">>"
                        : "/Filter/FlateDecode");
    }

    /** The colours of all pixels that can be seen, or nothing if they are too many for a palette. */
    private static List<Integer> palette(int[] argb) {
        Set<Integer> seen = new LinkedHashSet<>();
        for (int pixel : argb) {
            if (pixel >>> 24 != 0 && seen.add(pixel & 0xFFFFFF) && seen.size() > 256) {
                return List.of();
            }
        }
        if (seen.isEmpty()) {
            seen.add(0xFFFFFF);
        }
        return List.copyOf(seen);
    }

    private static String indexed(List<Integer> palette) {
        StringBuilder text = new StringBuilder("[/Indexed/DeviceRGB " + (palette.size() - 1) + "<");
        palette.forEach(colour -> text.append(String.format("%06X", colour)));
        return text.append(">]").toString();
    }

    private static int indexOf(List<Integer> palette, int pixel) {
        return pixel >>> 24 == 0 ? 0 : palette.indexOf(pixel & 0xFFFFFF);
    }

    /** Whether all transparency is a multiple of this. */
    private static boolean isMadeOf(int[] argb, int step) {
        for (int pixel : argb) {
            if ((pixel >>> 24) % step != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] rgb(int[] argb) {
        byte[] bytes = new byte[argb.length * 3];
        for (int i = 0; i < argb.length; i++) {
            bytes[3 * i] = (byte) (argb[i] >> 16);
            bytes[3 * i + 1] = (byte) (argb[i] >> 8);
            bytes[3 * i + 2] = (byte) argb[i];
        }
        return bytes;
    }

    private byte[] pack(int[] argb, int bits, java.util.function.IntUnaryOperator sample) {
        int rowLength = (width * bits + 7) / 8;
        byte[] bytes = new byte[rowLength * height];
        int last = argb[0];
        int value = sample.applyAsInt(last);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int bit = x * bits;
                int pixel = argb[y * width + x];
                // neighbours are mostly alike, and looking up a colour takes long
                if (pixel != last) {
                    last = pixel;
                    value = sample.applyAsInt(pixel);
                }
                bytes[y * rowLength + bit / 8] |= (byte) (value << (8 - bits - bit % 8));
            }
        }
        return bytes;
    }

    private byte[] telefax(byte[] samples) {
        COSDictionary columns = new COSDictionary();
        columns.setInt(COSName.COLUMNS, width);
        columns.setInt(COSName.ROWS, height);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            FilterFactory.INSTANCE.getFilter(COSName.CCITTFAX_DECODE).encode(new ByteArrayInputStream(samples), out, columns, 0);
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory could not be compressed", impossible);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
            stream.write(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory could not be compressed", impossible);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }
}
