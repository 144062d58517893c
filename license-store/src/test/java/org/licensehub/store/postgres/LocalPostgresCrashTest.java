package org.licensehub.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hub finds that comes back at a bad moment: half-made data, servers that start, recover or lost their parent. */
@Tag("chaos")
class LocalPostgresCrashTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final int port = TestPostgres.freePort();

    @Test
    void serverIsRevivedThoughAChildOfTheKilledOneStillHangs() throws Exception {
        try (LocalPostgres server = start(); Connection connection = connect(server)) {
            long child;
            try (var rows = connection.createStatement().executeQuery("select pg_backend_pid()")) {
                rows.next();
                child = rows.getInt(1);
            }
            kill("STOP", child);
            kill("KILL", server.pid().orElseThrow());
            await().atMost(PATIENCE).until(() -> server.pid().isEmpty());

            try {
                assertThat(server.reviveIfDead()).isTrue();
            } finally {
                ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
            }

            assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
            try (Connection again = connect(server)) {
                assertThat(again.isValid(5)).isTrue();
            }
        }
    }

    @Test
    void hubKilledWhileItMakesTheDataFolderStartsAnew() throws Exception {
        Process hub = hubThatStarts();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).pollDelay(Duration.ZERO).until(() -> {
            try (var entries = Files.list(home)) {
                return entries.anyMatch(entry -> entry.getFileName().toString().startsWith("pgdata"));
            }
        });
        killed(hub);
        try (LocalPostgres server = start(); Connection connection = connect(server)) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void serverLaunchedByAKilledHubThatHasNoPidFileYetIsNoObstacle() throws Exception {
        crashWithWorkToRecover();
        Files.deleteIfExists(home.resolve("pgdata/postmaster.pid"));
        Process hub = hubThatStarts();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).pollDelay(Duration.ZERO).until(() -> hub.descendants()
                .anyMatch(child -> child.info().command().filter(command -> command.endsWith("pg_ctl")).isPresent()));
        killed(hub);
        expectAllRows();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 10, 30, 100})
    void serverThatStillRecoversWhenTheHubComesBackIsAdoptedOrReplaced(long millisAfterItsStart) throws Exception {
        crashWithWorkToRecover();
        Path pidFile = home.resolve("pgdata/postmaster.pid");
        Files.deleteIfExists(pidFile);
        Process hub = hubThatStarts();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).pollDelay(Duration.ZERO).until(() -> Files.exists(pidFile));
        hub.waitFor(millisAfterItsStart, TimeUnit.MILLISECONDS);
        killed(hub);
        expectAllRows();
    }

    private void expectAllRows() throws IOException, SQLException {
        try (LocalPostgres server = start(); Connection connection = connect(server);
                var rows = connection.createStatement().executeQuery("select count(*) from kept")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(200_000);
        }
    }

    private void crashWithWorkToRecover() throws Exception {
        try (LocalPostgres server = start()) {
            try (Connection connection = connect(server)) {
                connection.createStatement().execute("create table kept (id int)");
                connection.createStatement().execute("insert into kept select generate_series(1, 200000)");
            }
            kill("KILL", server.pid().orElseThrow());
            await().atMost(PATIENCE).until(() -> server.pid().isEmpty());
        }
    }

    private Process hubThatStarts() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), LocalPostgresTest.ServeUntilKilled.class.getName(), home.toString(),
                TestPostgres.binaries().toAbsolutePath().toString(), Integer.toString(port))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static void killed(Process hub) throws InterruptedException {
        hub.destroyForcibly();
        assertThat(hub.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void kill(String signal, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(List.of("kill", "-" + signal, Long.toString(pid))).start().waitFor()).isZero();
    }

    private LocalPostgres start() throws IOException {
        return LocalPostgres.start(home, TestPostgres.binaries(), port);
    }

    private static Connection connect(LocalPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(LocalPostgres.DATABASE), LocalPostgres.USER, server.password());
    }
}
