package org.licensehub.hub.issuing.face;

import static org.licensehub.hub.issuing.face.FaceTemplate.points;

import java.util.List;

/** Sets the texts that have a place of their own. */
final class FixedTexts {

    private static final float LINE_HEIGHT = 1.3f;
    private static final float SIZE_STEP = 0.5f;
    private static final float LEAST_SPACED = 0.75f;
    /** From the middle of a Chinese character down to its baseline, in parts of the size. */
    private static final float BASELINE = 0.38f;

    private final FaceTemplate template;
    private final FaceFont font;
    private final TextFlow flow;

    FixedTexts(FaceTemplate template, FaceFont font) {
        this.template = template;
        this.font = font;
        this.flow = new TextFlow(font);
    }

    private record Fitted(List<String> lines, float size, float spacing) {
    }

    /** @return false, and nothing drawn, if the text does not fit into its place at the smallest size */
    boolean draw(FaceCanvas page, FaceTemplate.Text place, String value) {
        Fitted fitted = fit(place, value);
        if (fitted == null) {
            return false;
        }
        page.fill(place.colour());
        if (place.bold()) {
            page.stroke(place.colour());
        }
        float step = fitted.size * LINE_HEIGHT;
        float y = template.up(place.yMm() + place.heightMm() / 2) + step * (fitted.lines.size() - 1) / 2 - fitted.size * BASELINE;
        for (String line : fitted.lines) {
            line(page, place, fitted, line, y);
            y -= step;
        }
        return true;
    }

    private void line(FaceCanvas page, FaceTemplate.Text place, Fitted fitted, String line, float y) {
        float spacing = fitted.spacing * fitted.size;
        float spare = points(place.widthMm()) - font.width(line, fitted.size) - spacing * (FaceFont.length(line) - 1);
        float x = points(place.xMm()) + switch (place.align()) {
            case LEFT -> 0;
            case CENTRE -> spare / 2;
            case RIGHT -> spare;
        };
        if (place.bold()) {
            page.boldText(line, fitted.size, x, y, spacing, fitted.size * 0.022f);
        } else {
            page.text(line, fitted.size, x, y, spacing);
        }
    }

    /** Spaced on one line if that costs no more than a quarter of the size; else on as many lines as there is height for. */
    private Fitted fit(FaceTemplate.Text place, String value) {
        float width = points(place.widthMm());
        float height = points(place.heightMm());
        for (float size = place.size(); size >= Math.max(place.minimumSize(), place.size() * LEAST_SPACED); size -= SIZE_STEP) {
            float gaps = place.spacing() * size * (FaceFont.length(value) - 1);
            if (font.width(value, size) + gaps <= width && size <= height && value.indexOf('\n') < 0) {
                return new Fitted(List.of(value), size, place.spacing());
            }
        }
        for (float size = place.size(); size >= place.minimumSize(); size -= SIZE_STEP) {
            List<String> lines = flow.lines(value, size, width);
            if (lines.size() * LINE_HEIGHT * size <= height) {
                List<String> even = flow.lines(value, size, Math.min(width, font.width(value, size) / lines.size() + size));
                return new Fitted(even.size() == lines.size() ? even : lines, size, 0);
            }
        }
        return null;
    }
}
