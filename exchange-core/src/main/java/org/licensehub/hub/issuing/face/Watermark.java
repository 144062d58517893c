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

    /** Whether a corner or the middle of a note at this turned place lies on the page. */
    private boolean touches(float x, float y, float width, float height, float sine, float cosine) {
        float[][] points = {{x, y}, {x + stepAcross, y}, {x, y + stepUp}, {x + stepAcross, y + stepUp}, {x + stepAcross / 2, y + stepUp / 2}};
        for (float[] point : points) {
            float pageX = point[0] * cosine - point[1] * sine;
            float pageY = point[0] * sine + point[1] * cosine;
            if (pageX > 0 && pageX < width && pageY > 0 && pageY < height) {
                return true;
            }
        }
        return false;
    }

    private void note(FaceCanvas page, float x, float y) {
        for (int i = 0; i < lines.size(); i++) {
            page.text(lines.get(i), SIZE, x, y + (lines.size() - 1 - i) * SIZE * LINE_HEIGHT, 0);
        }
    }
}
