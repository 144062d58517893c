package org.licensehub.hub.issuing.face;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a kind of face looks, read from a data file under {@code face-templates/}. Lengths ending in Mm are millimetres,
 * text sizes are points, colours are {@code #RRGGBB}.
 *
 * @param marginMm from the paper's edge to the outer frame
 * @param paddingMm from the inner frame to the text
 */
record FaceTemplate(float widthMm, float heightMm, float marginMm, float paddingMm, Frame frame, Rosette rosette,
                    Title title, Fields fields, float qrMm, float sealMm) {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** The double frame and the woven band between its lines. */
    record Frame(String outerColour, String innerColour, String weaveColour, String weaveSecondColour, String paperColour,
                 float bandMm) {
    }

    /** The pale ring behind the text; null in a template without one. */
    record Rosette(String colour, float diameterMm) {
    }

    /** @param spacing between two characters, in parts of the size */
    record Title(float size, String colour, float spacing, float subtitleSize) {
    }

    /**
     * The field area.
     *
     * @param columns side by side, 1 or 2; a value too long for its column takes the whole width
     * @param size largest text size; it shrinks to {@code minimumSize} before a second page is begun
     * @param lineHeight in parts of the size
     */
    record Fields(int columns, float size, float minimumSize, float lineHeight, String labelColour, String valueColour) {
    }

    /** Reads a template; empty if there is none of that id. */
    static Optional<FaceTemplate> read(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try (InputStream in = FaceTemplate.class.getResourceAsStream("/face-templates/" + id + ".json")) {
            return in == null ? Optional.empty() : Optional.of(new ObjectMapper().readValue(in, FaceTemplate.class));
        } catch (IOException e) {
            throw new UncheckedIOException("证照模板数据无法读取 / the face template cannot be read: " + id, e);
        }
    }

    static float points(float millimetres) {
        return millimetres * 72 / 25.4f;
    }

    float width() {
        return points(widthMm);
    }

    float height() {
        return points(heightMm);
    }

    /** From the paper's edge to the inner frame, in points. */
    float innerFrame() {
        return points(marginMm + frame.bandMm());
    }

    /** From the paper's edge to the text, in points. */
    float inset() {
        return points(marginMm + frame.bandMm() + paddingMm);
    }
}
