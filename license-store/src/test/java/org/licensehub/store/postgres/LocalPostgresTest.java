package org.licensehub.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {

    private static final String SERVE_UNTIL_KILLED = ServeUntilKilled.class.getName();

    @TempDir
    Path home;

    @Test
    void embeddedServerIsRunForRealData() throws Exception {
        try (Connection connection = connect(TestPostgres.server())) {
            assertThat(DurabilityCheck.require(connection))
                    .containsEntry("fsync", "on").containsEntry("full_page_writes", "on").containsEntry("synchronous_commit", "on");
        }
    }

    @Test
    void serverWithoutDurabilityIsRefused() throws Exception {
        LocalPostgres server = TestPostgres.server();
        try (Connection connection = DriverManager.getConnection(
                server.jdbcUrl(LocalPostgres.DATABASE) + "?options=-c%20synchronous_commit=off", LocalPostgres.USER, server.password())) {
            assertThatThrownBy(() -> DurabilityCheck.require(connection))
                    .isInstanceOf(DurabilityCheck.NotDurableException.class).hasMessageContaining("synchronous_commit is off");
        }
    }

    @Test
    void connectionWithoutTheRightPasswordIsRefused() {
        LocalPostgres server = TestPostgres.server();
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(LocalPostgres.DATABASE), LocalPostgres.USER, "guess"))
                .isInstanceOf(SQLException.class).hasMessageContaining("password");
    }

    @Test
    void twoHubsCannotUseOneFolder() throws Exception {
        try (LocalPostgres first = start(TestPostgres.freePort())) {
            assertThat(first.pid()).isPresent();
            assertThatThrownBy(() -> start(TestPostgres.freePort())).isInstanceOf(IOException.class).hasMessageContaining("in use");
        }
    }

    @Test
    void serverLeftByAKilledHubIsAdoptedWithItsData() throws Exception {
        int port = TestPostgres.freePort();
        killHubThatWroteOneRow(port);
        long orphan = Long.parseLong(Files.readAllLines(home.resolve("pgdata/postmaster.pid")).get(0));
        assertThat(ProcessHandle.of(orphan)).isPresent();

        try (LocalPostgres adopted = start(port)) {
            assertThat(adopted.pid()).hasValue(orphan);
            assertThat(rows(adopted)).isEqualTo(1);
        }
        assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void orphanThatCannotBeAdoptedIsStoppedAndReplaced() throws Exception {
        killHubThatWroteOneRow(TestPostgres.freePort());
        long orphan = Long.parseLong(Files.readAllLines(home.resolve("pgdata/postmaster.pid")).get(0));

        // another port: the old server does not answer there
        try (LocalPostgres replaced = start(TestPostgres.freePort())) {
            assertThat(replaced.pid().orElseThrow()).isNotEqualTo(orphan);
            assertThat(rows(replaced)).isEqualTo(1);
        }
    }

    private void killHubThatWroteOneRow(int port) throws Exception {
        Process hub = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), SERVE_UNTIL_KILLED, home.toString(), TestPostgres.binaries().toString(),
                Integer.toString(port)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var output = hub.inputReader()) {
            assertThat(output.readLine()).isEqualTo("written");
            hub.destroyForcibly();
            assertThat(hub.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private LocalPostgres start(int port) throws IOException {
        return LocalPostgres.start(home, TestPostgres.binaries(), port);
    }

    private static Connection connect(LocalPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(LocalPostgres.DATABASE), LocalPostgres.USER, server.password());
    }

    private static int rows(LocalPostgres server) throws SQLException {
        try (Connection connection = connect(server); var rows = connection.createStatement().executeQuery("select count(*) from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** A program of its own: starts a server, writes a row and waits to be killed. */
    static final class ServeUntilKilled {

        public static void main(String[] args) throws Exception {
            try (LocalPostgres server = LocalPostgres.start(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]));
                    Connection connection = connect(server)) {
                connection.createStatement().execute("create table kept (id int)");
                connection.createStatement().execute("insert into kept values (1)");
                System.out.println("written");
                System.in.read();
            }
        }
    }
}
