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
    private final Path jar;
    private final Path archive;

    private DemoProgram(List<String> program, Path jar, Path archive) {
        this.program = program;
        this.jar = jar;
        this.archive = archive;
    }

    private static DemoProgram withoutArchive(String... program) {
        return new DemoProgram(List.of(program), null, null);
    }

    static DemoProgram current() {
        String classPath = System.getProperty("java.class.path");
        if (DemoProgram.class.getClassLoader().getClass().getName().startsWith("org.springframework.boot.loader")) {
            return withoutArchive("-jar", classPath);
        }
        Path jar = Path.of(classPath.split(System.getProperty("path.separator"))[0]).toAbsolutePath().normalize();
        if (!Files.isRegularFile(jar) || !Files.isDirectory(jar.resolveSibling("lib"))) {
            return withoutArchive("-cp", classPath, "org.licensehub.hub.Hub");
        }
        // classes that an agent or a flight recorder has changed must not get into an archive
        boolean plain = System.getenv("JAVA_TOOL_OPTIONS") == null && System.getenv("JDK_JAVA_OPTIONS") == null;
        Path archive = jar.resolveSibling("hub-" + System.getProperty("java.version") + ".jsa");
        return plain ? new DemoProgram(List.of("-jar", jar.toString()), jar, archive) : withoutArchive("-jar", jar.toString());
    }

    /**
     * The command up to the program's own arguments. The first compiler only: in the minutes that these hubs live, the second
     * takes more processor time than it saves, although ciphers and signatures are slower without it.
     */
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(java("java").toString(), "-XX:+UseSerialGC", "-Xmx512m", "-XX:TieredStopAtLevel=1",
                // without the second compiler, or without processor support, this cipher is several times faster than AES-GCM
                "-Djdk.tls.client.cipherSuites=TLS_CHACHA20_POLY1305_SHA256"));
        if (archive != null) {
            command.add(isUsable() ? "-XX:SharedArchiveFile=" + archive : "-XX:+RecordDynamicDumpInfo");
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
        if (archive == null || isUsable() || !Files.isExecutable(java("jcmd"))) {
            return;
        }
        Path fresh = archive.resolveSibling(archive.getFileName() + "." + hub.pid());
        Process dump = new ProcessBuilder(java("jcmd").toString(), Long.toString(hub.pid()), "VM.cds", "dynamic_dump", fresh.toString())
                .redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
        if (ended(dump).isPresent() && Files.exists(fresh)) {
            Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** An archive of classes from an earlier jar is refused by the virtual machine. */
    private boolean isUsable() {
        return Files.exists(archive) && archive.toFile().lastModified() > jar.toFile().lastModified();
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
