package org.licensehub.hub.issuing.face;

import java.util.ArrayList;
import java.util.List;

/** Writes a note over a whole page, turned and again and again, so that no part of a copy can be used without it. */
final class Watermark {

    private static final float SIZE = 12;
    private static final float LINE_HEIGHT = 1.5f;
    private static final float WIDEST_EMS = 20;
    private static final float GAP = 60;
    private static final double TURN = Math.toRadians(30);
    private static final String COLOUR = "#33415C";

    private final List<String> lines = new ArrayList<>();
    private final float stepAcross;
    private final float stepUp;

    /** @throws MissingGlyphException if the font lacks a character of the note */
    Watermark(CopyNote note, FaceFont font) {
        TextFlow flow = new TextFlow(font);
        float widest = 0;
        for (String text : note.printed()) {
            font.require("加注", text);
            lines.addAll(flow.lines(text, SIZE, WIDEST_EMS * SIZE));
        }
        for (String line : lines) {
            widest = Math.max(widest, font.width(line, SIZE));
        }
        stepAcross = widest + GAP;
        stepUp = lines.size() * SIZE * LINE_HEIGHT + GAP;
    }

    /** Every second row is shifted by half a note, so that no straight strip stays free. */
    void draw(FaceCanvas page, float width, float height) {
        float sine = (float) Math.sin(TURN);
        float cosine = (float) Math.cos(TURN);
        page.save().veil().fill(COLOUR).transform(cosine, sine, -sine, cosine, 0, 0);
        float right = width * cosine + height * sine;
        float lowest = -width * sine;
        float top = height * cosine;
        int row = 0;
        for (float y = lowest; y < top; y += stepUp) {
            for (float x = row++ % 2 == 0 ? 0 : -stepAcross / 2; x < right; x += stepAcross) {
                if (touches(x, y, width, height, sine, cosine)) {
                    note(page, x, y);
                }
            }
        }
        page.restore();
    }

    /** Whether the box around a note at this turned place meets the page. */
    private boolean touches(float x, float y, float width, float height, float sine, float cosine) {
        float left = x * cosine - (y + stepUp) * sine;
        float right = (x + stepAcross) * cosine - y * sine;
        float bottom = x * sine + y * cosine;
        float top = (x + stepAcross) * sine + (y + stepUp) * cosine;
        return left < width && right > 0 && bottom < height && top > 0;
    }

    private void note(FaceCanvas page, float x, float y) {
        for (int i = 0; i < lines.size(); i++) {
            page.text(lines.get(i), SIZE, x, y + (lines.size() - 1 - i) * SIZE * LINE_HEIGHT, 0);
        }
    }
}
