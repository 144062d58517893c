package org.licensehub.connectors;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Splits a CSV stream into rows before decoding, so that malformed bytes or a lost quote cost one row and not the rest of
 * the file. Works for character sets in which the bytes of quote, comma and line end never occur inside another character
 * (UTF-8 and the GB family). Memory: one row, at most {@value #LONGEST_ROW} bytes and {@value #MOST_LINES} lines.
 */
final class RowFramer {

    static final int LONGEST_ROW = 1 << 20;
    static final int MOST_LINES = 1_000;

    private enum Place { FIELD_START, UNQUOTED, QUOTED, AFTER_QUOTE }

    private record Line(byte[] bytes, boolean cut) {
    }

    private final InputStream in;
    private final Deque<Line> pushedBack = new ArrayDeque<>();
    private long linesTaken;

    RowFramer(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next row, or null at the end. */
    RawRow next() throws IOException {
        Line first = nextLine();
        if (first == null) {
            return null;
        }
        long number = linesTaken;
        List<byte[]> lines = new ArrayList<>(List.of(first.bytes()));
        Place place = scan(first.bytes(), Place.FIELD_START);
        int size = first.bytes().length;
        while (place == Place.QUOTED && !first.cut() && lines.size() < MOST_LINES) {
            Line further = nextLine();
            if (further == null) {
                break;
            }
            if (further.cut() || size + further.bytes().length > LONGEST_ROW) {
                pushBack(further);
                break;
            }
            lines.add(further.bytes());
            size += further.bytes().length;
            place = scan(further.bytes(), place);
        }
        return new RawRow(number, lines, place != Place.QUOTED, first.cut());
    }

    /**
     * Takes a row apart that turned out to be no row: its first line is all that is lost, the others are read again as rows
     * of their own.
     *
     * @return the first line as a row
     */
    RawRow keepFirstLineOnly(RawRow row) {
        for (int i = row.lines().size() - 1; i > 0; i--) {
            pushBack(new Line(row.lines().get(i), false));
        }
        return new RawRow(row.line(), List.of(row.lines().get(0)), row.balanced(), row.cut());
    }

    private void pushBack(Line line) {
        pushedBack.push(line);
        linesTaken--;
    }

    private Line nextLine() throws IOException {
        Line line = pushedBack.isEmpty() ? readLine() : pushedBack.pop();
        if (line != null) {
            linesTaken++;
        }
        return line;
    }

    private Line readLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        boolean cut = false;
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b >= 0) {
            if (bytes.size() < LONGEST_ROW) {
                bytes.write(b);
            } else {
                cut = true;
            }
            if (b == '\n') {
                break;
            }
            b = in.read();
        }
        return new Line(bytes.toByteArray(), cut);
    }

    private static Place scan(byte[] line, Place from) {
        Place place = from;
        for (byte b : line) {
            place = switch (place) {
                case FIELD_START -> b == '"' ? Place.QUOTED : b == ',' ? Place.FIELD_START : Place.UNQUOTED;
                case UNQUOTED -> b == ',' ? Place.FIELD_START : Place.UNQUOTED;
                case QUOTED -> b == '"' ? Place.AFTER_QUOTE : Place.QUOTED;
                case AFTER_QUOTE -> b == '"' ? Place.QUOTED : b == ',' ? Place.FIELD_START : Place.AFTER_QUOTE;
            };
        }
        return place;
    }
}
