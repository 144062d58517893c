package org.licensehub.hub.issuing.face;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All that is the same on every face of a template: paper colour, frame, weave, ring. The repeated figures are drawn apart,
 * each around its own origin, and the page uses them by their names.
 */
final class FaceBackground {

    private static final String ACROSS = "A";
    private static final String DOWN = "D";
    private static final String CORNER = "C";
    private static final String RING = "R";

    private final FaceTemplate template;
    private final FaceTemplate.Frame frame;
    private final float margin;
    private final float band;
    private final float width;
    private final float height;
    private final int across;
    private final int down;

    FaceBackground(FaceTemplate template) {
        this.template = template;
        this.frame = template.frame();
        this.margin = FaceTemplate.points(template.marginMm());
        this.band = FaceTemplate.points(frame.bandMm());
        this.width = template.width() - 2 * margin;
        this.height = template.height() - 2 * margin;
        this.across = Math.round((width - 2 * band) / band);
        this.down = Math.round((height - 2 * band) / band);
    }

    private float periodAcross() {
        return (width - 2 * band) / across;
    }

    private float periodDown() {
        return (height - 2 * band) / down;
    }

    /** How each repeated figure is drawn. */
    Map<String, Consumer<FaceCanvas>> figures() {
        Map<String, Consumer<FaceCanvas>> figures = new TreeMap<>();
        figures.put(ACROSS, tile -> Guilloche.weave(tile, periodAcross(), band, frame.weaveColour(), frame.weaveSecondColour()));
        figures.put(DOWN, tile -> Guilloche.weave(tile, periodDown(), band, frame.weaveColour(), frame.weaveSecondColour()));
        figures.put(CORNER, tile -> Guilloche.corner(tile, band, frame.weaveColour(), frame.weaveSecondColour()));
        if (template.rosette() != null) {
            float diameter = FaceTemplate.points(template.rosette().diameterMm());
            figures.put(RING, tile -> Guilloche.ringLobe(tile, diameter, template.rosette().colour()));
        }
        return figures;
    }

    void draw(FaceCanvas page) {
        page.fill(frame.paperColour()).rectangle(0, 0, template.width(), template.height()).fillPath();
        for (float y : new float[] {margin + band / 2, margin + height - band / 2}) {
            page.save().transform(1, 0, 0, 1, margin + band, y);
            repeat(page, ACROSS, across, periodAcross());
            page.restore();
            corner(page, margin + band / 2, y);
            corner(page, margin + width - band / 2, y);
        }
        for (float x : new float[] {margin + band / 2, margin + width - band / 2}) {
            page.save().transform(0, 1, -1, 0, x, margin + band);
            repeat(page, DOWN, down, periodDown());
            page.restore();
        }
        frames(page);
        if (template.rosette() != null) {
            ring(page);
        }
    }

    private void frames(FaceCanvas page) {
        page.stroke(frame.outerColour()).lineWidth(2.2f);
        page.rectangle(margin, margin, width, height).strokePath();
        page.stroke(frame.innerColour()).lineWidth(0.6f);
        page.rectangle(margin + 3, margin + 3, width - 6, height - 6).strokePath();
        float inner = margin + band;
        page.rectangle(inner - 1.5f, inner - 1.5f, width - 2 * band + 3, height - 2 * band + 3).strokePath();
        page.stroke(frame.outerColour()).lineWidth(1.3f);
        page.rectangle(inner + 1.5f, inner + 1.5f, width - 2 * band - 3, height - 2 * band - 3).strokePath();
    }

    private static void corner(FaceCanvas page, float x, float y) {
        page.save().transform(1, 0, 0, 1, x, y).figure(CORNER).restore();
    }

    private void ring(FaceCanvas page) {
        double turn = 2 * Math.PI / Guilloche.ringRepeats();
        page.save().transform(1, 0, 0, 1, template.width() / 2, template.height() / 2);
        for (int i = 0; i < Guilloche.ringRepeats(); i++) {
            float angle = (float) (turn * i);
            page.save().transform((float) Math.cos(angle), (float) Math.sin(angle), (float) -Math.sin(angle),
                    (float) Math.cos(angle), 0, 0).figure(RING).restore();
        }
        page.restore();
    }

    private static void repeat(FaceCanvas page, String figure, int times, float step) {
        for (int i = 0; i < times; i++) {
            page.figure(figure).transform(1, 0, 0, 1, step, 0);
        }
    }
}
