package org.licensehub.connectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Turns one table row into a record. All columns but key, revision and cursor become fields under their labels (quote an
 * alias to keep its case); null is left out; dates and times are written as ISO 8601, numbers without exponent, bytes as
 * Base64.
 */
final class JdbcRows {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String source;
    private final String resource;
    private final String keyColumn;
    private final String revisionColumn;
    private final String cursorColumn;

    JdbcRows(String source, String resource, String keyColumn, String revisionColumn, String cursorColumn) {
        this.source = source;
        this.resource = resource;
        this.keyColumn = keyColumn;
        this.revisionColumn = revisionColumn;
        this.cursorColumn = cursorColumn;
    }

    /** What one row became, and where it stood. Exactly one of record and unreadable is set. */
    record Row(KeysetCursor position, Optional<SharedRecord> record, Optional<UnreadableRecord> unreadable) {
    }

    Row read(ResultSet row, Instant now) throws SQLException {
        KeysetCursor position = new KeysetCursor(CursorValue.read(row, row.findColumn(cursorColumn)),
                CursorValue.read(row, row.findColumn(keyColumn)));
        Map<String, String> all = values(row);
        String sourceKey = row.getString(keyColumn);
        String revisionText = row.getString(revisionColumn);
        Optional<Long> revision = Revisions.parse(revisionText);
        if (sourceKey.isBlank() || revision.isEmpty()) {
            UnreadableCode code = sourceKey.isBlank() ? UnreadableCode.MISSING_SOURCE_KEY : UnreadableCode.BAD_REVISION;
            return new Row(position, Optional.empty(),
                    Optional.of(code.record(resource, source, shown(position.cursor()), json(all))));
        }
        Map<String, String> fields = new LinkedHashMap<>(all);
        fields.keySet().removeIf(name -> name.equalsIgnoreCase(keyColumn) || name.equalsIgnoreCase(revisionColumn)
                || name.equalsIgnoreCase(cursorColumn));
        Instant time = position.cursor().asInstant().orElse(now);
        return new Row(position, Optional.of(
                new SharedRecord(resource, source, sourceKey, revision.get(), fields, time)), Optional.empty());
    }

    private static String shown(CursorValue cursor) {
        return cursor.showable() ? "cursor " + cursor.text() : "row";
    }

    private static Map<String, String> values(ResultSet row) throws SQLException {
        ResultSetMetaData metaData = row.getMetaData();
        Map<String, String> values = new LinkedHashMap<>();
        for (int column = 1; column <= metaData.getColumnCount(); column++) {
            String text = text(row, metaData, column);
            if (text != null && !text.isEmpty()) {
                values.put(metaData.getColumnLabel(column), text);
            }
        }
        return values;
    }

    private static String text(ResultSet row, ResultSetMetaData metaData, int column) throws SQLException {
        return switch (metaData.getColumnType(column)) {
            case Types.DATE -> textOf(row.getObject(column, LocalDate.class));
            case Types.TIMESTAMP -> metaData.getColumnTypeName(column).equalsIgnoreCase("timestamptz")
                    ? textOf(row.getObject(column, OffsetDateTime.class))
                    : textOf(row.getObject(column, LocalDateTime.class));
            case Types.TIMESTAMP_WITH_TIMEZONE -> textOf(row.getObject(column, OffsetDateTime.class));
            case Types.NUMERIC, Types.DECIMAL -> plain(row.getBigDecimal(column));
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> base64(row.getBytes(column));
            default -> row.getString(column);
        };
    }

    private static String textOf(Object value) {
        return value == null ? null : value.toString();
    }

    private static String plain(BigDecimal value) {
        return value == null ? null : value.toPlainString();
    }

    private static String base64(byte[] value) {
        return value == null ? null : Base64.getEncoder().encodeToString(value);
    }

    private static byte[] json(Map<String, String> values) {
        try {
            return JSON.writeValueAsBytes(values);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a map of texts is always writable");
        }
    }
}
