package org.licensehub.hub.peering;

import java.util.Optional;

/** Questions to neighbour hubs over mutual TLS. */
public interface Neighbours {

    /** @return id of the hub above, if there is one */
    Optional<String> parent();

    /**
     * Asks and waits, for as long as configured.
     *
     * @param path path on the neighbour's TLS port
     * @param body sent as JSON
     * @param type of the answer: read from JSON, or {@code byte[]} as it comes
     */
    <T> PeerAnswer<T> ask(String hub, String path, Object body, Class<T> type);
}
