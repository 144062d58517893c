package org.licensehub.store.index;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;

/**
 * A real Elasticsearch node in a JVM of its own, from the jars the build put under {@code target} (profile lane-all). It ends
 * with {@link #close()}, with this JVM's shutdown hook, and when this JVM is killed, by losing its standard input.
 */
final class TestElasticsearch implements AutoCloseable {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path SERVER_JARS = TARGET.resolve("es-lib");
    private static final Path TRANSPORT_JARS = TARGET.resolve("es-transport");
    private static final Path LAUNCHER = Path.of("src/test/elasticsearch/ElasticsearchNode.java").toAbsolutePath();
    private static final String LISTENING = "LISTENING ";
    private static final int START_SECONDS = 90;
    private static final Pattern TRANSPORT_JAR = Pattern.compile("transport-netty4-(.+)\\.jar");
    private static final String DESCRIPTOR = """
            description=HTTP and node transport
            version=VERSION
            name=transport-netty4
            classname=org.elasticsearch.transport.netty4.Netty4Plugin
            java.version=17
            elasticsearch.version=VERSION
            extended.plugins=
            has.native.controller=false
            """;

    private final Process process;
    private final Thread hook;
    private final RestClient rest;

    private TestElasticsearch(Process process, Thread hook, RestClient rest) {
        this.process = process;
        this.hook = hook;
        this.rest = rest;
    }

    static TestElasticsearch start() throws IOException {
        if (!Files.isDirectory(SERVER_JARS) || !Files.isDirectory(TRANSPORT_JARS)) {
            throw new IllegalStateException("The Elasticsearch jars are not under target: build with -Plane-all");
        }
        Path home = makeHome();
        Path log = home.resolve("node.log");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms256m",
                "-Xmx512m", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true", "-cp", SERVER_JARS + "/*",
                LAUNCHER.toString(), home.toString()).directory(home.toFile())
                .redirectError(log.toFile()).start();
        Thread hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
        int port = awaitPort(process, log);
        return new TestElasticsearch(process, hook, RestClient.builder(new HttpHost("127.0.0.1", port, "http")).build());
    }

    private static Path makeHome() throws IOException {
        Path home = TARGET.resolve("elasticsearch-home");
        if (Files.exists(home)) {
            delete(home);
        }
        Path module = Files.createDirectories(home.resolve("modules/transport-netty4"));
        Files.createDirectories(home.resolve("config"));
        try (Stream<Path> jars = Files.list(TRANSPORT_JARS)) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, module.resolve(jar.getFileName()));
                Matcher named = TRANSPORT_JAR.matcher(jar.getFileName().toString());
                if (named.matches()) {
                    Files.writeString(module.resolve("plugin-descriptor.properties"),
                            DESCRIPTOR.replace("VERSION", named.group(1)));
                }
            }
        }
        return home;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static int awaitPort(Process process, Path log) throws IOException {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> readOutput(process, port), "elasticsearch-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException | TimeoutException failure) {
            process.destroyForcibly();
            List<String> lines = Files.readAllLines(log);
            throw new IllegalStateException("Elasticsearch did not start: "
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size())), failure);
        }
    }

    /** To its end: a full pipe would stop the node. */
    private static void readOutput(Process process, CompletableFuture<Integer> port) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(LISTENING)) {
                    port.complete(Integer.parseInt(line.substring(LISTENING.length()).strip()));
                }
            }
            port.completeExceptionally(new IllegalStateException("the node ended"));
        } catch (IOException failure) {
            port.completeExceptionally(new UncheckedIOException(failure));
        }
    }

    ElasticsearchClient client() {
        return new ElasticsearchClient(new RestClientTransport(rest, new JacksonJsonpMapper()));
    }

    RestClient rest() {
        return rest;
    }

    /** Ends the node at once, as a crash would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        rest.close();
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
