package org.licensehub.connectors;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The department's SELECT with a keyset condition around it. Pages are cut by (cursor column, key column), so rows sharing a
 * cursor value across a page edge are neither lost nor read forever. Written without row values, which some databases lack;
 * the first comparison alone lets an index on the cursor column be used.
 */
final class KeysetQuery {

    private static final int LONGEST_QUERY_SECONDS = 300;

    private final String select;
    private final String cursorColumn;
    private final String keyColumn;
    private final String limit;
    private final int batchSize;

    KeysetQuery(String query, String cursorColumn, String keyColumn, String limitClause, int batchSize) {
        if (query.contains(";")) {
            throw new IllegalArgumentException("connector parameter query holds a semicolon");
        }
        this.select = "SELECT * FROM (" + query + ") polled";
        this.cursorColumn = cursorColumn;
        this.keyColumn = keyColumn;
        this.limit = limitClause.replace("{n}", Integer.toString(batchSize));
        this.batchSize = batchSize;
    }

    int batchSize() {
        return batchSize;
    }

    PreparedStatement fromBeginning(Connection connection) throws SQLException {
        return prepare(connection, "");
    }

    /** Everything at or after a cursor value, whatever its key. */
    PreparedStatement from(Connection connection, CursorValue start) throws SQLException {
        PreparedStatement statement = prepare(connection, " WHERE " + cursorColumn + " >= ?");
        start.bind(statement, 1);
        return statement;
    }

    /** Everything after one row. */
    PreparedStatement after(Connection connection, KeysetCursor last) throws SQLException {
        PreparedStatement statement = prepare(connection, " WHERE " + cursorColumn + " >= ? AND (" + cursorColumn
                + " > ? OR " + keyColumn + " > ?)");
        last.cursor().bind(statement, 1);
        last.cursor().bind(statement, 2);
        last.key().bind(statement, 3);
        return statement;
    }

    /** Any row that no keyset can reach, because its cursor or key is null. */
    PreparedStatement unreachable(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(
                select + " WHERE " + cursorColumn + " IS NULL OR " + keyColumn + " IS NULL");
        statement.setMaxRows(1);
        statement.setQueryTimeout(LONGEST_QUERY_SECONDS);
        return statement;
    }

    private PreparedStatement prepare(Connection connection, String condition) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(
                select + condition + " ORDER BY " + cursorColumn + ", " + keyColumn + " " + limit);
        statement.setFetchSize(batchSize);
        statement.setQueryTimeout(LONGEST_QUERY_SECONDS);
        return statement;
    }
}
