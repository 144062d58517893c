package org.licensehub.hub.peering;

import java.util.List;
import javax.net.ssl.SSLContext;
import org.licensehub.connectors.ConnectorDefinition;

/** The routes that the configured neighbours call for: push to the hub above, pull from hubs below. */
public interface PeerRoutes {

    List<ConnectorDefinition> definitions();

    /** @return the mutual TLS of this hub; {@code null} if it has no neighbours */
    SSLContext tls();
}
