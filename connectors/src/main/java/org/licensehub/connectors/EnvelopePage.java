package org.licensehub.connectors;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Envelopes that travel together, pushed or as a page of a change feed; wire form in {@link PeerWire}.
 *
 * @param envelopes oldest first; empty at the end of a feed
 * @param next      in a feed the cursor to go on after; may move on with an empty page, null means unchanged
 */
public record EnvelopePage(List<OutboundEnvelope> envelopes, String next) {

    public EnvelopePage {
        envelopes = envelopes == null ? List.of() : List.copyOf(envelopes);
    }

    /**
     * Gives all envelopes to an inbox.
     *
     * @return a receipt for each, in their order
     * @throws RuntimeException as {@link EnvelopeInbox#receive}, or when the inbox does not answer for each
     */
    public List<PageReceipt> receive(String peer, EnvelopeInbox inbox) {
        if (envelopes.isEmpty()) {
            return List.of();
        }
        List<byte[]> receipts = inbox.receive(peer, envelopes.stream().map(OutboundEnvelope::body).toList());
        if (receipts.size() != envelopes.size()) {
            throw new ConnectorFailure("inbox_receipts_missing");
        }
        return IntStream.range(0, envelopes.size())
                .mapToObj(i -> new PageReceipt(envelopes.get(i).envelopeId(), receipts.get(i))).toList();
    }
}
