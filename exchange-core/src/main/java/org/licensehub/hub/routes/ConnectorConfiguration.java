package org.licensehub.hub.routes;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.licensehub.connectors.ConnectorDefinition;
import org.licensehub.connectors.ConnectorStatus;
import org.licensehub.connectors.Connectors;
import org.licensehub.connectors.EnvelopeInbox;
import org.licensehub.connectors.EnvelopeOutbox;
import org.licensehub.hub.peering.PeerRoutes;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.Secrets;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Starts the configured connectors and those that the neighbours need, once everything else runs; stops them first. */
@Component
class ConnectorConfiguration implements SmartLifecycle {

    private final HubProperties hub;
    private final Connectors connectors;
    private final PeerRoutes peerRoutes;
    private final Map<String, HikariDataSource> pools = new ConcurrentHashMap<>();
    private volatile boolean running;

    ConnectorConfiguration(CamelContext camel, ConnectorSink sink, ConnectorState state, EnvelopeOutbox outbox, EnvelopeInbox inbox,
            PeerRoutes peerRoutes, HubProperties hub, Clock clock) {
        this.hub = hub;
        this.peerRoutes = peerRoutes;
        this.connectors = new Connectors(camel, sink, state, state, outbox, inbox, this::dataSource, name -> peerRoutes.tls(), clock);
    }

    private HikariDataSource dataSource(String name) {
        HubProperties.ExternalDataSource wanted = hub.dataSources().get(name);
        return wanted == null ? null : pools.computeIfAbsent(name, key -> {
            HikariDataSource pool = new HikariDataSource();
            pool.setPoolName("department-" + name);
            pool.setJdbcUrl(wanted.url());
            pool.setUsername(wanted.username());
            pool.setPassword(read(wanted));
            pool.setMaximumPoolSize(2);
            // a department's database may be down when the hub starts
            pool.setInitializationFailTimeout(-1);
            pool.setReadOnly(true);
            return pool;
        });
    }

    private static String read(HubProperties.ExternalDataSource source) {
        try {
            return Secrets.read(source.passwordFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ConnectorStatus> status() {
        return connectors.status();
    }

    @Override
    public void start() {
        List<ConnectorDefinition> definitions = new ArrayList<>(peerRoutes.definitions());
        hub.connectors().forEach(c -> definitions.add(new ConnectorDefinition(c.id(), c.template(), c.parameters())));
        connectors.start(definitions);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        connectors.stop();
        pools.values().forEach(HikariDataSource::close);
    }

    @Override
    public boolean isAutoStartup() {
        return hub.workers();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the web server, so that a neighbour's answer finds this hub ready. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
