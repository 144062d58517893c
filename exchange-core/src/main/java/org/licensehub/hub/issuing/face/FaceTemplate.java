package org.licensehub.hub.issuing.face;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a kind of face looks, read from a data file under {@code face-templates/} (docs/face-templates.md). Lengths ending in
 * Mm are millimetres, places are measured from the upper left corner of the paper, text sizes are points, colours are
 * {@code #RRGGBB}. Lists may be left out.
 *
 * @param texts what stands in a place of its own
 * @param foot the line with identifier and page number, on every page
 * @param seal where the visible seal belongs, on the first page
 */
record FaceTemplate(float widthMm, float heightMm, String paperColour, List<Frame> frames, List<Ground> grounds, List<Rosette> rosettes,
                    List<Drawing> drawings, List<Text> texts, Text foot, Flow flow, Qr qr, Square seal) {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final float POINTS_PER_MM = 72 / 25.4f;

    FaceTemplate {
        frames = known(frames);
        grounds = known(grounds);
        rosettes = known(rosettes);
        drawings = known(drawings);
        texts = known(texts);
        require(widthMm >= 50 && widthMm <= 1000 && heightMm >= 50 && heightMm <= 1000, "paper between 50 and 1,000 mm");
        require(paperColour != null, "paperColour");
        require(foot != null && flow != null && qr != null && seal != null, "foot, flow, qr, seal");
        List<Text> all = texts;
        Stream.of(Source.TITLE, Source.NUMBER, Source.ISSUER, Source.ISSUE_DATE).forEach(source ->
                require(all.stream().anyMatch(text -> text.show == source), "a place for " + source));
        require(flow.on(flow.areas).count() > 0 && flow.on(flow.further).count() > 0, "flow areas on the first and on further pages");
    }

    /** What a text in a place of its own shows. */
    enum Source {
        TITLE("证照名称"), SUBTITLE("副题"), NUMBER("证照编号"), ISSUER("颁发机构"), ISSUE_DATE("颁发日期"), VALIDITY("有效期限"),
        /** A field of the license, by its name. */
        FIELD(null);

        private final String label;

        Source(String label) {
            this.label = label;
        }

        /** What stands before the value if it has to join the flowing fields; null for a field, which has its own. */
        String label() {
            return label;
        }
    }

    /** Where the lines of a text begin or end. */
    enum Align { LEFT, CENTRE, RIGHT }

    /** A double frame and, if {@code bandMm} is not 0, the woven band between its lines. */
    record Frame(float xMm, float yMm, float widthMm, float heightMm, float bandMm, String outerColour, String innerColour, String weaveColour,
                 String weaveSecondColour) {
    }

    /** Fine waves, one below the other. */
    record Ground(float xMm, float yMm, float widthMm, float heightMm, float stepMm, String colour) {
    }

    /** A pale ring of loops around a point. */
    record Rosette(float xMm, float yMm, float diameterMm, String colour) {
    }

    /**
     * A figure on the first page, for instance an emblem or a rule.
     *
     * @param scale millimetres to one unit of the path
     * @param fill colour of the area, or null
     * @param stroke colour of the line, or null
     * @param lineWidthMm of the line
     * @param path absolute commands M, L, C and Z with their numbers, y downwards
     */
    record Drawing(float xMm, float yMm, float scale, String fill, String stroke, float lineWidthMm, String path) {
    }

    /**
     * A text in a place of its own, in the middle of its height. It gets smaller until its lines fit; what does not fit at the
     * smallest size joins the flowing fields.
     *
     * @param field name of the field shown, with {@link Source#FIELD}
     * @param before stands before the value; null for nothing, or for a field its label and a colon
     * @param after stands after it, or null
     * @param otherwise shown when there is no value, or null
     * @param spacing between two characters, in parts of the size, as long as it all fits on one line
     */
    record Text(Source show, String field, String before, String after, String otherwise, float xMm, float yMm, float widthMm, float heightMm,
                Align align, float size, float minimumSize, String colour, float spacing, boolean bold) {
    }

    /**
     * Where all other fields go.
     *
     * @param areas on the first page, filled one after the other
     * @param further the same on every further page; the running title stands above the first
     * @param columns side by side, 1 or 2; a value too long for its column takes the whole width
     * @param size largest text size; it shrinks to {@code minimumSize} before a further page is begun
     * @param lineHeight in parts of the size
     */
    record Flow(List<Area> areas, List<Area> further, int columns, float size, float minimumSize, float lineHeight, String labelColour,
                String valueColour) {

        /** The areas of a list in which a line of the largest size has room three times. */
        Stream<Area> on(List<Area> list) {
            return known(list).stream().filter(area -> points(area.heightMm) >= 3 * size * lineHeight);
        }
    }

    record Area(float xMm, float yMm, float widthMm, float heightMm) {
    }

    /** The QR code with its white margin; the caption stands below. */
    record Qr(float xMm, float yMm, float sizeMm, String caption, String colour) {
    }

    record Square(float xMm, float yMm, float sizeMm) {
    }

    private static <T> List<T> known(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    private static void require(boolean kept, String what) {
        if (!kept) {
            throw new IllegalArgumentException("照面模板缺少或超出范围：" + what + " / a face template needs: " + what);
        }
    }

    /**
     * Reads a template; empty if there is none of that id.
     *
     * @throws IllegalStateException if its data are not a template; the message says what is missing
     */
    static Optional<FaceTemplate> read(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try (InputStream in = FaceTemplate.class.getResourceAsStream("/face-templates/" + id + ".json")) {
            return in == null ? Optional.empty() : Optional.of(parse(in));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("照面模板数据有误 / wrong data in face template " + id + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("证照模板数据无法读取 / the face template cannot be read: " + id, e);
        }
    }

    static FaceTemplate parse(InputStream json) throws IOException {
        return new ObjectMapper().readValue(json, FaceTemplate.class);
    }

    /** All that this template itself adds to a face. */
    Stream<String> words() {
        return Stream.concat(Stream.of(qr.caption, foot.before), texts.stream().flatMap(text -> Stream.of(text.before, text.after, text.otherwise)))
                .filter(Objects::nonNull);
    }

    static float points(float millimetres) {
        return millimetres * POINTS_PER_MM;
    }

    float width() {
        return points(widthMm);
    }

    float height() {
        return points(heightMm);
    }

    /** How high above the lower edge of the paper, in points, something lies that is so many millimetres below the upper one. */
    float up(float yMm) {
        return points(heightMm - yMm);
    }
}
