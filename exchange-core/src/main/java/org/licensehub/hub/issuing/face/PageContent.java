package org.licensehub.hub.issuing.face;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** The drawing commands of one page or one repeated figure of a PDF file, as text (ISO 32000, annex A). */
final class PageContent implements FaceCanvas {

    /** The name of the graphics state of {@link #veil}, which the page's resources must have. */
    static final String VEIL = "V";

    private final FontSubset subset;
    private final StringBuilder out = new StringBuilder(4096);

    /** @param subset takes the characters of texts; null where there are none */
    PageContent(FontSubset subset) {
        this.subset = subset;
    }

    private PageContent op(String operator, float... operands) {
        for (float operand : operands) {
            number(operand);
            out.append(' ');
        }
        out.append(operator).append('\n');
        return this;
    }

    @Override
    public PageContent fill(String colour) {
        return colour(colour, "rg");
    }

    @Override
    public PageContent stroke(String colour) {
        return colour(colour, "RG");
    }

    private PageContent colour(String colour, String operator) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return op(operator, (rgb >> 16) / 255f, (rgb >> 8 & 255) / 255f, (rgb & 255) / 255f);
    }

    @Override
    public PageContent lineWidth(float width) {
        return op("w", width);
    }

    @Override
    public PageContent move(float x, float y) {
        return op("m", x, y);
    }

    @Override
    public PageContent line(float x, float y) {
        return op("l", x, y);
    }

    @Override
    public PageContent curve(float x1, float y1, float x2, float y2, float x3, float y3) {
        return op("c", x1, y1, x2, y2, x3, y3);
    }

    @Override
    public PageContent rectangle(float x, float y, float width, float height) {
        return op("re", x, y, width, height);
    }

    @Override
    public PageContent strokePath() {
        return op("S");
    }

    @Override
    public PageContent fillPath() {
        return op("f");
    }

    @Override
    public PageContent save() {
        return op("q");
    }

    @Override
    public PageContent restore() {
        return op("Q");
    }

    @Override
    public PageContent veil() {
        out.append('/').append(VEIL).append(" gs\n");
        return this;
    }

    @Override
    public PageContent transform(float a, float b, float c, float d, float e, float f) {
        return op("cm", a, b, c, d, e, f);
    }

    @Override
    public PageContent figure(String name) {
        out.append('/').append(name).append(" Do\n");
        return this;
    }

    @Override
    public PageContent boldText(String text, float size, float x, float y, float spacing, float edge) {
        op("w", edge);
        out.append("2 Tr\n");
        text(text, size, x, y, spacing);
        out.append("0 Tr\n");
        return this;
    }

    @Override
    public PageContent text(String text, float size, float x, float y, float spacing) {
        out.append("BT /F ");
        number(size);
        out.append(" Tf ");
        number(spacing);
        out.append(" Tc ");
        number(x);
        out.append(' ');
        number(y);
        out.append(" Td ");
        subset.encode(text, out);
        out.append(" Tj ET\n");
        return this;
    }

    /** At most three decimals, by hand: the formatter of the JDK would be the slowest part of a face. */
    static void number(double value, StringBuilder out) {
        long thousandths = Math.round(value * 1000.0);
        if (thousandths < 0) {
            out.append('-');
            thousandths = -thousandths;
        }
        out.append(thousandths / 1000);
        int rest = (int) (thousandths % 1000);
        if (rest != 0) {
            out.append('.').append((char) ('0' + rest / 100));
            if (rest % 100 != 0) {
                out.append((char) ('0' + rest / 10 % 10));
                if (rest % 10 != 0) {
                    out.append((char) ('0' + rest % 10));
                }
            }
        }
    }

    private void number(float value) {
        number(value, out);
    }

    /** All commands so far. */
    String drawn() {
        return out.toString();
    }

    /** Packed once and used on many pages: as small as can be. */
    byte[] smallest() {
        return deflated(out.toString().getBytes(StandardCharsets.ISO_8859_1), Deflater.BEST_COMPRESSION);
    }

    byte[] deflated() {
        return deflated(out.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Packed fast: what a page holds besides its font is small, and packing it harder would cost more time than drawing it. */
    static byte[] deflated(byte[] bytes) {
        return deflated(bytes, Deflater.BEST_SPEED);
    }

    private static byte[] deflated(byte[] bytes, int level) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream(bytes.length / 2 + 64);
        Deflater deflater = new Deflater(level);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(stream, deflater, 8192)) {
            deflating.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("bytes in memory could not be compressed", impossible);
        } finally {
            deflater.end();
        }
        return stream.toByteArray();
    }
}
