package org.licensehub.hub.issuing.face;

import java.nio.charset.StandardCharsets;

/** The drawing commands of one page or one repeated figure, as text (ISO 32000, annex A). Lengths in points. */
final class PageContent {

    private final StringBuilder out = new StringBuilder(4096);

    PageContent op(String operator, float... operands) {
        for (float operand : operands) {
            number(operand);
            out.append(' ');
        }
        out.append(operator).append('\n');
        return this;
    }

    PageContent raw(String text) {
        out.append(text).append('\n');
        return this;
    }

    PageContent fill(String colour) {
        return colour(colour, "rg");
    }

    PageContent stroke(String colour) {
        return colour(colour, "RG");
    }

    private PageContent colour(String colour, String operator) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return op(operator, (rgb >> 16) / 255f, (rgb >> 8 & 255) / 255f, (rgb & 255) / 255f);
    }

    /** A line of text with its baseline at y. */
    PageContent text(FontSubset subset, String text, float size, float x, float y, float spacing) {
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
    private void number(float value) {
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

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
