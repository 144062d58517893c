package org.licensehub.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL server for all tests of a JVM, one fresh database for each test class that asks. */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {
    }

    private static final class Holder {
        static final LocalPostgres SERVER = startServer();
    }

    /** @return a pool on a new, empty database */
    public static HikariDataSource freshDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        try {
            server().createDatabase(name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return pool(server().jdbcUrl(name), server().applicationPassword());
    }

    public static LocalPostgres server() {
        return Holder.SERVER;
    }

    public static HikariDataSource pool(String url, String password) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(LocalPostgres.APPLICATION_USER);
        pool.setPassword(password);
        pool.setMaximumPoolSize(16);
        return pool;
    }

    /** @return a TCP port on loopback that was free a moment ago */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the folder where unpacked programs are kept between test runs of this module */
    public static Path binaries() {
        return Path.of("target", "postgres-binaries");
    }

    private static LocalPostgres startServer() {
        try {
            Path home = Files.createTempDirectory("licensehub-test-pg");
            LocalPostgres server = LocalPostgres.start(home, binaries(), freePort());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, home)));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(LocalPostgres server, Path home) {
        try (server) {
            org.slf4j.LoggerFactory.getLogger(TestPostgres.class).debug("Stopping the test server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        org.springframework.util.FileSystemUtils.deleteRecursively(home.toFile());
    }
}
