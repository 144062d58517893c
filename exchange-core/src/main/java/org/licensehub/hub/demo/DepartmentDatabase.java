package org.licensehub.hub.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.licensehub.hub.demo.synthetic.SyntheticRecord;
import org.licensehub.hub.platform.Secrets;
import org.licensehub.store.postgres.LocalPostgres;

/** A department's own database: a table that its business system writes and that the hub's read-only role may read. */
final class DepartmentDatabase {

    static final String NAME = "department";
    static final String READER = "hub_reader";
    static final String QUERY = "select * from license_record";

    private final DemoSite site;

    DepartmentDatabase(DemoSite site) {
        this.site = site;
    }

    static String url(DemoSite site) {
        return "jdbc:postgresql://127.0.0.1:" + site.postgres() + "/" + NAME;
    }

    static Path passwordFile(DemoSite site) {
        return site.keys().resolve("department-database.password");
    }

    /** Makes the database and its table with a column for each field, and fills it. */
    void create(List<SyntheticRecord> records) throws IOException, SQLException {
        String password = Files.readString(site.home().resolve("postgres/pg.password")).strip();
        String readerPassword = Secrets.loadOrCreate(passwordFile(site));
        try (Connection server = connect("postgres", password); Statement statement = server.createStatement()) {
            statement.execute("create database " + NAME);
            // hexadecimal by construction
            statement.execute("create role " + READER + " login password '" + readerPassword + "'");
        }
        Set<String> columns = new LinkedHashSet<>();
        records.forEach(record -> columns.addAll(record.fields().keySet()));
        try (Connection database = connect(NAME, password); Statement statement = database.createStatement()) {
            StringBuilder table = new StringBuilder("create table license_record (source_key text primary key, revision bigint not null,"
                    + " changed bigint generated always as identity");
            columns.forEach(column -> table.append(", \"").append(column).append("\" text"));
            statement.execute(table.append(')').toString());
            statement.execute("grant select on license_record to " + READER);
            insert(database, columns, records);
        }
    }

    private static void insert(Connection database, Set<String> columns, List<SyntheticRecord> records) throws SQLException {
        String names = String.join(", ", columns.stream().map(column -> '"' + column + '"').toList());
        String values = ", ?".repeat(columns.size());
        database.setAutoCommit(false);
        try (PreparedStatement insert = database.prepareStatement(
                "insert into license_record (source_key, revision, " + names + ") values (?, ?" + values + ")")) {
            for (SyntheticRecord record : records) {
                insert.setString(1, record.sourceKey());
                insert.setLong(2, record.revision());
                int at = 3;
                for (String column : columns) {
                    insert.setString(at++, record.fields().get(column));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
        database.commit();
    }

    private Connection connect(String database, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + site.postgres() + "/" + database, LocalPostgres.USER, password);
    }
}
