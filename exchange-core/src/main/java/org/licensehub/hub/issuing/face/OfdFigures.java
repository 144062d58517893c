package org.licensehub.hub.issuing.face;

import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The repeated figures of a template as composite graphic units (GB/T 33190-2016, chapter 13): each is written once, and a page places it
 * as often as it likes by its number, which keeps a woven frame at a tenth of its size. Lengths are millimetres, y downwards.
 */
final class OfdFigures {

    /** Room around the middle of a line for half its width. */
    private static final double MARGIN = 0.2;
    /** Half a dot at 600 dots an inch. */
    private static final double FLAT = 0.02;
    private static final double HUNDREDTHS = 100;

    /**
     * A figure as a resource.
     *
     * @param left where its left edge is, seen from the origin it was drawn around; {@code top} likewise
     */
    record Figure(int id, double left, double top) {
    }

    private final Map<String, Figure> figures = new HashMap<>();
    private final StringBuilder units = new StringBuilder();

    /** Makes a figure known under a name. */
    void add(String name, List<OfdDrawing.Part> parts, OfdDrawing.Numbers numbers) {
        Rectangle2D bounds = parts.get(0).path().getBounds2D();
        parts.forEach(part -> Rectangle2D.union(bounds, part.path().getBounds2D(), bounds));
        Figure figure = new Figure(numbers.next(), bounds.getX() - MARGIN, bounds.getY() - MARGIN);
        figures.put(name, figure);
        String width = written(bounds.getWidth() + 2 * MARGIN);
        String height = written(bounds.getHeight() + 2 * MARGIN);
        units.append("<ofd:CompositeGraphicUnit ID=\"").append(figure.id).append("\" Width=\"").append(width).append("\" Height=\"").append(height)
                .append("\"><ofd:Content>\n");
        for (OfdDrawing.Part part : parts) {
            // in straight pieces: converters are about that place the lines of a unit and forget its curves
            PathIterator pieces = part.path().getPathIterator(AffineTransform.getTranslateInstance(-figure.left, -figure.top), FLAT);
            OfdDrawing.pathObject(numbers.next(), "0 0 " + width + " " + height, part, pieces, HUNDREDTHS, units);
        }
        units.append("</ofd:Content></ofd:CompositeGraphicUnit>\n");
    }

    Figure get(String name) {
        return figures.get(name);
    }

    /** All units, as a file of resources holds them. */
    String resources() {
        return units.isEmpty() ? "" : "<ofd:CompositeGraphicUnits>\n" + units + "</ofd:CompositeGraphicUnits>";
    }

    private static String written(double millimetres) {
        StringBuilder number = new StringBuilder();
        PageContent.number(millimetres, number);
        return number.toString();
    }
}
