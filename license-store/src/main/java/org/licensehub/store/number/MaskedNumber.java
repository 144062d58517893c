package org.licensehub.store.number;

/** The one rule by which numbers of people are shown everywhere in the product. */
public final class MaskedNumber {

    private static final int SHORTEST_WITH_TAIL = 8;

    private MaskedNumber() {
    }

    /**
     * Masks one number: 18 characters keep the first 6 and the last 4 with eight stars between; others keep the first
     * character and, from 8 characters on, the last 3. Counts code points.
     */
    public static String of(String value) {
        int[] points = value.codePoints().toArray();
        if (points.length == 18) {
            return show(points, 6, 4);
        }
        if (points.length >= SHORTEST_WITH_TAIL) {
            return show(points, 1, 3);
        }
        return points.length > 1 ? show(points, 1, 0) : "*".repeat(points.length);
    }

    private static String show(int[] points, int head, int tail) {
        return new String(points, 0, head) + "*".repeat(points.length - head - tail)
                + new String(points, points.length - tail, tail);
    }
}
