package org.licensehub.connectors;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * The bytes of one CSV row, which may span several physical lines inside quotes.
 *
 * @param line     its first physical line, from 1
 * @param lines    the physical lines with their line ends
 * @param balanced its quotes are closed
 * @param cut      its first physical line is longer than the row limit and what was too much is left out
 */
record RawRow(long line, List<byte[]> lines, boolean balanced, boolean cut) {

    boolean spansLines() {
        return lines.size() > 1;
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lines.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Nothing but a line end. */
    boolean blank() {
        for (byte b : lines.get(0)) {
            if (b != '\r' && b != '\n') {
                return false;
            }
        }
        return !spansLines();
    }
}
