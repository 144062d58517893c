package org.licensehub.hub.issuing.face;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Area;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Draws the picture of a round seal: ring, name along the arc, five-pointed star, a second line below. Letters are drawn
 * from the face font's outlines, so no font of the machine is needed. One red in eight steps of transparency, packed as
 * tightly as can be: the picture travels in every sealed file, twice. The national emblem of a government's seal is not drawn.
 */
public final class SealImage {

    private static final int PIXELS = 480;
    private static final double CENTRE = PIXELS / 2.0;
    private static final double RING = 13;
    private static final int RED = 0xD0161B;

    private static final int STEPS = 8;

    private SealImage() {
    }

    private static IndexColorModel reds() {
        int[] palette = new int[STEPS];
        for (int step = 0; step < STEPS; step++) {
            // multiples of 17 stay exact in the four bits a PDF spends on them
            palette[step] = Math.round(step * 15f / (STEPS - 1)) * 17 << 24 | RED;
        }
        return new IndexColorModel(4, STEPS, palette, 0, true, -1, DataBuffer.TYPE_BYTE);
    }

    /**
     * A seal as PNG, 480 × 480 pixels with a transparent ground.
     *
     * @param organisation the name along the arc; long names are set closer
     * @param secondLine what stands below the star, for instance 电子证照专用章; null or empty for none
     * @throws MissingGlyphException if the font lacks a character
     */
    public static byte[] png(String organisation, String secondLine) {
        return png(organisation, secondLine, true);
    }

    /** The same; without a star the centre stays blank. */
    public static byte[] png(String organisation, String secondLine, boolean star) {
        FaceFont font = FaceFont.shared();
        String below = secondLine == null ? "" : secondLine;
        font.require("organisation", organisation);
        font.require("secondLine", below);
        BufferedImage image = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(new Color(RED));
        graphics.fill(ring());
        if (star) {
            graphics.fill(star(64));
        }
        arc(graphics, font, organisation);
        line(graphics, font, below);
        graphics.dispose();
        return encode(image);
    }

    private static Shape ring() {
        Area ring = new Area(new Ellipse2D.Double(3, 3, PIXELS - 6, PIXELS - 6));
        ring.subtract(new Area(new Ellipse2D.Double(3 + RING, 3 + RING, PIXELS - 6 - 2 * RING, PIXELS - 6 - 2 * RING)));
        return ring;
    }

    private static Shape star(double radius) {
        Path2D star = new Path2D.Double();
        double inner = radius * Math.sin(Math.PI / 10) / Math.sin(Math.PI * 7 / 10);
        for (int point = 0; point < 10; point++) {
            double angle = -Math.PI / 2 + point * Math.PI / 5;
            double r = point % 2 == 0 ? radius : inner;
            double x = CENTRE + r * Math.cos(angle);
            double y = CENTRE + r * Math.sin(angle);
            if (point == 0) {
                star.moveTo(x, y);
            } else {
                star.lineTo(x, y);
            }
        }
        star.closePath();
        return star;
    }

    private static void arc(Graphics2D graphics, FaceFont font, String text) {
        int count = text.length();
        double spread = Math.toRadians(Math.min(264, 21 * (count - 1)));
        double outer = CENTRE - 3 - RING - 12;
        double room = count > 1 ? spread / (count - 1) : 1;
        double width = Math.min(58, room * outer * 0.82);
        double height = Math.min(66, Math.max(width, 46));
        for (int i = 0; i < count; i++) {
            double angle = count > 1 ? -spread / 2 + i * room : 0;
            AffineTransform place = AffineTransform.getRotateInstance(angle, CENTRE, CENTRE);
            place.translate(CENTRE, CENTRE - outer);
            glyph(graphics, font, text.charAt(i), place, width, height);
        }
    }

    private static void line(Graphics2D graphics, FaceFont font, String text) {
        double size = text.isEmpty() ? 0 : Math.min(44, 250.0 / text.length());
        for (int i = 0; i < text.length(); i++) {
            double x = CENTRE + (i - (text.length() - 1) / 2.0) * size * 1.04;
            glyph(graphics, font, text.charAt(i), AffineTransform.getTranslateInstance(x, CENTRE + 96), size, size * 1.15);
        }
    }

    /** Draws a character into a box whose upper edge is centred on the place's origin. */
    private static void glyph(Graphics2D graphics, FaceFont font, char character, AffineTransform place, double width,
                              double height) {
        int glyph = font.glyph(character);
        AffineTransform transform = new AffineTransform(place);
        transform.scale(width / 1000, -height / 1000);
        transform.translate(-font.advance(glyph) / 2.0, -880);
        Shape shape = transform.createTransformedShape(font.outline(glyph));
        graphics.fill(shape);
        graphics.setStroke(new BasicStroke(1.6f));
        graphics.draw(shape);
    }

    private static byte[] encode(BufferedImage image) {
        BufferedImage coarse = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_BYTE_BINARY, reds());
        for (int y = 0; y < PIXELS; y++) {
            for (int x = 0; x < PIXELS; x++) {
                coarse.getRaster().setSample(x, y, 0, ((image.getRGB(x, y) >>> 24) * (STEPS - 1) + 127) / 255);
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam smallest = writer.getDefaultWriteParam();
            smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            smallest.setCompressionQuality(0);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(coarse, null, null), smallest);
        } catch (IOException e) {
            throw new UncheckedIOException("印章图案无法写出 / the seal picture could not be written", e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
