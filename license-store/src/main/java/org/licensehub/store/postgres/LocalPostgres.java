package org.licensehub.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded PostgreSQL server, run for real data: fsync, full_page_writes and synchronous_commit on, password
 * authentication, 127.0.0.1 only, one fixed port. It drives the server's own programs, because the usual test library
 * starts them with durability off.
 *
 * <p>The server outlives a killed JVM. {@link #start} therefore looks at {@code postmaster.pid} first: a server that
 * still answers with this folder's password is adopted, any other is stopped before a new one is started. A lock file
 * keeps two hubs from using one folder.
 */
public final class LocalPostgres implements AutoCloseable {

    /** Superuser of the embedded server; the hub itself works as {@link #APPLICATION_USER}. */
    public static final String USER = "licensehub";
    /** Owns the hub's databases and is no superuser, so that a right taken away is really gone. */
    public static final String APPLICATION_USER = "hub";
    public static final String DATABASE = "licensehub";

    private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;
    private static final String HALF_MADE = "pgdata.new";

    private final Path home;
    private final Path data;
    private final Path binaries;
    private final int port;
    private final String password;
    private final String applicationPassword;
    private final FileChannel lockFile;
    private final FileLock lock;
    private boolean closed;

    private LocalPostgres(Path home, Path binaries, int port, FileChannel lockFile, FileLock lock) throws IOException {
        this.home = home;
        this.data = home.resolve("pgdata");
        this.binaries = binaries;
        this.port = port;
        this.lockFile = lockFile;
        this.lock = lock;
        this.password = loadOrCreatePassword(home.resolve("pg.password"));
        this.applicationPassword = loadOrCreatePassword(home.resolve("pg.application.password"));
    }

    /**
     * Starts, or adopts, the server of a folder.
     *
     * @param home folder of this server: data, password, log; created if missing
     * @param binaryHome folder where the programs are unpacked; may be shared between servers
     * @param port TCP port on 127.0.0.1, 1 to 65535
     * @throws DurabilityCheck.NotDurableException if the running server would not keep what it acknowledges
     * @throws IOException if the folder is in use by another hub or the server does not start
     */
    public static LocalPostgres start(Path home, Path binaryHome, int port) throws IOException {
        Path folder = home.toAbsolutePath().normalize();
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(folder.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException("The database folder is in use by another running hub: " + folder);
        }
        LocalPostgres server = new LocalPostgres(folder, PostgresBinaries.unpackInto(binaryHome.toAbsolutePath()), port, channel, lock);
        try {
            server.bringUp();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return server;
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (java.nio.channels.OverlappingFileLockException e) {
            return null;
        }
    }

    /** A server that the killed hub had just launched can get in between; it is then dealt with like any other left running. */
    private void bringUp() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                adoptOrStart();
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS || runningServer().isEmpty()) {
                    throw e;
                }
                LOG.info("Another PostgreSQL server appeared in this folder meanwhile; looking again");
            }
        }
    }

    private void adoptOrStart() throws IOException {
        Optional<ProcessHandle> orphan = runningServer();
        if (orphan.isPresent()) {
            if (answersWithOurPassword()) {
                LOG.info("Adopted the PostgreSQL server left running (pid {}, port {})", orphan.get().pid(), port);
                return;
            }
            LOG.info("Stopping an unusable PostgreSQL server left running (pid {})", orphan.get().pid());
            stopProcess(orphan.get());
        }
        killChildrenOfADeadServer();
        removeHalfMadeFolders();
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise();
        }
        run(List.of(binaries.resolve("bin/pg_ctl").toString(), "start", "-w", "-t", Long.toString(PATIENCE.toSeconds()),
                "-D", data.toString(), "-l", home.resolve("postgres.log").toString(), "-o", serverOptions()));
        try (Connection connection = connect("postgres")) {
            DurabilityCheck.requireEmbedded(connection);
            createApplicationRole(connection);
            createDatabase(connection, DATABASE);
        } catch (SQLException e) {
            throw new IOException("The embedded PostgreSQL started but does not answer: " + e.getMessage(), e);
        }
    }

    /**
     * Starts the server again if its process is gone, for a hub that goes on running.
     *
     * @return whether it had to be started
     */
    public synchronized boolean reviveIfDead() throws IOException {
        if (closed || runningServer().isPresent()) {
            return false;
        }
        bringUp();
        return true;
    }

    private String serverOptions() {
        return String.join(" ", "-c port=" + port, "-c listen_addresses=127.0.0.1", "-c unix_socket_directories=",
                "-c fsync=on", "-c full_page_writes=on", "-c synchronous_commit=on",
                // an error's DETAIL repeats row values; they do not belong into a log
                "-c log_error_verbosity=terse", "-c log_min_error_statement=panic",
                "-c shared_buffers=128MB", "-c max_connections=100", "-c wal_compression=on", "-c timezone=UTC");
    }

    /**
     * Into a folder beside the real one, renamed when complete: a crash in between leaves nothing half made in its place. The
     * folder is another one each time, since the programs of a killed hub may still be writing to theirs.
     */
    private void initialise() throws IOException {
        Path fresh = Files.createTempDirectory(home, HALF_MADE);
        Path passwordFile = home.resolve("pg.password");
        run(List.of(binaries.resolve("bin/initdb").toString(), "-D", fresh.toString(), "-U", USER, "--pwfile=" + passwordFile,
                "-A", "scram-sha-256", "-E", "UTF8", "--locale=C"));
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void removeHalfMadeFolders() throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, HALF_MADE + "*")) {
            for (Path folder : folders) {
                try {
                    deleteRecursively(folder);
                } catch (IOException | UncheckedIOException e) {
                    LOG.info("A half-made data folder is still in use and will be removed at a later start: {}", folder.getFileName());
                }
            }
        }
    }

    /**
     * Children notice the death of their server by themselves, but one that hangs keeps the shared memory, and a new server
     * then refuses to start. They are found by their working folder; recovery makes good whatever they leave.
     */
    private void killChildrenOfADeadServer() throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        Path folder = data.toRealPath();
        for (ProcessHandle child : ProcessHandle.allProcesses().filter(process -> worksIn(process, folder)).toList()) {
            LOG.info("Ending a process of a PostgreSQL server that is gone (pid {})", child.pid());
            child.destroyForcibly();
            if (!awaitExit(child)) {
                throw new IOException("A process of the dead PostgreSQL server (pid " + child.pid() + ") does not end");
            }
        }
    }

    private static boolean worksIn(ProcessHandle process, Path folder) {
        try {
            return looksLikePostgres(process) && Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd")).equals(folder);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private Optional<ProcessHandle> runningServer() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).trim().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).trim())).filter(ProcessHandle::isAlive)
                .filter(LocalPostgres::looksLikePostgres);
    }

    /** After a reboot the pid may belong to somebody else, who must be left alone. */
    private static boolean looksLikePostgres(ProcessHandle process) {
        return process.info().command().map(command -> command.contains("postgres")).orElse(false);
    }

    private boolean answersWithOurPassword() {
        try (Connection connection = connect("postgres")) {
            DurabilityCheck.requireEmbedded(connection);
            try (var statement = connection.createStatement(); var rows = statement.executeQuery("SHOW data_directory")) {
                rows.next();
                if (!Path.of(rows.getString(1)).equals(data)) {
                    return false;
                }
            }
            createApplicationRole(connection);
            createDatabase(connection, DATABASE);
            return true;
        } catch (SQLException | DurabilityCheck.NotDurableException e) {
            LOG.info("The server left running cannot be adopted: {}", e.getMessage());
            return false;
        }
    }

    /** Makes a database if it is missing; the name is checked, since it cannot be a parameter. */
    public void createDatabase(String name) throws SQLException {
        try (Connection connection = connect("postgres")) {
            createDatabase(connection, name);
        }
    }

    private static void createDatabase(Connection connection, String name) throws SQLException {
        if (!name.matches("[a-z][a-z0-9_]{0,40}")) {
            throw new IllegalArgumentException("A database name is lower-case letters, digits and underscore");
        }
        try (var query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            if (!query.executeQuery().next()) {
                try (var create = connection.createStatement()) {
                    create.execute("create database " + name + " owner " + APPLICATION_USER);
                }
            }
        }
    }

    /** The password is hexadecimal by construction, so it can stand in the statement. */
    private void createApplicationRole(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select 1 from pg_roles where rolname = '" + APPLICATION_USER + "'")) {
            if (!rows.next()) {
                statement.execute("create role " + APPLICATION_USER + " login password '" + applicationPassword + "'");
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, password);
    }

    /** @return JDBC address of a database on this server, without credentials */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String password() {
        return password;
    }

    public String applicationPassword() {
        return applicationPassword;
    }

    /** @return process id of the server, if it runs; for those who watch or kill it */
    public Optional<Long> pid() throws IOException {
        return runningServer().map(ProcessHandle::pid);
    }

    /** Stops the server (fast shutdown: open transactions roll back, everything acknowledged is on disk). */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try {
            Optional<ProcessHandle> server = runningServer();
            if (server.isPresent()) {
                stopProcess(server.get());
            }
        } finally {
            lock.release();
            lockFile.close();
        }
    }

    private void stopProcess(ProcessHandle server) throws IOException {
        signal("INT", server.pid());
        if (!awaitExit(server)) {
            signal("QUIT", server.pid());
            if (!awaitExit(server)) {
                throw new IOException("PostgreSQL (pid " + server.pid() + ") does not stop");
            }
        }
    }

    private static void signal(String name, long pid) throws IOException {
        run(List.of("kill", "-" + name, Long.toString(pid)), false);
    }

    private static boolean awaitExit(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return !process.isAlive();
        }
    }

    private void run(List<String> command) throws IOException {
        List<String> full = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; a user namespace gives it another identity without another account
            full.addAll(List.of("unshare", "-U"));
        }
        full.addAll(command);
        run(full, true);
    }

    private static void run(List<String> command, boolean mustSucceed) throws IOException {
        Path output = Files.createTempFile("pg", ".out");
        try {
            // to a file, not a pipe: the server inherits the descriptor and would keep a pipe open for ever
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            if (!process.waitFor(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("No end in time: " + command.get(0));
            }
            if (mustSucceed && process.exitValue() != 0) {
                throw new IOException("Failed: " + String.join(" ", command) + "\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while running " + command.get(0), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String loadOrCreatePassword(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).trim();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Path fresh = Files.createTempFile(file.getParent(), "pg", ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, HexFormat.of().formatHex(random), StandardCharsets.US_ASCII);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return HexFormat.of().formatHex(random);
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
