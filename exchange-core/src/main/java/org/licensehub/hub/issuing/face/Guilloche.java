package org.licensehub.hub.issuing.face;

import java.util.function.DoubleUnaryOperator;

/**
 * The woven lines of a frame and of the ring behind the text. Only one period of each pattern is drawn and then repeated
 * by the page, which keeps a pattern of thousands of curves below a kilobyte.
 */
final class Guilloche {

    private static final int RING_LOBES = 24;
    private static final double TURN = 2 * Math.PI;

    private Guilloche() {
    }

    static int ringRepeats() {
        return RING_LOBES;
    }

    /** One period of the band's weave: x from 0 to {@code period}, y around 0. */
    static void weave(FaceCanvas tile, float period, float band, String colour, String second) {
        tile.lineWidth(0.28f).stroke(colour);
        family(tile, period, 6, 1, 0.40 * band);
        tile.lineWidth(0.22f).stroke(second);
        family(tile, period, 4, 2, 0.22 * band);
    }

    private static void family(FaceCanvas tile, float period, int waves, int frequency, double amplitude) {
        for (int wave = 0; wave < waves; wave++) {
            double phase = TURN * wave / waves;
            double speed = TURN * frequency / period;
            int steps = 8 * frequency;
            curve(tile, 0, period, steps, x -> x, x -> amplitude * Math.sin(speed * x + phase));
        }
    }

    /** A flower of crossing loops that fills a square corner of the band, centred on the origin. */
    static void corner(FaceCanvas tile, float band, String colour, String second) {
        tile.lineWidth(0.3f).stroke(colour);
        double radius = band / 2;
        for (int loop = 0; loop < 3; loop++) {
            double shift = TURN * loop / 24;
            DoubleUnaryOperator r = angle -> radius * (0.52 + 0.38 * Math.cos(8 * angle + 8 * shift));
            polar(tile, TURN, 64, r);
        }
        tile.stroke(second).lineWidth(0.5f);
        polar(tile, TURN, 8, angle -> radius * 0.17);
    }

    /** One lobe of the ring, centred on the origin, to be turned {@link #ringRepeats()} times. */
    static void ringLobe(FaceCanvas tile, float diameter, String colour) {
        tile.lineWidth(0.35f).stroke(colour);
        double radius = diameter / 2;
        double lobe = TURN / RING_LOBES;
        for (int line = 0; line < 8; line++) {
            double phase = TURN * line / 8;
            polar(tile, lobe, 6, angle -> radius * (0.84 + 0.15 * Math.sin(RING_LOBES * angle + phase)));
            polar(tile, lobe, 4, angle -> radius * (0.56 + 0.11 * Math.sin(RING_LOBES * angle + phase)));
        }
        polar(tile, lobe, 1, angle -> radius * 0.995);
        polar(tile, lobe, 1, angle -> radius * 0.43);
    }

    /** Three fine waves across a width, below the origin; they cross, so that a copier blurs them. */
    static void wave(FaceCanvas tile, float width, float step, String colour) {
        tile.lineWidth(0.25f).stroke(colour);
        int periods = Math.max(1, Math.round(width / (6 * step)));
        for (int line = 0; line < 3; line++) {
            double phase = TURN * line / 3;
            double speed = TURN * periods / width;
            curve(tile, 0, width, 6 * periods, x -> x, x -> -step / 2 + step * 0.45 * Math.sin(speed * x + phase));
        }
    }

    private static void polar(FaceCanvas tile, double end, int steps, DoubleUnaryOperator radius) {
        curve(tile, 0, end, steps, t -> radius.applyAsDouble(t) * Math.cos(t), t -> radius.applyAsDouble(t) * Math.sin(t));
    }

    /** A smooth curve through the points of (x(t), y(t)), by its tangents (Hermite to Bézier). */
    private static void curve(FaceCanvas tile, double from, double to, int steps, DoubleUnaryOperator x,
                              DoubleUnaryOperator y) {
        double step = (to - from) / steps;
        tile.move((float) x.applyAsDouble(from), (float) y.applyAsDouble(from));
        for (int i = 0; i < steps; i++) {
            double a = from + i * step;
            double b = a + step;
            tile.curve((float) (x.applyAsDouble(a) + slope(x, a) * step / 3),
                    (float) (y.applyAsDouble(a) + slope(y, a) * step / 3),
                    (float) (x.applyAsDouble(b) - slope(x, b) * step / 3),
                    (float) (y.applyAsDouble(b) - slope(y, b) * step / 3),
                    (float) x.applyAsDouble(b), (float) y.applyAsDouble(b));
        }
        tile.strokePath();
    }

    private static double slope(DoubleUnaryOperator function, double at) {
        double h = 1e-4;
        return (function.applyAsDouble(at + h) - function.applyAsDouble(at - h)) / (2 * h);
    }
}
