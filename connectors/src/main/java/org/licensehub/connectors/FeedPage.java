package org.licensehub.connectors;

import java.util.List;

/**
 * One page of a peer's change feed; wire form in {@link PeerWire}.
 *
 * @param envelopes oldest first; empty at the end of the feed
 * @param next      cursor to go on after; may move on with an empty page, null means unchanged
 */
public record FeedPage(List<OutboundEnvelope> envelopes, String next) {

    public FeedPage {
        envelopes = envelopes == null ? List.of() : List.copyOf(envelopes);
    }
}
