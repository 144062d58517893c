package org.licensehub.hub.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.licensehub.hub.Hub;
import org.licensehub.store.postgres.LocalPostgres;
import org.licensehub.store.postgres.TestPostgres;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A real hub in its own JVM, on a home that outlives it. It can be killed, paused and started again; so can its embedded
 * PostgreSQL. Only processes that this object started, or that they started, are ever signalled.
 */
public final class HubProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration END = Duration.ofSeconds(30);
    private static final int LOG_TAIL = 40;

    private final Path home;
    private final Path folder;
    private final String configuration;
    private final List<String> jvmOptions;
    private final int port = TestPostgres.freePort();
    private final Set<ProcessHandle> databaseProcesses = new LinkedHashSet<>();
    private Process process;

    private HubProcess(Path home, Path folder, String configuration, List<String> jvmOptions) {
        this.home = home;
        this.folder = folder;
        this.configuration = configuration;
        this.jvmOptions = jvmOptions;
        // a test run that is itself ended leaves nobody behind
        Runtime.getRuntime().addShutdownHook(new Thread(this::endProcesses));
    }

    /**
     * A hub that is not started yet.
     *
     * @param name names its configuration and log file, so that several members can share a home
     * @param configuration YAML below {@code licensehub:}, without home
     */
    public static HubProcess at(Path home, String name, String configuration, String... jvmOptions) {
        try {
            Path folder = Files.createDirectories(home.resolve("processes").resolve(name));
            String yaml = "licensehub:\n" + ("home: " + home + "\n" + configuration).indent(2);
            Files.writeString(folder.resolve("hub.yaml"), yaml);
            return new HubProcess(home, folder, yaml, List.of(jvmOptions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A single hub with its embedded PostgreSQL, as in production but for the paths and ports. */
    public static HubProcess single(Path home, String more, String... jvmOptions) {
        return at(home, "hub", """
                id: hub-350205
                region: "350205"
                issuing:
                  threads: 2
                  poll-interval: 100ms
                database:
                  port: %d
                  binaries: %s
                """.formatted(TestPostgres.freePort(), TestPostgres.binaries().toAbsolutePath()) + more, jvmOptions);
    }

    public HubProcess start() {
        launch();
        await("readiness of the hub").atMost(START).pollInterval(Duration.ofMillis(100)).until(this::ready);
        return this;
    }

    /** Starts without waiting for readiness, for a hub that is to be killed while it starts. */
    void launch() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("The hub runs");
        }
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8",
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Hub.class.getName(), "serve", "--config",
                folder.resolve("hub.yaml").toString(), "--port", Integer.toString(port)));
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean ready() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The hub ended with " + process.exitValue() + ":\n" + logTail());
        }
        if (!Files.exists(home.resolve("keys/admin.secret"))) {
            return false;
        }
        try {
            boolean up = HubClient.anonymous(address()).get("/actuator/health").status() == 200;
            databaseTree();
            return up;
        } catch (IOException notYet) {
            return false;
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public Path home() {
        return home;
    }

    public boolean alive() {
        return process.isAlive();
    }

    private Path log() {
        return folder.resolve("hub.log");
    }

    public List<String> logLines() {
        try {
            return Files.readAllLines(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String logTail() {
        List<String> lines = logLines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
    }

    /** SIGKILL to the JVM alone; its PostgreSQL goes on. */
    public void kill() {
        process.destroyForcibly();
        databaseTree();
        awaitEnd(process.toHandle());
    }

    /** SIGKILL to the postmaster alone; its children notice by themselves. */
    void killDatabase() {
        databaseTree();
        ProcessHandle postmaster = postmaster().orElseThrow(() -> new IllegalStateException("No PostgreSQL runs"));
        signal("KILL", postmaster.pid());
        awaitEnd(postmaster);
    }

    /** SIGKILL to the JVM and to the postmaster, as close together as two signals can be. */
    void killBoth() {
        databaseTree();
        ProcessHandle postmaster = postmaster().orElseThrow(() -> new IllegalStateException("No PostgreSQL runs"));
        signal("KILL", process.pid(), postmaster.pid());
        awaitEnd(process.toHandle());
        awaitEnd(postmaster);
    }

    /** SIGSTOP: the process is there, and does nothing. */
    public void pause() {
        signal("STOP", process.pid());
    }

    public void resume() {
        signal("CONT", process.pid());
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** The embedded server of this home, if postmaster.pid names a living PostgreSQL. */
    public Optional<ProcessHandle> postmaster() {
        Path file = home.resolve("postgres/pgdata/postmaster.pid");
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.isEmpty() || !lines.get(0).matches("\\d+")) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(lines.get(0))).filter(HubProcess::running)
                    .filter(handle -> handle.info().command().filter(command -> command.contains("postgres")).isPresent());
        } catch (java.nio.file.NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The embedded system of record, as the hub's own role; a connection for each statement, since servers die here. */
    public JdbcTemplate database() {
        try {
            String databasePort = Files.readAllLines(home.resolve("postgres/pgdata/postmaster.pid")).get(3);
            return new JdbcTemplate(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:" + databasePort + "/" + LocalPostgres.DATABASE,
                    LocalPostgres.APPLICATION_USER, Files.readString(home.resolve("postgres/pg.application.password")).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Remembers the server and its children, so that none is left when the test ends. */
    private void databaseTree() {
        postmaster().ifPresent(postmaster -> {
            databaseProcesses.removeIf(handle -> !running(handle));
            databaseProcesses.add(postmaster);
            postmaster.descendants().forEach(databaseProcesses::add);
        });
    }

    private static boolean running(ProcessHandle handle) {
        return handle.isAlive();
    }

    private static void signal(String name, long... pids) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        for (long pid : pids) {
            command.add(Long.toString(pid));
        }
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void awaitEnd(ProcessHandle handle) {
        try {
            handle.onExit().get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Process " + handle.pid() + " does not end", e);
        }
    }

    /** Stops the hub in an orderly way; its PostgreSQL goes with it. */
    public void stop() {
        databaseTree();
        if (process != null && process.isAlive()) {
            signal("CONT", process.pid());
            process.destroy();
            awaitEnd(process.toHandle());
        }
    }

    @Override
    public void close() {
        endProcesses();
        FileSystemUtils.deleteRecursively(home.resolve("postgres").toFile());
    }

    private void endProcesses() {
        databaseTree();
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
            awaitEnd(process.toHandle());
        }
        databaseProcesses.stream().filter(HubProcess::running).forEach(handle -> {
            handle.destroyForcibly();
            awaitEnd(handle);
        });
    }

    @Override
    public String toString() {
        return folder.getFileName() + " " + address() + "\n" + configuration;
    }
}
