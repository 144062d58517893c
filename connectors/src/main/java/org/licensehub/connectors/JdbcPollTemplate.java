package org.licensehub.connectors;

import javax.sql.DataSource;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.builder.RouteBuilder;

/**
 * Template {@value ConnectorTemplates#JDBC_POLL}: polls a view of a department's own database. The parameter {@code query} is
 * a SELECT without ORDER BY; the connector wraps it with the keyset condition. See {@link JdbcPoll} for what the view has to
 * promise.
 */
final class JdbcPollTemplate extends RouteBuilder {

    private static final int LARGEST_BATCH = 10_000;

    private final ConnectorPorts ports;

    JdbcPollTemplate(ConnectorPorts ports) {
        this.ports = ports;
    }

    @Override
    public void configure() {
        ConnectorTemplates.common(routeTemplate(ConnectorTemplates.JDBC_POLL))
                .templateParameter("dataSource")
                .templateParameter("query")
                .templateParameter("keyColumn")
                .templateParameter("revisionColumn")
                .templateParameter("cursorColumn")
                .templateParameter("source")
                .templateParameter("resource")
                .templateParameter("batchSize", "500")
                .templateOptionalParameter("overlap")
                .templateParameter("limitClause", "FETCH FIRST {n} ROWS ONLY")
                .configure(this::bind)
                .from(ConnectorTemplates.scheduler())
                .routeConfigurationId(ConnectorErrors.ID)
                .process("{{bean.poll}}")
                .loopDoWhile(exchangeProperty(JdbcPoll.MORE)).breakOnShutdown()
                .process("{{bean.page}}")
                .end();
    }

    private void bind(RouteTemplateContext context) {
        Parameters parameters = new Parameters(context);
        Supervision supervision = parameters.supervision(ports);
        DataSource dataSource = ports.dataSources().apply(parameters.text("dataSource"));
        if (dataSource == null) {
            throw new IllegalArgumentException("connector parameter dataSource names no data source");
        }
        int batchSize = parameters.count("batchSize", LARGEST_BATCH);
        KeysetQuery query = new KeysetQuery(parameters.text("query"), parameters.column("cursorColumn"),
                parameters.column("keyColumn"), parameters.text("limitClause"), batchSize);
        JdbcRows rows = new JdbcRows(parameters.text("source"), parameters.text("resource"),
                parameters.column("keyColumn"), parameters.column("revisionColumn"), parameters.column("cursorColumn"));
        JdbcPoll poll = new JdbcPoll(parameters.text(ConnectorTemplates.CONNECTOR), dataSource, query, rows,
                parameters.textOr("overlap", null), ports, supervision);
        parameters.step("poll", poll::begin);
        parameters.step("page", poll::page);
    }
}
