package org.licensehub.connectors;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What crosses a boundary: one record of one shared resource, as its source sees it.
 *
 * @param resource  what the record is of, here a license type code or another catalogue code
 * @param source    the system that owns the record; not personal
 * @param sourceKey the source's own key of the record; may be a personal number, so it is never logged
 * @param revision  the source's count of changes to this record; the same (source, sourceKey, revision) is the same push
 * @param fields    field name to text; an empty or absent value is left out, order is the source's
 * @param time      when the source produced it: the file's modification time, the row's cursor time, else the reading time.
 *                  The same row read twice may carry two times, so it is no part of the record's identity or content
 */
public record SharedRecord(String resource, String source, String sourceKey, long revision, Map<String, String> fields,
                           Instant time) {

    public SharedRecord {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(sourceKey, "sourceKey");
        Objects.requireNonNull(time, "time");
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Without source key and field values: a record may end up in a log line by accident. */
    @Override
    public String toString() {
        return "SharedRecord[resource=" + resource + ", source=" + source + ", revision=" + revision
                + ", " + fields.size() + " fields, time=" + time + "]";
    }
}
