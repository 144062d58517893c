package org.licensehub.connectors;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.Exchange;

/**
 * Reads a department's view page by page to its end. What the view has to promise: cursor column and key column are never
 * null, together unique, and whoever changes a row moves its cursor value forward.
 *
 * <p>A transaction that took its cursor value early and committed late leaves a row behind the cursor. Therefore each poll
 * begins an overlap before the last cursor; a row whose transaction lasted longer than the overlap is missed, so the overlap
 * is to be larger than the department's longest transaction. The database is only read; the cursor is saved after the sink
 * has returned.
 */
final class JdbcPoll {

    /** Exchange property: another page is to be read. */
    static final String MORE = "LicensehubMorePages";
    private static final String PLACE = "LicensehubPlace";

    private final String connector;
    private final DataSource dataSource;
    private final KeysetQuery query;
    private final JdbcRows rows;
    private final String overlap;
    private final ConnectorPorts ports;
    private final Supervision supervision;
    private final SeenRows seen = new SeenRows();
    private boolean checkedForNulls;

    JdbcPoll(String connector, DataSource dataSource, KeysetQuery query, JdbcRows rows, String overlap,
             ConnectorPorts ports, Supervision supervision) {
        this.connector = connector;
        this.dataSource = dataSource;
        this.query = query;
        this.rows = rows;
        this.overlap = overlap;
        this.ports = ports;
        this.supervision = supervision;
    }

    /**
     * Where a poll stands.
     *
     * @param last  row the next page begins after; null at the beginning of a window or of everything
     * @param start beginning of the overlap window, for the first page only
     * @param saved the cursor as saved
     */
    private record Place(KeysetCursor last, CursorValue start, KeysetCursor saved) {
    }

    /** Begins a poll. */
    void begin(Exchange exchange) throws SQLException {
        if (!checkedForNulls) {
            refuseUnreachableRows();
            checkedForNulls = true;
        }
        KeysetCursor saved = ports.cursor().load(connector).map(KeysetCursor::of).orElse(null);
        Optional<CursorValue> window = Optional.ofNullable(saved).flatMap(s -> s.cursor().windowStart(overlap));
        exchange.setProperty(PLACE, new Place(window.isPresent() ? null : saved, window.orElse(null), saved));
        exchange.setProperty(MORE, true);
    }

    private void refuseUnreachableRows() throws SQLException {
        try (Connection connection = readOnly(); PreparedStatement statement = query.unreachable(connection);
             ResultSet found = statement.executeQuery()) {
            if (found.next()) {
                throw new ConnectorFailure("cursor_or_key_null");
            }
        }
    }

    /** Reads one page, hands it on, saves the cursor. */
    void page(Exchange exchange) throws SQLException {
        supervision.checkNotStopping();
        Place place = exchange.getProperty(PLACE, Place.class);
        List<JdbcRows.Row> page = readPage(place);
        List<JdbcRows.Row> fresh = page.stream().filter(row -> !seen.contains(row)).toList();
        handOn(fresh);
        if (!page.isEmpty()) {
            KeysetCursor last = page.get(page.size() - 1).position();
            KeysetCursor saved = save(place, last);
            fresh.forEach(seen::add);
            exchange.setProperty(PLACE, new Place(last, null, saved));
        }
        exchange.setProperty(MORE, page.size() == query.batchSize());
    }

    /** Never backwards: a crash inside the window must not widen the next one. */
    private KeysetCursor save(Place place, KeysetCursor last) {
        if (last.equals(place.saved()) || !forward(place, last)) {
            return place.saved();
        }
        ports.cursor().save(connector, last.toText());
        return last;
    }

    private static boolean forward(Place place, KeysetCursor last) {
        return place.saved() == null || last.cursor().kind() == CursorValue.Kind.TEXT
                || !place.saved().cursor().isAfter(last.cursor());
    }

    private List<JdbcRows.Row> readPage(Place place) throws SQLException {
        Instant now = ports.clock().instant();
        List<JdbcRows.Row> page = new ArrayList<>();
        try (Connection connection = readOnly(); PreparedStatement statement = statement(connection, place);
             ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                page.add(rows.read(result, now));
            }
        }
        return page;
    }

    private PreparedStatement statement(Connection connection, Place place) throws SQLException {
        if (place.last() != null) {
            return query.after(connection, place.last());
        }
        return place.start() != null ? query.from(connection, place.start()) : query.fromBeginning(connection);
    }

    private Connection readOnly() throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            connection.setReadOnly(true);
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private void handOn(List<JdbcRows.Row> page) {
        SinkCalls.accept(ports.sink(), page.stream().flatMap(row -> row.record().stream()).toList());
        page.stream().flatMap(row -> row.unreadable().stream()).forEach(ports.sink()::acceptUnreadable);
        supervision.moved(page.size());
    }
}
