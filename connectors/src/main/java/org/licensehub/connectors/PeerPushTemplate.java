package org.licensehub.connectors;

import java.io.IOException;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.builder.RouteBuilder;

/** Template {@value ConnectorTemplates#PEER_PUSH}: posts the outbox's envelopes to one peer, page after page. */
final class PeerPushTemplate extends RouteBuilder {

    private static final int LARGEST_BATCH = 1_000;

    private final ConnectorPorts ports;

    PeerPushTemplate(ConnectorPorts ports) {
        this.ports = ports;
    }

    @Override
    public void configure() {
        PeerEndpoint.parameters(routeTemplate(ConnectorTemplates.PEER_PUSH))
                .templateParameter("batch", "50")
                .configure(this::bind)
                .from(ConnectorTemplates.scheduler())
                .routeConfigurationId(ConnectorErrors.ID)
                .process("{{bean.begin}}")
                .loopDoWhile(exchangeProperty(PeerPush.MORE)).breakOnShutdown()
                .process("{{bean.next}}")
                .filter(exchangeProperty(PeerPush.PAGE))
                    .doTry()
                        .to(PeerEndpoint.uri(""))
                        .process("{{bean.answered}}")
                    .doCatch(IOException.class)
                        .process("{{bean.unreachable}}")
                    .end()
                .end()
                .end();
    }

    private void bind(RouteTemplateContext context) {
        Parameters parameters = new Parameters(context);
        Supervision supervision = parameters.supervision(ports);
        PeerEndpoint.bind(parameters, ports);
        PeerPush push = new PeerPush(parameters.text("peer"), parameters.count("batch", LARGEST_BATCH), ports.outbox(),
                supervision);
        parameters.step("begin", push::begin);
        parameters.step("next", push::next);
        parameters.step("answered", push::answered);
        parameters.step("unreachable", push::unreachable);
    }
}
