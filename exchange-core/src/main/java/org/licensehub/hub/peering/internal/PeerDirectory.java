package org.licensehub.hub.peering.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.security.PublicKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.signing.Sm2Verifier;
import org.springframework.stereotype.Component;

/** The configured neighbours and their public keys. */
@Component
class PeerDirectory {

    private final Map<String, HubProperties.Peer> peers = new LinkedHashMap<>();
    private final Map<String, PublicKey> keys = new LinkedHashMap<>();
    private final HubProperties hub;

    PeerDirectory(HubProperties hub) throws IOException {
        this.hub = hub;
        for (HubProperties.Peer peer : hub.peering().peers()) {
            peers.put(peer.id(), peer);
            keys.put(peer.id(), Sm2Verifier.publicKeyFromPem(Files.readString(peer.publicKey())));
        }
        if (hub.peering().parent() != null && !peers.containsKey(hub.peering().parent())) {
            throw new IllegalStateException("licensehub.peering.parent names no peer");
        }
    }

    Optional<HubProperties.Peer> find(String id) {
        return Optional.ofNullable(peers.get(id));
    }

    Collection<HubProperties.Peer> all() {
        return peers.values();
    }

    Optional<HubProperties.Peer> parent() {
        return Optional.ofNullable(hub.peering().parent()).map(peers::get);
    }

    /** @throws IllegalArgumentException for a hub that is no neighbour */
    PublicKey keyOf(String id) {
        return Optional.ofNullable(keys.get(id)).orElseThrow(() -> new IllegalArgumentException("No such neighbour"));
    }
}
