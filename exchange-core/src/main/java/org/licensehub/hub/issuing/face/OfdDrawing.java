package org.licensehub.hub.issuing.face;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The objects of one page of an OFD file (GB/T 33190-2016, chapters 8 to 11): lengths in millimetres, y downwards from the
 * upper edge. Paths that follow one another in the same style make one object. A repeated figure is a resource of the file, see
 * {@link OfdFigures}, and is placed by a matrix.
 */
final class OfdDrawing implements FaceCanvas {

    /** Hands out the identifiers of a document, which are numbered through. */
    static final class Numbers {
        private int last;

        int next() {
            return ++last;
        }

        int last() {
            return last;
        }

        /** Leaves out all numbers up to this one. */
        void skipTo(int number) {
            last = Math.max(last, number);
        }
    }

    private static final double MILLIMETRES = 25.4 / 72;
    private static final double THOUSANDTHS = 1000;
    /** A fifth of full strength, of 255. */
    private static final String VEIL = " Alpha=\"51\"";

    /** What {@link #save} remembers. */
    private record State(String fill, String stroke, float lineWidth, AffineTransform place, boolean veiled) {
    }

    /** A style and all paths drawn in it one after the other. */
    record Part(String attributes, String colour, Path2D path) {
    }

    private final String page;
    private final Numbers numbers;
    private final FontSubset subset;
    private final int fontId;
    private final AffineTransform paper;
    private final OfdFigures figures;
    private final Deque<State> saved = new ArrayDeque<>();
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder out = new StringBuilder(16_384);
    private State state;
    private Path2D path = new Path2D.Double();

    /**
     * A page of this size in points.
     *
     * @param subset  takes the characters of texts, and {@code fontId} is the identifier of the font it makes; null where there are none
     * @param figures takes the repeated figures; null where there are none
     */
    OfdDrawing(float width, float height, Numbers numbers, FontSubset subset, int fontId, OfdFigures figures) {
        this(box(width, height), numbers, subset, fontId, new AffineTransform(MILLIMETRES, 0, 0, -MILLIMETRES, 0, height * MILLIMETRES), figures);
    }

    private OfdDrawing(String page, Numbers numbers, FontSubset subset, int fontId, AffineTransform paper, OfdFigures figures) {
        this.page = page;
        this.numbers = numbers;
        this.subset = subset;
        this.fontId = fontId;
        this.paper = paper;
        this.figures = figures;
        this.state = new State("0 0 0", "0 0 0", 1, new AffineTransform(), false);
    }

    /** The size of a page as the standard writes boxes. */
    static String box(float width, float height) {
        StringBuilder box = new StringBuilder("0 0 ");
        number(width * MILLIMETRES, box);
        box.append(' ');
        number(height * MILLIMETRES, box);
        return box.toString();
    }

    /** Makes a repeated figure known under a name. */
    void define(String name, Consumer<FaceCanvas> figure) {
        OfdDrawing tile = new OfdDrawing(page, numbers, subset, fontId, AffineTransform.getScaleInstance(MILLIMETRES, -MILLIMETRES), null);
        figure.accept(tile);
        figures.add(name, tile.parts, numbers);
    }

    @Override
    public FaceCanvas fill(String colour) {
        state = new State(rgb(colour), state.stroke, state.lineWidth, state.place, state.veiled);
        return this;
    }

    @Override
    public FaceCanvas stroke(String colour) {
        state = new State(state.fill, rgb(colour), state.lineWidth, state.place, state.veiled);
        return this;
    }

    private static String rgb(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return (rgb >> 16) + " " + (rgb >> 8 & 255) + " " + (rgb & 255);
    }

    @Override
    public FaceCanvas lineWidth(float width) {
        state = new State(state.fill, state.stroke, width, state.place, state.veiled);
        return this;
    }

    @Override
    public FaceCanvas move(float x, float y) {
        path.moveTo(x, y);
        return this;
    }

    @Override
    public FaceCanvas line(float x, float y) {
        path.lineTo(x, y);
        return this;
    }

    @Override
    public FaceCanvas curve(float x1, float y1, float x2, float y2, float x3, float y3) {
        path.curveTo(x1, y1, x2, y2, x3, y3);
        return this;
    }

    @Override
    public FaceCanvas rectangle(float x, float y, float width, float height) {
        move(x, y).line(x + width, y).line(x + width, y + height).line(x, y + height);
        path.closePath();
        return this;
    }

    @Override
    public FaceCanvas strokePath() {
        StringBuilder attributes = new StringBuilder(" LineWidth=\"");
        number(state.lineWidth * MILLIMETRES, attributes);
        path.transform(toPage());
        return part(attributes.append('"').toString(), colour("StrokeColor", state.stroke));
    }

    /** In coordinates of its own an area keeps them, and a matrix places it: the modules of a QR code are whole numbers. */
    @Override
    public FaceCanvas fillPath() {
        String attributes = " Stroke=\"false\" Fill=\"true\"";
        if (state.place.isIdentity()) {
            path.transform(toPage());
        } else {
            attributes = written(toPage()) + attributes;
        }
        return part(attributes, colour("FillColor", state.fill));
    }

    private AffineTransform toPage() {
        AffineTransform place = new AffineTransform(paper);
        place.concatenate(state.place);
        return place;
    }

    private static String colour(String element, String rgb) {
        return "<ofd:" + element + " Value=\"" + rgb + "\"/>";
    }

    private FaceCanvas part(String attributes, String colour) {
        Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (last != null && last.attributes.equals(attributes) && last.colour.equals(colour)) {
            last.path.append(path, false);
        } else {
            parts.add(new Part(attributes, colour, path));
        }
        path = new Path2D.Double();
        return this;
    }

    @Override
    public FaceCanvas save() {
        saved.push(state);
        return this;
    }

    @Override
    public FaceCanvas restore() {
        state = saved.pop();
        return this;
    }

    @Override
    public FaceCanvas veil() {
        state = new State(state.fill, state.stroke, state.lineWidth, state.place, true);
        return this;
    }

    @Override
    public FaceCanvas transform(float a, float b, float c, float d, float e, float f) {
        AffineTransform place = new AffineTransform(state.place);
        place.concatenate(new AffineTransform(a, b, c, d, e, f));
        state = new State(state.fill, state.stroke, state.lineWidth, place, state.veiled);
        return this;
    }

    @Override
    public FaceCanvas figure(String name) {
        flush();
        OfdFigures.Figure figure = figures.get(name);
        out.append("<ofd:CompositeObject ID=\"").append(numbers.next()).append("\" Boundary=\"").append(page).append('"')
                .append(matrix(figure.left(), figure.top())).append(" ResourceID=\"").append(figure.id()).append("\"/>\n");
        return this;
    }

    /** The matrix from millimetres around a point, y downwards, to those of the page; the point itself is given from the present origin. */
    private String matrix(double left, double top) {
        AffineTransform place = toPage();
        place.scale(1 / MILLIMETRES, -1 / MILLIMETRES);
        place.translate(left, top);
        return written(place);
    }

    private static String written(AffineTransform place) {
        double[] matrix = new double[6];
        place.getMatrix(matrix);
        StringBuilder written = new StringBuilder(" CTM=\"");
        for (int i = 0; i < matrix.length; i++) {
            // a turn of a long figure needs more than the three decimals of a length
            double rounded = i < 4 ? Math.round(matrix[i] * 1e6) / 1e6 : Math.round(matrix[i] * 1e3) / 1e3;
            written.append(i == 0 ? "" : " ").append(BigDecimal.valueOf(rounded).stripTrailingZeros().toPlainString());
        }
        return written.append('"').toString();
    }

    private void flush() {
        parts.forEach(part -> pathObject(numbers.next(), page, part, part.path.getPathIterator(null), THOUSANDTHS, out));
        parts.clear();
    }

    /**
     * Writes a part.
     *
     * @param steps the part's path as it is to be written
     * @param grain into how many steps a millimetre is divided
     */
    static void pathObject(int id, String box, Part part, PathIterator steps, double grain, StringBuilder out) {
        out.append("<ofd:PathObject ID=\"").append(id).append("\" Boundary=\"").append(box).append('"').append(part.attributes).append('>').append(part.colour)
                .append("<ofd:AbbreviatedData>");
        double[] at = new double[6];
        for (; !steps.isDone(); steps.next()) {
            int step = steps.currentSegment(at);
            out.append("MLQBC".charAt(step)).append(' ');
            int values = step == PathIterator.SEG_CLOSE ? 0 : step == PathIterator.SEG_CUBICTO ? 6 : 2;
            for (int i = 0; i < values; i++) {
                number(Math.rint(at[i] * grain) / grain, out);
                out.append(' ');
            }
        }
        out.setLength(out.length() - 1);
        out.append("</ofd:AbbreviatedData></ofd:PathObject>\n");
    }

    @Override
    public FaceCanvas text(String text, float size, float x, float y, float spacing) {
        return runs(text, size, x, y, spacing, "", colour("FillColor", state.fill));
    }

    @Override
    public FaceCanvas boldText(String text, float size, float x, float y, float spacing, float edge) {
        StringBuilder line = new StringBuilder(" Stroke=\"true\" Fill=\"true\" LineWidth=\"");
        number(edge * MILLIMETRES, line);
        return runs(text, size, x, y, spacing, line.append('"').toString(), colour("FillColor", state.fill) + colour("StrokeColor", state.stroke));
    }

    /**
     * A character outside the basic plane is two units of UTF-16, and readers differ in how they count advances across it:
     * it becomes an object of its own, in which there is nothing to count, and names its glyph.
     */
    private FaceCanvas runs(String text, float size, float x, float y, float spacing, String attributes, String colours) {
        flush();
        float at = x;
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && !Character.isSurrogate(text.charAt(to))) {
                to++;
            }
            to = to == from ? from + Character.charCount(text.codePointAt(from)) : to;
            String run = text.substring(from, to);
            textObject(run, size, at, y, spacing, attributes, colours);
            at += subset.width(run, size) + spacing * FaceFont.length(run);
            from = to;
        }
        return this;
    }

    private void textObject(String run, float size, float x, float y, float spacing, String attributes, String colours) {
        double above = size * MILLIMETRES;
        int[] glyphs = run.codePoints().map(subset::number).toArray();
        out.append("<ofd:TextObject ID=\"").append(numbers.next()).append("\" Boundary=\"");
        boolean turned = state.place.getShearX() != 0;
        if (turned) {
            out.append(page).append('"').append(matrix(0, 0));
        } else {
            double width = (subset.width(run, size) + spacing * (glyphs.length - 1) + size / 4) * MILLIMETRES;
            box(x, y, above, Math.max(width, 0.1));
        }
        out.append(" Font=\"").append(fontId).append("\" Size=\"");
        number(size * MILLIMETRES, out);
        out.append('"').append(state.veiled ? VEIL : "").append(attributes).append('>').append(colours);
        if (Character.isSurrogate(run.charAt(0))) {
            out.append("<ofd:CGTransform CodePosition=\"0\" CodeCount=\"2\" GlyphCount=\"1\"><ofd:Glyphs>").append(glyphs[0])
                    .append("</ofd:Glyphs></ofd:CGTransform>");
        }
        out.append("<ofd:TextCode X=\"");
        number(turned ? x * MILLIMETRES : 0, out);
        out.append("\" Y=\"");
        number(turned ? -y * MILLIMETRES : above, out);
        out.append('"');
        advances(run, size, spacing);
        out.append('>').append(OfdFaceRenderer.escaped(run)).append("</ofd:TextCode></ofd:TextObject>\n");
    }

    private void box(float x, float y, double above, double width) {
        double[] corner = {x, y};
        state.place.transform(corner, 0, corner, 0, 1);
        paper.transform(corner, 0, corner, 0, 1);
        for (double value : new double[] {corner[0], corner[1] - above, width}) {
            number(value, out);
            out.append(' ');
        }
        number(above * 1.3, out);
        out.append('"');
    }

    /** From each character to the next; equal ones that follow one another are written once with their number. */
    private void advances(String run, float size, float spacing) {
        if (run.length() < 2 || Character.isSurrogate(run.charAt(0))) {
            return;
        }
        out.append(" DeltaX=\"");
        int at = 0;
        while (at < run.length() - 1) {
            double step = (subset.width(run.substring(at, at + 1), size) + spacing) * MILLIMETRES;
            int same = 1;
            while (at + same < run.length() - 1
                    && (subset.width(run.substring(at + same, at + same + 1), size) + spacing) * MILLIMETRES == step) {
                same++;
            }
            out.append(at == 0 ? "" : " ").append(same > 2 ? "g " + same + " " : "");
            number(step, out);
            if (same == 2) {
                out.append(' ');
                number(step, out);
            }
            at += same;
        }
        out.append('"');
    }

    private static void number(double value, StringBuilder out) {
        PageContent.number(value, out);
    }

    /** All objects in the order in which they were drawn. */
    String objects() {
        flush();
        return out.toString();
    }
}
