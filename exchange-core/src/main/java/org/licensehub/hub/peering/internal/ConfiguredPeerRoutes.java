package org.licensehub.hub.peering.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.licensehub.connectors.ConnectorDefinition;
import org.licensehub.hub.peering.PeerRoutes;
import org.licensehub.hub.platform.HubProperties;
import org.springframework.stereotype.Component;

/** One push route for a parent that is pushed to, one pull route for each child that is pulled from. */
@Component
class ConfiguredPeerRoutes implements PeerRoutes {

    private final PeerDirectory peers;
    private final HubProperties hub;

    ConfiguredPeerRoutes(PeerDirectory peers, HubProperties hub) {
        this.peers = peers;
        this.hub = hub;
    }

    @Override
    public List<ConnectorDefinition> definitions() {
        List<ConnectorDefinition> definitions = new ArrayList<>();
        String parent = peers.parent().map(HubProperties.Peer::id).orElse(null);
        for (HubProperties.Peer peer : peers.all()) {
            boolean above = peer.id().equals(parent);
            if (above && peer.delivery() == HubProperties.Delivery.PUSH) {
                definitions.add(new ConnectorDefinition("push-" + peer.id(), "peer-push", Map.of("peer", peer.id(), "tls", "peering",
                        "url", peer.url() + "/peer/v1/envelopes", "delay", "200ms", "longestBackOff", "5s")));
            } else if (!above && peer.delivery() == HubProperties.Delivery.PULL) {
                definitions.add(new ConnectorDefinition("pull-" + peer.id(), "peer-pull", Map.of("peer", peer.id(), "tls", "peering",
                        "url", peer.url() + "/peer/v1/feed", "limit", "50", "delay", "200ms", "longestBackOff", "5s")));
            }
        }
        return definitions;
    }

    @Override
    public SSLContext tls() {
        try {
            return hub.peering().keyStore() == null ? null : PeerTls.context(hub.peering());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The peering key stores cannot be used", e);
        }
    }
}
