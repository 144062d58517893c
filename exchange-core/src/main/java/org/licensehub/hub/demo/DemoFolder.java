package org.licensehub.hub.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The folder of a demonstration. A marker file says that it is one; a folder without it is never wiped. */
final class DemoFolder implements AutoCloseable {

    private static final String MARKER = ".licensehub-demo";
    private static final int PATIENCE_SECONDS = 20;

    private final Path root;
    private final FileChannel lock;

    private DemoFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Empties the folder and keeps it locked.
     *
     * @throws DemoRefused if it holds something else than a demonstration, or one that runs
     */
    static DemoFolder fresh(Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        Path marker = root.resolve(MARKER);
        if (Files.exists(root) && !Files.exists(marker) && !isEmpty(root)) {
            throw new DemoRefused("不是演示目录，不会清空 / not a demo folder, it will not be wiped: " + root);
        }
        Files.createDirectories(root);
        FileChannel channel = FileChannel.open(marker, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new DemoRefused("另一个演示正在使用该目录 / another demo runs in this folder: " + root);
        }
        stopServersLeftRunning(root);
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).filter(path -> !path.equals(root) && !path.equals(marker)).toList()) {
                Files.delete(path);
            }
        }
        return new DemoFolder(root, channel);
    }

    private static boolean isEmpty(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.findAny().isEmpty();
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** A demonstration that was killed leaves its database servers behind. */
    private static void stopServersLeftRunning(Path root) throws IOException {
        try (Stream<Path> homes = Files.list(root)) {
            for (Path pidFile : homes.map(home -> home.resolve("postgres/pgdata/postmaster.pid")).filter(Files::exists).toList()) {
                List<String> lines = Files.readAllLines(pidFile);
                if (!lines.isEmpty() && lines.get(0).strip().matches("\\d{1,10}")) {
                    ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                            .filter(process -> process.info().command().map(command -> command.contains("postgres")).orElse(false))
                            .ifPresent(DemoFolder::stop);
                }
            }
        }
    }

    private static void stop(ProcessHandle server) {
        server.destroy();
        try {
            server.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            server.destroyForcibly();
        }
    }

    Path root() {
        return root;
    }

    /** Every log file in the folder. */
    List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".log")).filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
