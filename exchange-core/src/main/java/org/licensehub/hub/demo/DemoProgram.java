package org.licensehub.hub.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program that runs now, as a command that starts it again. Where its jar lies unpacked beside a folder {@code lib}, the
 * first hub leaves an archive of its loaded classes there (class data sharing); every later start takes half the time.
 */
final class DemoProgram {

    private static final int PATIENCE_SECONDS = 60;

    private final List<String> program;
    private final Path archive;

    private DemoProgram(List<String> program, Path archive) {
        this.program = program;
        this.archive = archive;
    }

    static DemoProgram current() {
        String classPath = System.getProperty("java.class.path");
        if (DemoProgram.class.getClassLoader().getClass().getName().startsWith("org.springframework.boot.loader")) {
            return new DemoProgram(List.of("-jar", classPath), null);
        }
        Path jar = Path.of(classPath.split(System.getProperty("path.separator"))[0]).toAbsolutePath().normalize();
        boolean unpacked = Files.isRegularFile(jar) && Files.isDirectory(jar.resolveSibling("lib"));
        // classes that an agent or a flight recorder has changed must not get into an archive
        boolean plain = System.getenv("JAVA_TOOL_OPTIONS") == null && System.getenv("JDK_JAVA_OPTIONS") == null;
        return unpacked && !plain ? new DemoProgram(List.of("-jar", jar.toString()), null) : unpacked
                ? new DemoProgram(List.of("-jar", jar.toString()), jar.resolveSibling("hub-" + System.getProperty("java.version") + ".jsa"))
                : new DemoProgram(List.of("-cp", classPath, "org.licensehub.hub.Hub"), null);
    }

    /** The command up to the program's own arguments. All compilers on: ciphers and signatures are ten times slower without the second. */
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(java("java").toString(), "-XX:+UseSerialGC", "-Xmx512m"));
        if (archive != null) {
            command.add(Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:+RecordDynamicDumpInfo");
        }
        // the launcher's own variable, so that it holds for the hubs as well
        String more = System.getenv("HUB_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(program);
        return command;
    }

    /** Makes the archive from a hub that runs, if there is none yet; without it everything works too. */
    void archiveClassesOf(Process hub) throws IOException {
        if (archive == null || Files.exists(archive) || !Files.isExecutable(java("jcmd"))) {
            return;
        }
        Path fresh = archive.resolveSibling(archive.getFileName() + "." + hub.pid());
        Process dump = new ProcessBuilder(java("jcmd").toString(), Long.toString(hub.pid()), "VM.cds", "dynamic_dump", fresh.toString())
                .redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
        if (ended(dump).isPresent() && Files.exists(fresh)) {
            Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** For a hub that could not be started: an archive that a Java of another make left would be a reason. @return whether there was one */
    boolean giveUpArchive() throws IOException {
        return archive != null && Files.deleteIfExists(archive);
    }

    private static Optional<Integer> ended(Process process) {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? Optional.of(process.exitValue()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Path java(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }
}
