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

/**
 * Draws the picture of a round seal: ring, name along the arc, five-pointed star, a second line below. Letters are drawn
 * from the face font's outlines, so no font of the machine is needed. Red or nothing, one bit a pixel, 600 dots an inch, at which edges need
 * no shades: the picture travels in every sealed file, twice, and shades would double it. The national emblem of a government's seal is not
 * drawn. Safe for use by many threads.
 */
public final class SealImage {

    /** What the figures below are measured in: parts of the diameter. */
    private static final int PARTS = 480;
    private static final double CENTRE = PARTS / 2.0;
    private static final double RING = 13;
    private static final int RED = 0xD0161B;

    private static final int SMALLEST = 10;
    private static final int LARGEST = 80;
    private static final double DOTS_PER_MILLIMETRE = 600 / 25.4;

    private final FaceFont font;

    /** Draws letters from this font. */
    public SealImage(FaceFont font) {
        this.font = font;
    }

    /**
     * A seal as PNG with a transparent ground, 600 dots an inch or a little more.
     *
     * @param organisation the name along the arc; long names are set closer
     * @param secondLine what stands below the star, for instance 电子证照专用章; null or empty for none
     * @param star whether a star stands in the centre, which else stays blank
     * @param millimetres the diameter, 10 to 80
     * @throws MissingGlyphException if the font lacks a character
     * @throws IllegalArgumentException if the diameter is none of a seal
     */
    public byte[] png(String organisation, String secondLine, boolean star, int millimetres) {
        if (millimetres < SMALLEST || millimetres > LARGEST) {
            throw new IllegalArgumentException("印章直径须为 10 至 80 毫米 / a seal is 10 to 80 millimetres wide");
        }
        String below = secondLine == null ? "" : secondLine;
        font.require("organisation", organisation);
        font.require("secondLine", below);
        int side = (int) Math.ceil(millimetres * DOTS_PER_MILLIMETRE);
        IndexColorModel redOrNothing = new IndexColorModel(1, 2, new int[] {0, 0xFF << 24 | RED}, 0, true, 0, DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY, redOrNothing);
        Graphics2D graphics = image.createGraphics();
        graphics.scale((double) side / PARTS, (double) side / PARTS);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(new Color(RED));
        graphics.fill(ring());
        if (star) {
            graphics.fill(star(64));
        }
        arc(graphics, organisation, below.isEmpty() ? 264 : 228);
        line(graphics, below);
        graphics.dispose();
        return PalettePng.of(image, RED);
    }

    private static Shape ring() {
        Area ring = new Area(new Ellipse2D.Double(3, 3, PARTS - 6, PARTS - 6));
        ring.subtract(new Area(new Ellipse2D.Double(3 + RING, 3 + RING, PARTS - 6 - 2 * RING, PARTS - 6 - 2 * RING)));
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

    /** @param widest degrees; below it stays free for the second line */
    private void arc(Graphics2D graphics, String text, int widest) {
        int[] characters = text.codePoints().toArray();
        int count = characters.length;
        double spread = Math.toRadians(Math.min(widest, 21 * (count - 1)));
        double outer = CENTRE - 3 - RING - 12;
        double room = count > 1 ? spread / (count - 1) : 1;
        double width = Math.min(58, room * outer * 0.82);
        double height = Math.min(66, Math.max(width, 46));
        for (int i = 0; i < count; i++) {
            double angle = count > 1 ? -spread / 2 + i * room : 0;
            AffineTransform place = AffineTransform.getRotateInstance(angle, CENTRE, CENTRE);
            place.translate(CENTRE, CENTRE - outer);
            glyph(graphics, characters[i], place, width, height);
        }
    }

    private void line(Graphics2D graphics, String text) {
        int[] characters = text.codePoints().toArray();
        double size = text.isEmpty() ? 0 : Math.min(44, 250.0 / characters.length);
        for (int i = 0; i < characters.length; i++) {
            double x = CENTRE + (i - (characters.length - 1) / 2.0) * size * 1.04;
            glyph(graphics, characters[i], AffineTransform.getTranslateInstance(x, CENTRE + 96), size, size * 1.15);
        }
    }

    /** Draws a character into a box whose upper edge is centred on the place's origin. */
    private void glyph(Graphics2D graphics, int character, AffineTransform place, double width, double height) {
        int glyph = font.glyph(character);
        AffineTransform transform = new AffineTransform(place);
        transform.scale(width / 1000, -height / 1000);
        transform.translate(-font.advance(glyph) / 2.0, -880);
        Shape shape = transform.createTransformedShape(font.shape(glyph));
        graphics.fill(shape);
        graphics.setStroke(new BasicStroke(1.6f));
        graphics.draw(shape);
    }
}
