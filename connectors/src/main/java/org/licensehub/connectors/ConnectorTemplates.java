package org.licensehub.connectors;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * The ids of the route templates and their parameters. Durations are Camel durations ({@code 5s}, {@code 1m}) or
 * milliseconds. All four know {@code delay} (pause between polls, 5 s) and {@code longestBackOff} (cap of the pause after
 * failures, which doubles from {@code delay}; 1 min).
 *
 * <table>
 * <caption>Parameters, with defaults; those without one are mandatory</caption>
 * <tr><th>template</th><th>parameters</th></tr>
 * <tr><td>{@value #CSV_DROP_FOLDER}</td><td>directory, source, resource, charset (UTF-8; also GB18030, GBK, GB2312), columns
 * (expected header as comma list; any), complete (quiet | done-file), quietPeriod (2s), chunk (200)</td></tr>
 * <tr><td>{@value #JDBC_POLL}</td><td>dataSource, query, keyColumn, revisionColumn, cursorColumn, source, resource,
 * batchSize (500), overlap (PT5M for times, 1000 for whole numbers), limitClause (FETCH FIRST {n} ROWS ONLY)</td></tr>
 * <tr><td>{@value #PEER_PUSH}</td><td>peer, url, tls, batch (50), connectTimeoutMillis (5000),
 * responseTimeoutMillis (30000)</td></tr>
 * <tr><td>{@value #PEER_PULL}</td><td>peer, url, tls, limit (100), connectTimeoutMillis (5000),
 * responseTimeoutMillis (30000)</td></tr>
 * </table>
 */
public final class ConnectorTemplates {

    /** CSV files dropped into a folder become records. */
    public static final String CSV_DROP_FOLDER = "csv-drop-folder";
    /** Rows of a department's own database become records. */
    public static final String JDBC_POLL = "jdbc-poll";
    /** Outgoing envelopes are posted to a peer. */
    public static final String PEER_PUSH = "peer-push";
    /** A peer's feed is read and its envelopes are received. */
    public static final String PEER_PULL = "peer-pull";

    /** Set by {@link Connectors}: the connector's id. */
    static final String CONNECTOR = "connector";
    static final String DELAY = "delay";
    static final String LONGEST_BACK_OFF = "longestBackOff";

    private ConnectorTemplates() {
    }

    /** Adds the four templates and their common error handling to a context. */
    static void install(CamelContext context, ConnectorPorts ports) throws Exception {
        RouteConfigurationBuilder errors = new ConnectorErrors(ports);
        context.addRoutesConfigurations(errors);
        for (RouteBuilder template : List.of(new CsvDropTemplate(ports), new JdbcPollTemplate(ports),
                new PeerPushTemplate(ports), new PeerPullTemplate(ports))) {
            context.addRoutes(template);
        }
    }

    static RouteTemplateDefinition common(RouteTemplateDefinition template) {
        return template.templateParameter(CONNECTOR)
                .templateParameter(DELAY, "5s")
                .templateParameter(LONGEST_BACK_OFF, "1m");
    }

    /** A scheduler that fires only when supervision lets it. */
    static String scheduler() {
        return "scheduler:{{" + CONNECTOR + "}}?delay={{" + DELAY + "}}&initialDelay=0"
                + "&pollStrategy=#{{bean.supervision}}&exceptionHandler=#{{bean.supervision}}";
    }
}
