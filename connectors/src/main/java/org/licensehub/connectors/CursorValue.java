package org.licensehub.connectors;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * One column value of a keyset cursor, kept with its kind, so that it is bound again as what it was: text compared with a
 * time would lose microseconds or the index.
 *
 * @param kind what it is
 * @param text its lossless text form
 */
record CursorValue(Kind kind, String text) {

    private static final Duration DEFAULT_OVERLAP = Duration.ofMinutes(5);
    private static final long DEFAULT_NUMBER_OVERLAP = 1_000;

    /** What a cursor or key column can be. */
    enum Kind { INTEGER, DECIMAL, TEXT, DATE, LOCAL_TIME, INSTANT }

    static Kind kindOf(ResultSetMetaData metaData, int column) throws SQLException {
        return switch (metaData.getColumnType(column)) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.TINYINT -> Kind.INTEGER;
            case Types.NUMERIC, Types.DECIMAL -> Kind.DECIMAL;
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGVARCHAR -> Kind.TEXT;
            case Types.DATE -> Kind.DATE;
            case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.INSTANT;
            case Types.TIMESTAMP -> metaData.getColumnTypeName(column).equalsIgnoreCase("timestamptz")
                    ? Kind.INSTANT : Kind.LOCAL_TIME;
            default -> throw new ConnectorFailure("cursor_or_key_type_unsupported");
        };
    }

    static CursorValue read(ResultSet row, int column) throws SQLException {
        Kind kind = kindOf(row.getMetaData(), column);
        Object value = switch (kind) {
            case INTEGER, DECIMAL -> row.getBigDecimal(column);
            case TEXT -> row.getString(column);
            case DATE -> row.getObject(column, LocalDate.class);
            case LOCAL_TIME -> row.getObject(column, LocalDateTime.class);
            case INSTANT -> instant(row.getObject(column, OffsetDateTime.class));
        };
        if (value == null) {
            throw new ConnectorFailure("cursor_or_key_null");
        }
        return new CursorValue(kind, value instanceof BigDecimal number ? number.toPlainString() : value.toString());
    }

    private static Instant instant(OffsetDateTime value) {
        return value == null ? null : value.toInstant();
    }

    void bind(PreparedStatement statement, int index) throws SQLException {
        switch (kind) {
            case INTEGER -> statement.setLong(index, Long.parseLong(text));
            case DECIMAL -> statement.setBigDecimal(index, new BigDecimal(text));
            case TEXT -> statement.setString(index, text);
            case DATE -> statement.setObject(index, LocalDate.parse(text));
            case LOCAL_TIME -> statement.setObject(index, LocalDateTime.parse(text));
            case INSTANT -> statement.setObject(index, Instant.parse(text).atOffset(ZoneOffset.UTC));
        }
    }

    /** Later in the source's order; not defined for text, whose order only the database knows. */
    boolean isAfter(CursorValue other) {
        if (kind != other.kind) {
            throw new ConnectorFailure("cursor_type_changed");
        }
        return switch (kind) {
            case INTEGER, DECIMAL -> new BigDecimal(text).compareTo(new BigDecimal(other.text)) > 0;
            case TEXT -> throw new IllegalStateException("the order of text belongs to the database");
            case DATE -> LocalDate.parse(text).isAfter(LocalDate.parse(other.text));
            case LOCAL_TIME -> LocalDateTime.parse(text).isAfter(LocalDateTime.parse(other.text));
            case INSTANT -> Instant.parse(text).isAfter(Instant.parse(other.text));
        };
    }

    /**
     * Where the overlap window before this value begins; empty without a window.
     *
     * @param overlap an ISO 8601 duration for times (whole days for dates), a whole number for numbers, {@code 0} for none,
     *                null for the default: 5 minutes, 1 day, 1000, none for text
     */
    Optional<CursorValue> windowStart(String overlap) {
        if ("0".equals(overlap) || kind == Kind.TEXT && overlap == null) {
            return Optional.empty();
        }
        try {
            String start = switch (kind) {
                case INTEGER, DECIMAL -> new BigDecimal(text).subtract(overlap == null
                        ? BigDecimal.valueOf(DEFAULT_NUMBER_OVERLAP) : new BigDecimal(overlap)).toPlainString();
                case TEXT -> throw new ConnectorFailure("overlap_impossible_for_text_cursor");
                case DATE -> LocalDate.parse(text).minusDays(overlap == null
                        ? 1 : Duration.parse(overlap).toDays()).toString();
                case LOCAL_TIME -> LocalDateTime.parse(text).minus(overlapTime(overlap)).toString();
                case INSTANT -> Instant.parse(text).minus(overlapTime(overlap)).toString();
            };
            return Optional.of(new CursorValue(kind, start));
        } catch (DateTimeParseException | NumberFormatException unfitting) {
            throw new ConnectorFailure("overlap_does_not_fit_cursor_type");
        }
    }

    private static Duration overlapTime(String overlap) {
        return overlap == null ? DEFAULT_OVERLAP : Duration.parse(overlap);
    }

    /** As a moment, when it is one. */
    Optional<Instant> asInstant() {
        return kind == Kind.INSTANT ? Optional.of(Instant.parse(text)) : Optional.empty();
    }

    /** Safe to show in a position: a text cursor could hold anything. */
    boolean showable() {
        return kind != Kind.TEXT;
    }
}
