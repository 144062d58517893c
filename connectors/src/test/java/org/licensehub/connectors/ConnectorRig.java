package org.licensehub.connectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A running Camel context with connectors in it, and ports that remember. */
final class ConnectorRig implements AutoCloseable {

    final RememberingSink sink = new RememberingSink();
    final Map<String, byte[]> archived = new ConcurrentHashMap<>();
    final Map<String, String> cursors = new ConcurrentHashMap<>();
    final Map<String, DataSource> dataSources = new HashMap<>();
    final Map<String, SSLContext> tls = new HashMap<>();
    final RememberingOutbox outbox = new RememberingOutbox();
    final RememberingInbox inbox = new RememberingInbox();
    final DefaultCamelContext context = new DefaultCamelContext();
    volatile boolean archiveFails;
    volatile Accident afterArchiving = () -> { };
    final Connectors connectors;

    ConnectorRig() {
        this(true);
    }

    ConnectorRig(boolean started) {
        context.getShutdownStrategy().setTimeout(10);
        connectors = new Connectors(context, sink, this::archive, new Cursors(), outbox, inbox, dataSources::get,
                tls::get, Clock.systemUTC());
        if (started) {
            context.start();
        }
    }

    /** Something that happens once at a chosen moment. */
    interface Accident {
        void happen() throws IOException;
    }

    private void archive(String source, String fileName, Path file) throws IOException {
        if (archiveFails) {
            throw new IOException("archive away: " + fileName);
        }
        archived.put(source + "/" + fileName, Files.readAllBytes(file));
        Accident accident = afterArchiving;
        afterArchiving = () -> { };
        accident.happen();
    }

    private final class Cursors implements PollCursor {

        @Override
        public Optional<String> load(String connector) {
            return Optional.ofNullable(cursors.get(connector));
        }

        @Override
        public void save(String connector, String cursor) {
            cursors.put(connector, cursor);
        }
    }

    ConnectorRig start(String id, String template, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(Map.of("delay", "50", "longestBackOff", "200"));
        all.putAll(parameters);
        connectors.start(List.of(new ConnectorDefinition(id, template, all)));
        return this;
    }

    ConnectorStatus status(String id) {
        return connectors.status().stream().filter(status -> status.id().equals(id)).findFirst().orElseThrow();
    }

    /** Waits until the connector has ended a poll without failure that began after now. */
    void awaitNextGoodPoll(String id) {
        Optional<Instant> before = status(id).lastSuccess();
        patiently().until(() -> !status(id).lastSuccess().equals(before));
        Optional<Instant> first = status(id).lastSuccess();
        patiently().until(() -> !status(id).lastSuccess().equals(first));
    }

    static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    @Override
    public void close() {
        context.stop();
    }
}
