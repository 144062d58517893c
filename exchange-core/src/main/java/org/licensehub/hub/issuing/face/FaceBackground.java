package org.licensehub.hub.issuing.face;

import static org.licensehub.hub.issuing.face.FaceTemplate.points;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All that is the same on every page of a template: paper colour, waves, frames, weave, rings. The repeated figures are drawn
 * apart, each around its own origin, and the page uses them by their names.
 */
final class FaceBackground {

    private static final String ACROSS = "A";
    private static final String DOWN = "D";
    private static final String CORNER = "C";
    private static final String RING = "R";
    private static final String WAVE = "W";

    private final FaceTemplate template;

    FaceBackground(FaceTemplate template) {
        this.template = template;
    }

    /** A frame in points, y upwards, and how often its weave is repeated. */
    private record Sides(float x, float y, float width, float height, float band, int across, int down) {

        static Sides of(FaceTemplate.Frame frame, FaceTemplate template) {
            float band = points(frame.bandMm());
            float width = points(frame.widthMm());
            float height = points(frame.heightMm());
            return new Sides(points(frame.xMm()), template.up(frame.yMm() + frame.heightMm()), width, height, band,
                    band == 0 ? 0 : Math.round((width - 2 * band) / band), band == 0 ? 0 : Math.round((height - 2 * band) / band));
        }

        float periodAcross() {
            return (width - 2 * band) / across;
        }

        float periodDown() {
            return (height - 2 * band) / down;
        }
    }

    /** How each repeated figure is drawn. */
    Map<String, Consumer<FaceCanvas>> figures() {
        Map<String, Consumer<FaceCanvas>> figures = new TreeMap<>();
        for (int i = 0; i < template.frames().size(); i++) {
            FaceTemplate.Frame frame = template.frames().get(i);
            Sides sides = Sides.of(frame, template);
            if (sides.band > 0) {
                figures.put(ACROSS + i, tile -> Guilloche.weave(tile, sides.periodAcross(), sides.band, frame.weaveColour(), frame.weaveSecondColour()));
                figures.put(DOWN + i, tile -> Guilloche.weave(tile, sides.periodDown(), sides.band, frame.weaveColour(), frame.weaveSecondColour()));
                figures.put(CORNER + i, tile -> Guilloche.corner(tile, sides.band, frame.weaveColour(), frame.weaveSecondColour()));
            }
        }
        for (int i = 0; i < template.rosettes().size(); i++) {
            FaceTemplate.Rosette rosette = template.rosettes().get(i);
            figures.put(RING + i, tile -> Guilloche.ringLobe(tile, points(rosette.diameterMm()), rosette.colour()));
        }
        for (int i = 0; i < template.grounds().size(); i++) {
            FaceTemplate.Ground ground = template.grounds().get(i);
            figures.put(WAVE + i, tile -> Guilloche.wave(tile, points(ground.widthMm()), points(ground.stepMm()), ground.colour()));
        }
        return figures;
    }

    void draw(FaceCanvas page) {
        page.fill(template.paperColour()).rectangle(0, 0, template.width(), template.height()).fillPath();
        for (int i = 0; i < template.grounds().size(); i++) {
            ground(page, i, template.grounds().get(i));
        }
        for (int i = 0; i < template.rosettes().size(); i++) {
            ring(page, i, template.rosettes().get(i));
        }
        for (int i = 0; i < template.frames().size(); i++) {
            Sides sides = Sides.of(template.frames().get(i), template);
            if (sides.band > 0) {
                weave(page, i, sides);
            }
            lines(page, template.frames().get(i), sides);
        }
    }

    private void ground(FaceCanvas page, int index, FaceTemplate.Ground ground) {
        int rows = Math.round(ground.heightMm() / ground.stepMm());
        page.save().transform(1, 0, 0, 1, points(ground.xMm()), template.up(ground.yMm()));
        for (int row = 0; row < rows; row++) {
            page.figure(WAVE + index).transform(1, 0, 0, 1, 0, -points(ground.stepMm()));
        }
        page.restore();
    }

    private static void weave(FaceCanvas page, int index, Sides sides) {
        float half = sides.band / 2;
        float right = sides.x + sides.width;
        float top = sides.y + sides.height;
        for (float y : new float[] {sides.y + half, top - half}) {
            page.save().transform(1, 0, 0, 1, sides.x + sides.band, y);
            repeat(page, ACROSS + index, sides.across, sides.periodAcross());
            page.restore();
            for (float x : List.of(sides.x + half, right - half)) {
                page.save().transform(1, 0, 0, 1, x, y).figure(CORNER + index).restore();
            }
        }
        for (float x : new float[] {sides.x + half, right - half}) {
            page.save().transform(0, 1, -1, 0, x, sides.y + sides.band);
            repeat(page, DOWN + index, sides.down, sides.periodDown());
            page.restore();
        }
    }

    private static void lines(FaceCanvas page, FaceTemplate.Frame frame, Sides sides) {
        page.stroke(frame.outerColour()).lineWidth(2.2f);
        inset(page, sides, 0);
        page.stroke(frame.innerColour()).lineWidth(0.6f);
        inset(page, sides, 3);
        if (sides.band > 0) {
            inset(page, sides, sides.band - 1.5f);
            page.stroke(frame.outerColour()).lineWidth(1.3f);
            inset(page, sides, sides.band + 1.5f);
        }
    }

    private static void inset(FaceCanvas page, Sides sides, float by) {
        page.rectangle(sides.x + by, sides.y + by, sides.width - 2 * by, sides.height - 2 * by).strokePath();
    }

    private void ring(FaceCanvas page, int index, FaceTemplate.Rosette rosette) {
        double turn = 2 * Math.PI / Guilloche.ringRepeats();
        page.save().transform(1, 0, 0, 1, points(rosette.xMm()), template.up(rosette.yMm()));
        for (int i = 0; i < Guilloche.ringRepeats(); i++) {
            float angle = (float) (turn * i);
            page.save().transform((float) Math.cos(angle), (float) Math.sin(angle), (float) -Math.sin(angle),
                    (float) Math.cos(angle), 0, 0).figure(RING + index).restore();
        }
        page.restore();
    }

    private static void repeat(FaceCanvas page, String figure, int times, float step) {
        for (int i = 0; i < times; i++) {
            page.figure(figure).transform(1, 0, 0, 1, step, 0);
        }
    }
}
