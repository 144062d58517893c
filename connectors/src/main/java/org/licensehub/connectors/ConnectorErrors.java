package org.licensehub.connectors;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;

/**
 * What happens when a route fails, said once for all templates: the failure goes to the connector's {@link Supervision},
 * nothing is redelivered at once (the next poll is the retry), and the exchange counts as handled, because Camel's own
 * logging of failed exchanges names files.
 */
final class ConnectorErrors extends RouteConfigurationBuilder {

    static final String ID = "connector-errors";

    private final ConnectorPorts ports;

    ConnectorErrors(ConnectorPorts ports) {
        this.ports = ports;
    }

    @Override
    public void configuration() {
        routeConfiguration(ID)
                .onException(Throwable.class)
                .maximumRedeliveries(0)
                .handled(true)
                .logHandled(false)
                .process(exchange -> ports.supervision(exchange.getFromRouteId())
                        .failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
    }
}
