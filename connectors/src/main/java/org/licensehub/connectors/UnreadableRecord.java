package org.licensehub.connectors;

import java.util.Objects;

/**
 * A row that could not be turned into a {@link SharedRecord}: malformed bytes, a wrong number of columns, a revision that
 * is no number. It is handed on as it is, so that somebody can correct it.
 *
 * @param resource  the resource it was meant for
 * @param source    the system it came from
 * @param position  where it stood: {@code line 17} of a file, {@code cursor 2026-01-31T08:00:00Z} of a table
 * @param raw       the bytes as read; personal data in clear. A row above the row limit is kept up to the limit only and
 *                  its message says so (the whole of it is in the archived file)
 * @param code      stable code, such as {@code wrong_column_count}
 * @param messageZh sentence for people, Chinese; never holds a value
 * @param messageEn the same in English
 */
public record UnreadableRecord(String resource, String source, String position, byte[] raw, String code,
                               String messageZh, String messageEn) {

    public UnreadableRecord {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(raw, "raw");
        Objects.requireNonNull(code, "code");
    }

    /** Without the raw bytes. */
    @Override
    public String toString() {
        return "UnreadableRecord[resource=" + resource + ", source=" + source + ", position=" + position
                + ", code=" + code + ", " + raw.length + " bytes]";
    }
}
