package org.licensehub.connectors;

import org.apache.camel.RouteTemplateContext;
import org.apache.camel.builder.RouteBuilder;

/** Template {@value ConnectorTemplates#PEER_PULL}: reads one peer's feed page by page to its end. */
final class PeerPullTemplate extends RouteBuilder {

    private static final int LARGEST_LIMIT = 1_000;

    private final ConnectorPorts ports;

    PeerPullTemplate(ConnectorPorts ports) {
        this.ports = ports;
    }

    @Override
    public void configure() {
        PeerEndpoint.parameters(routeTemplate(ConnectorTemplates.PEER_PULL))
                .templateParameter("limit", "100")
                .configure(this::bind)
                .from(ConnectorTemplates.scheduler())
                .routeConfigurationId(ConnectorErrors.ID)
                .setProperty(PeerPull.MORE, constant(true))
                .loopDoWhile(exchangeProperty(PeerPull.MORE)).breakOnShutdown()
                .process("{{bean.ask}}")
                .to(PeerEndpoint.uri(""))
                .process("{{bean.receive}}")
                .filter(exchangeProperty(PeerPull.RECEIPTS))
                    .to(PeerEndpoint.uri(PeerWire.RECEIPTS_PATH))
                    .process("{{bean.confirmed}}")
                .end()
                .process("{{bean.read}}")
                .end();
    }

    private void bind(RouteTemplateContext context) {
        Parameters parameters = new Parameters(context);
        Supervision supervision = parameters.supervision(ports);
        PeerEndpoint.bind(parameters, ports);
        PeerPull pull = new PeerPull(parameters.text("peer"), parameters.count("limit", LARGEST_LIMIT), ports.inbox(),
                supervision);
        parameters.step("ask", pull::ask);
        parameters.step("receive", pull::receive);
        parameters.step("confirmed", pull::confirmed);
        parameters.step("read", pull::read);
    }
}
