package org.licensehub.hub.issuing.face;

import java.awt.geom.GeneralPath;
import java.awt.geom.PathIterator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes an outline as a simple glyph of the table glyf (OpenType 1.9), without instructions. */
final class SimpleGlyph {

    private static final int ON_CURVE = 1;
    private static final int HEADER = 10;

    /** A point in units of the font. */
    private record Point(int x, int y, boolean onCurve) {
    }

    private final List<List<Point>> contours = new ArrayList<>();

    private SimpleGlyph(GeneralPath outline) {
        float[] at = new float[6];
        for (PathIterator steps = outline.getPathIterator(null); !steps.isDone(); steps.next()) {
            switch (steps.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> {
                    contours.add(new ArrayList<>());
                    add(at[0], at[1], true);
                }
                case PathIterator.SEG_LINETO -> add(at[0], at[1], true);
                case PathIterator.SEG_QUADTO -> {
                    add(at[0], at[1], false);
                    add(at[2], at[3], true);
                }
                case PathIterator.SEG_CLOSE -> {
                    // a contour of this format is always closed
                }
                default -> throw new IllegalArgumentException("字库轮廓含三次曲线 / an outline with cubic curves");
            }
        }
        contours.forEach(SimpleGlyph::withoutDoubledEnd);
        contours.removeIf(contour -> contour.size() < 3);
    }

    /** The glyph, without any byte for an outline that shows nothing. */
    static byte[] of(GeneralPath outline) {
        SimpleGlyph glyph = new SimpleGlyph(outline);
        return glyph.contours.isEmpty() ? new byte[0] : glyph.encoded();
    }

    private void add(float x, float y, boolean onCurve) {
        contours.get(contours.size() - 1).add(new Point(Math.round(x), Math.round(y), onCurve));
    }

    /** A path comes back to where it began; a contour does so by itself. */
    private static void withoutDoubledEnd(List<Point> contour) {
        int last = contour.size() - 1;
        if (last > 0 && contour.get(last).equals(contour.get(0))) {
            contour.remove(last);
        }
    }

    private byte[] encoded() {
        List<Point> points = contours.stream().flatMap(List::stream).toList();
        ByteBuffer glyph = ByteBuffer.allocate(HEADER + 2 * contours.size() + 2 + 5 * points.size());
        glyph.putShort((short) contours.size());
        glyph.putShort((short) points.stream().mapToInt(Point::x).min().orElse(0)).putShort((short) points.stream().mapToInt(Point::y).min().orElse(0));
        glyph.putShort((short) points.stream().mapToInt(Point::x).max().orElse(0)).putShort((short) points.stream().mapToInt(Point::y).max().orElse(0));
        int end = -1;
        for (List<Point> contour : contours) {
            end += contour.size();
            glyph.putShort((short) end);
        }
        glyph.putShort((short) 0);
        points.forEach(point -> glyph.put((byte) (point.onCurve ? ON_CURVE : 0)));
        int before = 0;
        for (Point point : points) {
            glyph.putShort((short) (point.x - before));
            before = point.x;
        }
        before = 0;
        for (Point point : points) {
            glyph.putShort((short) (point.y - before));
            before = point.y;
        }
        return glyph.array();
    }
}
