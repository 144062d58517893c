package org.licensehub.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.connectors.ConnectorRig.patiently;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcPollTest {

    private static EmbeddedPostgres postgres;

    private final ConnectorRig rig = new ConnectorRig();
    private DataSource department;

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void table() throws SQLException {
        department = postgres.getPostgresDatabase();
        rig.dataSources.put("department", department);
        execute("DROP TABLE IF EXISTS licenses", "CREATE TABLE licenses (number text PRIMARY KEY, rev text, "
                + "holder text, issued date, fee numeric, changed timestamptz(6), seq bigserial, photo bytea)");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = department.getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void insert(int from, int to, String changed) throws SQLException {
        execute("INSERT INTO licenses SELECT 'N' || lpad(i::text, 6, '0'), '1', '甲' || i, date '2026-01-31', 12.50, "
                + changed + " FROM generate_series(" + from + ", " + to + ") i");
    }

    private void start(Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(Map.of("dataSource", "department",
                "query", "SELECT number AS k, rev, changed, number AS certificate_number, holder AS certificate_holder_name, "
                        + "issued AS certificate_issuing_authority_date, fee AS \"KZ_FY\", photo FROM licenses",
                "keyColumn", "k", "revisionColumn", "rev", "cursorColumn", "changed",
                "source", "haicang-housing", "resource", "TYPE2"));
        parameters.putAll(more);
        rig.start("poll", ConnectorTemplates.JDBC_POLL, parameters);
    }

    private static List<String> keys(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj("N%06d"::formatted).toList();
    }

    private List<String> acceptedKeys() {
        return rig.sink.accepted().stream().map(SharedRecord::sourceKey).sorted().toList();
    }

    @ParameterizedTest
    @CsvSource({"49,50", "50,50", "51,50", "100,50", "999,1000", "1000,1000", "1001,1000"})
    void everyRowIsReadOnceWhateverTheBatchEdge(int rows, int batch) throws SQLException {
        insert(1, rows, "timestamptz '2026-03-01 08:00:00+08' + i * interval '1 microsecond'");
        start(Map.of("batchSize", Integer.toString(batch)));
        patiently().until(() -> rig.sink.accepted().size() == rows);
        rig.awaitNextGoodPoll("poll");

        assertThat(acceptedKeys()).isEqualTo(keys(1, rows));
        assertThat(rig.sink.duplicates()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "PT5M"})
    void rowsSharingOneCursorValueSurviveThePageEdge(String overlap) throws SQLException {
        insert(1, 151, "timestamptz '2026-03-01 08:00:00.123456+08'");
        insert(152, 160, "timestamptz '2026-03-01 09:00:00+08'");
        start(Map.of("batchSize", "50", "overlap", overlap));
        patiently().until(() -> rig.sink.accepted().size() == 160);
        rig.awaitNextGoodPoll("poll");

        assertThat(acceptedKeys()).isEqualTo(keys(1, 160));
        assertThat(rig.sink.duplicates()).isZero();
    }

    @Test
    void aRowBecomesARecordWithItsColumnsAsFields() throws SQLException {
        insert(1, 1, "timestamptz '2026-03-01 08:00:00.123456+08'");
        execute("UPDATE licenses SET photo = '\\x0102'");
        start(Map.of());
        patiently().until(() -> rig.sink.accepted().size() == 1);

        SharedRecord record = rig.sink.accepted().get(0);
        assertThat(record.time()).isEqualTo("2026-03-01T00:00:00.123456Z");
        assertThat(record.revision()).isEqualTo(1);
        assertThat(record.fields()).containsExactlyInAnyOrderEntriesOf(Map.of("certificate_number", "N000001",
                "certificate_holder_name", "甲1", "certificate_issuing_authority_date", "2026-01-31", "KZ_FY", "12.50",
                "photo", "AQI="));
        assertThat(record.toString()).doesNotContain("N000001", "甲");
    }

    @Test
    void aRowCommittedLateWithAnOlderTimeIsStillRead() throws SQLException {
        try (Connection late = department.getConnection(); Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO licenses VALUES ('LATE', '1', 'x', null, null, '2026-03-01 07:59:00+08')");
            insert(1, 60, "timestamptz '2026-03-01 08:00:00+08'");
            start(Map.of("batchSize", "50"));
            patiently().until(() -> rig.sink.accepted().size() == 60);
            rig.awaitNextGoodPoll("poll");
            late.commit();
        }
        patiently().until(() -> acceptedKeys().contains("LATE"));

        assertThat(rig.sink.duplicates()).isZero();
    }

    @Test
    void aChangedRowComesAgainWithItsNewRevision() throws SQLException {
        insert(1, 3, "timestamptz '2026-03-01 08:00:00+08'");
        start(Map.of());
        patiently().until(() -> rig.sink.accepted().size() == 3);
        execute("UPDATE licenses SET rev = '2', changed = '2026-03-02 08:00:00+08' WHERE number = 'N000002'");
        patiently().until(() -> rig.sink.accepted().size() == 4);

        assertThat(rig.sink.accepted().get(3).revision()).isEqualTo(2);
    }

    @Test
    void theCursorIsSavedOnlyAfterTheSinkAndARestartGoesOnFromIt() throws SQLException {
        insert(1, 120, "timestamptz '2026-03-01 08:00:00+08' + i * interval '1 hour'");
        rig.sink.failingAfter(1, 3);
        start(Map.of("batchSize", "50"));
        patiently().until(() -> rig.status("poll").consecutiveFailures() >= 1);
        assertThat(KeysetCursor.of(rig.cursors.get("poll")).key().text()).isEqualTo("N000050");
        patiently().until(() -> rig.sink.accepted().size() == 120);
        rig.connectors.stop("poll");
        assertThat(rig.connectors.status()).isEmpty();
        insert(121, 130, "timestamptz '2026-03-01 08:00:00+08' + i * interval '1 hour'");
        start(Map.of("batchSize", "50"));
        patiently().until(() -> rig.sink.accepted().size() == 130);

        assertThat(acceptedKeys()).isEqualTo(keys(1, 130));
        assertThat(rig.sink.duplicates()).isLessThanOrEqualTo(1);
    }

    @Test
    void aWholeNumberCursorPagesAndOverlapsToo() throws SQLException {
        insert(1, 101, "now()");
        start(Map.of("batchSize", "50", "cursorColumn", "seq", "overlap", "20", "query",
                "SELECT number AS k, rev, seq, holder FROM licenses"));
        patiently().until(() -> rig.sink.accepted().size() == 101);
        execute("UPDATE licenses SET rev = '2' WHERE number = 'N000090'");
        patiently().until(() -> rig.sink.accepted().size() == 102);

        assertThat(rig.sink.accepted().get(101).sourceKey()).isEqualTo("N000090");
    }

    @Test
    void aRowWithABadRevisionGoesToQuarantineOnceAndTheOthersGoOn() throws SQLException {
        insert(1, 3, "timestamptz '2026-03-01 08:00:00+08'");
        execute("UPDATE licenses SET rev = 'x' WHERE number = 'N000002'");
        start(Map.of());
        patiently().until(() -> rig.sink.accepted().size() == 2 && rig.sink.unreadable().size() == 1);

        assertThat(rig.sink.unreadable()).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo("bad_revision");
            assertThat(row.position()).isEqualTo("cursor 2026-03-01T00:00:00Z");
            assertThat(new String(row.raw(), StandardCharsets.UTF_8)).contains("\"rev\":\"x\"", "甲2");
        });
    }

    @Test
    void rowsNoCursorCanReachStopThePollLoudly() throws SQLException {
        insert(1, 2, "null");
        start(Map.of());
        patiently().until(() -> rig.status("poll").lastFailure().isPresent());

        assertThat(rig.status("poll").lastFailure()).contains("cursor_or_key_null");
        assertThat(rig.status("poll").state()).isEqualTo(ConnectorStatus.State.BACKING_OFF);
    }

    @Test
    void aMissingTableIsATroubleThatPasses() throws SQLException {
        execute("ALTER TABLE licenses RENAME TO elsewhere");
        start(Map.of());
        patiently().until(() -> rig.status("poll").consecutiveFailures() >= 2);
        assertThat(rig.status("poll").lastFailure()).contains("PSQLException 42P01");

        execute("ALTER TABLE elsewhere RENAME TO licenses");
        insert(1, 1, "now()");
        patiently().until(() -> rig.sink.accepted().size() == 1);
    }
}
