package org.licensehub.hub.demo;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that runs now, as a command that starts it again.
 */
final class DemoProgram {

    private static final String CLASS_ARCHIVE = "-XX:SharedArchiveFile=";

    private final List<String> program;
    private final Path beside;

    private DemoProgram(Path beside, String... program) {
        this.beside = beside;
        this.program = List.of(program);
    }

    static DemoProgram current() {
        String classPath = System.getProperty("java.class.path");
        Path jar = Path.of(classPath.split(System.getProperty("path.separator"))[0]).toAbsolutePath().normalize();
        boolean nested = DemoProgram.class.getClassLoader().getClass().getName().startsWith("org.springframework.boot.loader");
        boolean unpacked = Files.isRegularFile(jar) && Files.isDirectory(jar.resolveSibling("lib"));
        Path beside = unpacked ? jar.getParent() : null;
        return nested || unpacked ? new DemoProgram(beside, "-jar", jar.toString())
                : new DemoProgram(beside, "-cp", classPath, "org.licensehub.hub.Hub");
    }

    /** Where the programs of the database servers are kept: beside the unpacked program, so that only the first run unpacks them. */
    Path binaries(Path folder) {
        return (beside == null ? folder : beside).resolve("postgres-binaries");
    }

    /**
     * The command up to the program's own arguments. The first compiler only: in the minutes that these hubs live, the second
     * takes more processor time than it saves, although ciphers and signatures are slower without it.
     */
    List<String> command() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC", "-XX:MetaspaceSize=160m", "-Xmx512m", "-XX:TieredStopAtLevel=1",
                // without the second compiler, or without processor support, this cipher is several times faster than AES-GCM
                "-Djdk.tls.client.cipherSuites=TLS_CHACHA20_POLY1305_SHA256"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(option -> option.startsWith(CLASS_ARCHIVE)).forEach(command::add);
        // the launcher's own variable, so that it holds for the hubs as well
        String more = System.getenv("HUB_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(program);
        return command;
    }
}
