package org.licensehub.hub.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.licensehub.store.postgres.LocalPostgres;

/** One hub as a process of its own, started from the program that runs now. */
final class DemoHub {

    private static final Duration START_PATIENCE = Duration.ofSeconds(180);
    private static final int STOP_PATIENCE_SECONDS = 40;

    private final DemoSite site;
    private final Path folder;
    private final Path binaries;
    private final DemoProgram program;
    private volatile Process process;

    DemoHub(DemoSite site, Path folder, Path binaries, DemoProgram program) {
        this.site = site;
        this.folder = folder;
        this.binaries = binaries;
        this.program = program;
    }

    DemoSite site() {
        return site;
    }

    synchronized void start() throws IOException {
        List<String> command = new ArrayList<>(program.command());
        command.addAll(List.of("serve", "--config", site.configuration().toString(), "--parent-pid",
                Long.toString(ProcessHandle.current().pid())));
        Path log = folder.resolve(site.id() + ".log");
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }

    /** @throws IllegalStateException if it ends or does not answer in time */
    void awaitReady() {
        DemoApi health = DemoApi.anonymous(site);
        Patience.until(START_PATIENCE, site.id(), () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("库进程已退出，见日志 / the hub's process ended, see " + site.id() + ".log");
            }
            return health.answers("/actuator/health") && Files.exists(site.keys().resolve("admin.secret"));
        });
    }

    /** @return processor time the hub's process has taken so far, without its database server */
    Duration processorTime() {
        Process running = process;
        return running == null ? Duration.ZERO : running.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** As a power cut would: nothing is told to the process. Its database server lives on and is adopted by the next start. */
    synchronized void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stops the hub, and with it its database server, also one that an earlier kill left behind. */
    synchronized void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        if (!awaitEnd()) {
            process.destroyForcibly();
            awaitEnd();
        }
        if (Files.exists(site.home().resolve("postgres/pgdata/postmaster.pid"))) {
            try {
                LocalPostgres.start(site.home().resolve("postgres"), binaries, site.postgres()).close();
            } catch (IOException e) {
                throw new IllegalStateException("数据库未能停止 / the database server of " + site.id() + " could not be stopped", e);
            }
        }
        process = null;
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
