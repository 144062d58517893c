package org.licensehub.hub.issuing.face;

/**
 * What a face is drawn on, whatever file comes of it. Lengths are points (1/72 inch), the origin is the lower left corner
 * and y grows upwards; colours are {@code #RRGGBB}. A path is begun by {@link #move} or {@link #rectangle} and ended by
 * {@link #strokePath} or {@link #fillPath}. Every method returns the canvas itself.
 */
interface FaceCanvas {

    /** The colour of areas and letters from here on. */
    FaceCanvas fill(String colour);

    /** The colour of lines from here on. */
    FaceCanvas stroke(String colour);

    /** How wide lines are from here on. */
    FaceCanvas lineWidth(float width);

    FaceCanvas move(float x, float y);

    FaceCanvas line(float x, float y);

    /** A cubic Bézier curve to the third point. */
    FaceCanvas curve(float x1, float y1, float x2, float y2, float x3, float y3);

    FaceCanvas rectangle(float x, float y, float width, float height);

    FaceCanvas strokePath();

    FaceCanvas fillPath();

    /** Remembers colours, line width and coordinates until {@link #restore}. */
    FaceCanvas save();

    FaceCanvas restore();

    /** What is filled or written until {@link #restore} lets most of what lies below shine through. */
    FaceCanvas veil();

    /** Changes coordinates: what is then drawn at (x, y) comes to (ax + cy + e, bx + dy + f). */
    FaceCanvas transform(float a, float b, float c, float d, float e, float f);

    /** Draws the repeated figure of that name, its origin at that of the coordinates. */
    FaceCanvas figure(String name);

    /** A line of text with its baseline at y; {@code spacing} is added between two characters. */
    FaceCanvas text(String text, float size, float x, float y, float spacing);

    /** The same with letters made bolder by a line of this width in the colour of lines. */
    FaceCanvas boldText(String text, float size, float x, float y, float spacing, float edge);
}
