package org.licensehub.connectors;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;

/**
 * Starts, stops and watches connectors. One instance a Camel context; it installs the templates of
 * {@link ConnectorTemplates} there. Run time trouble (a peer down, a table missing) never stops a connector: it backs off and
 * goes on. Configuration that makes no sense is an {@link IllegalArgumentException} from {@link #start}.
 */
public final class Connectors {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final CamelContext context;
    private final ConnectorPorts ports;
    private final Map<String, ConnectorDefinition> definitions = new LinkedHashMap<>();

    /** As the constructor with a clock, with the system clock. */
    public Connectors(CamelContext context, RecordSink sink, DropArchive archive, PollCursor cursor,
                      EnvelopeOutbox outbox, EnvelopeInbox inbox, Function<String, DataSource> dataSources,
                      Function<String, SSLContext> tls) {
        this(context, sink, archive, cursor, outbox, inbox, dataSources, tls, Clock.systemUTC());
    }

    /**
     * @param context     where the routes run; stays the caller's to start and stop
     * @param dataSources data source by the name in configuration; null for an unknown name
     * @param tls         TLS material by the name in configuration; null for an unknown name
     * @param clock       for record times, quiet periods and back-off
     */
    public Connectors(CamelContext context, RecordSink sink, DropArchive archive, PollCursor cursor,
                      EnvelopeOutbox outbox, EnvelopeInbox inbox, Function<String, DataSource> dataSources,
                      Function<String, SSLContext> tls, Clock clock) {
        this.context = Objects.requireNonNull(context, "context");
        this.ports = new ConnectorPorts(sink, archive, cursor, outbox, inbox, dataSources, tls, clock);
        try {
            ConnectorTemplates.install(context, ports);
        } catch (Exception failure) {
            throw new IllegalStateException("connector templates could not be installed", failure);
        }
    }

    /**
     * Checks all definitions, then starts them. With a context that is not started yet they start with it.
     *
     * @throws IllegalArgumentException for a doubled or malformed id, an unknown template, an unknown or missing parameter,
     *                                  or a parameter that makes no sense; connectors before it in the list then run already
     *                                  when only the last kind is wrong
     */
    public synchronized void start(List<ConnectorDefinition> wanted) {
        wanted.forEach(this::check);
        long different = wanted.stream().map(ConnectorDefinition::id).distinct().count();
        if (different != wanted.size()) {
            throw new IllegalArgumentException("two connectors have the same id");
        }
        wanted.forEach(this::startOne);
    }

    private void check(ConnectorDefinition definition) {
        String id = definition.id();
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a connector id consists of a-z, 0-9 and -, up to 63 of them");
        }
        if (definitions.containsKey(id)) {
            throw new IllegalArgumentException("connector " + id + " runs already");
        }
        RouteTemplateDefinition template = context.getCamelContextExtension().getContextPlugin(Model.class)
                .getRouteTemplateDefinition(definition.template());
        if (template == null) {
            throw new IllegalArgumentException("connector " + id + ": no template " + definition.template());
        }
        Set<String> known = template.getTemplateParameters().stream().map(RouteTemplateParameterDefinition::getName)
                .filter(name -> !name.equals(ConnectorTemplates.CONNECTOR)).collect(Collectors.toSet());
        for (String name : definition.parameters().keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("connector " + id + ": unknown parameter " + name);
            }
        }
        for (RouteTemplateParameterDefinition parameter : template.getTemplateParameters()) {
            if (parameter.isRequired() && known.contains(parameter.getName()) && parameter.getDefaultValue() == null
                    && !definition.parameters().containsKey(parameter.getName())) {
                throw new IllegalArgumentException("connector " + id + ": parameter " + parameter.getName() + " is missing");
            }
        }
    }

    private void startOne(ConnectorDefinition definition) {
        String id = definition.id();
        Supervision supervision = new Supervision(id, definition.template(), ports.clock(), context::isStopping);
        ports.supervisions().put(id, supervision);
        Map<String, Object> parameters = new HashMap<>(definition.parameters());
        parameters.put(ConnectorTemplates.CONNECTOR, id);
        try {
            context.addRouteFromTemplate(id, definition.template(), parameters);
        } catch (Exception failure) {
            forget(id);
            throw new IllegalArgumentException("connector " + id + " cannot start: " + firstArgumentFault(failure), failure);
        }
        definitions.put(id, definition);
        supervision.started();
    }

    private static String firstArgumentFault(Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof IllegalArgumentException && cause.getCause() == null) {
                return cause.getMessage();
            }
            cause = cause.getCause();
        }
        return FailureReason.of(failure);
    }

    private void forget(String id) {
        ports.supervisions().remove(id);
        try {
            context.removeRoute(id);
        } catch (Exception failure) {
            throw new IllegalStateException("connector " + id + " could not be removed", failure);
        }
    }

    /**
     * Stops one connector and forgets it; its id may be started again. What was under way ends at its next safe point and
     * comes again after a restart.
     *
     * @throws IllegalArgumentException when no connector has this id
     */
    public synchronized void stop(String id) {
        if (definitions.remove(id) == null) {
            throw new IllegalArgumentException("no connector " + id);
        }
        ports.supervision(id).stopRequested();
        try {
            context.getRouteController().stopRoute(id);
        } catch (Exception failure) {
            throw new IllegalStateException("connector " + id + " could not be stopped", failure);
        }
        forget(id);
    }

    /** Stops all connectors, the one started last first. */
    public synchronized void stop() {
        List<String> ids = new ArrayList<>(definitions.keySet());
        Collections.reverse(ids);
        ids.forEach(this::stop);
    }

    /** How each started connector is doing, in the order they were started. */
    public synchronized List<ConnectorStatus> status() {
        return definitions.keySet().stream().map(id -> ports.supervision(id).status()).toList();
    }
}
