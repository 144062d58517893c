package org.licensehub.signing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.util.Matrix;

/**
 * Whether the picture a page shows for a seal is the picture inside the seal. Files made here are compared byte by byte;
 * others are drawn and compared as people would see them. Safe for use by many threads.
 */
final class SealLook {

    /** The result of a comparison. */
    enum Agreement { SAME, DIFFERENT, NOT_COMPARABLE }

    private static final int SIDE = 240;
    private static final double LARGEST_DIFFERENCE = 0.2;
    private static final int PICTURES = 64;
    private static final COSName SEAL = COSName.getPDFName("Seal");

    private final Map<SesPicture, SealPicture> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SesPicture, SealPicture> eldest) {
            return size() > PICTURES;
        }
    };

    Agreement compare(PDAnnotationWidget widget, SesPicture picture) throws IOException {
        PDRectangle place = widget.getRectangle();
        if (place == null || place.getWidth() == 0 || place.getHeight() == 0) {
            return Agreement.SAME;
        }
        PDAppearanceStream shown = widget.getNormalAppearanceStream();
        if (shown == null) {
            return Agreement.DIFFERENT;
        }
        if (picture.isType("SVG") || picture.isType("OFD")) {
            return Agreement.NOT_COMPARABLE;
        }
        if (picture.isType("PNG") && isOurs(shown, picture)) {
            return Agreement.SAME;
        }
        return looksTheSame(shown, picture) ? Agreement.SAME : Agreement.DIFFERENT;
    }

    /** Exactly the streams that {@link PdfSealer} makes of this picture. */
    private boolean isOurs(PDAppearanceStream shown, SesPicture picture) throws IOException {
        PDRectangle box = shown.getBBox();
        COSDictionary resources = shown.getCOSObject().getCOSDictionary(COSName.RESOURCES);
        COSDictionary objects = resources == null ? null : resources.getCOSDictionary(COSName.XOBJECT);
        if (box == null || objects == null || shown.getCOSObject().containsKey(COSName.MATRIX)
                || !(objects.getDictionaryObject(SEAL) instanceof COSStream image)) {
            return false;
        }
        COSBase mask = image.getDictionaryObject(COSName.SMASK);
        SealPicture wanted = sealPicture(picture);
        return Arrays.equals(raw(shown.getCOSObject()), drawing(box.getWidth(), box.getHeight()))
                && Arrays.equals(raw(image), wanted.colours())
                && mask instanceof COSStream alpha && Arrays.equals(raw(alpha), wanted.alpha())
                && wanted.describes(image, alpha);
    }

    private SealPicture sealPicture(SesPicture picture) {
        synchronized (known) {
            return known.computeIfAbsent(picture, wanted -> new SealPicture(wanted.data()));
        }
    }

    /** The content of an appearance: the picture fills its box and darkens what is below, so that text stays readable. */
    static byte[] drawing(float width, float height) {
        return String.format(Locale.ROOT, "q /Over gs %.2f 0 0 %.2f 0 0 cm /Seal Do Q", width, height).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] raw(COSStream stream) throws IOException {
        try (InputStream in = stream.createRawInputStream()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.transferTo(out);
            return out.toByteArray();
        }
    }

    private static boolean looksTheSame(PDAppearanceStream shown, SesPicture picture) throws IOException {
        BufferedImage wanted = ImageIO.read(new ByteArrayInputStream(picture.data()));
        if (wanted == null) {
            return false;
        }
        double[] one = ink(scaled(wanted));
        double[] other = ink(rendered(shown));
        double difference = 0;
        double all = 0;
        for (int i = 0; i < one.length; i++) {
            difference += Math.abs(one[i] - other[i]);
            all += Math.max(one[i], other[i]);
        }
        return all > 0 && difference / all <= LARGEST_DIFFERENCE;
    }

    private static BufferedImage scaled(BufferedImage picture) {
        BufferedImage image = blank();
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, SIDE, SIDE, null);
        graphics.dispose();
        return image;
    }

    private static BufferedImage blank() {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.dispose();
        return image;
    }

    private static BufferedImage rendered(PDAppearanceStream shown) throws IOException {
        PDRectangle box = shown.getBBox();
        if (box == null || box.getWidth() <= 0 || box.getHeight() <= 0) {
            return blank();
        }
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle(SIDE, SIDE));
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.transform(new Matrix(SIDE / box.getWidth(), 0, 0, SIDE / box.getHeight(),
                        -box.getLowerLeftX() * SIDE / box.getWidth(), -box.getLowerLeftY() * SIDE / box.getHeight()));
                content.drawForm(new PDFormXObject(shown.getCOSObject()));
            }
            return new PDFRenderer(document).renderImage(0, 1);
        }
    }

    /** Darkness of each spot with its neighbours, so that edges drawn a little differently do not count. */
    private static double[] ink(BufferedImage image) {
        double[] dark = new double[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int rgb = image.getRGB(x, y);
                dark[y * SIDE + x] = 1 - Math.min(rgb >> 16 & 255, Math.min(rgb >> 8 & 255, rgb & 255)) / 255.0;
            }
        }
        double[] soft = new double[SIDE * SIDE];
        for (int y = 1; y < SIDE - 1; y++) {
            for (int x = 1; x < SIDE - 1; x++) {
                double sum = 0;
                for (int near = -1; near <= 1; near++) {
                    int at = (y + near) * SIDE + x;
                    sum += dark[at - 1] + dark[at] + dark[at + 1];
                }
                soft[y * SIDE + x] = sum / 9;
            }
        }
        return soft;
    }
}
