package org.licensehub.connectors;

import java.util.List;

/**
 * Outgoing envelopes for peers. A claim is a lease: an envelope neither delivered nor failed, because the process died,
 * becomes claimable again after the outbox's lease time.
 */
public interface EnvelopeOutbox {

    /** Leases up to {@code max} envelopes that are due for this peer, oldest first; empty when none is. */
    List<OutboundEnvelope> claim(String peer, int max);

    /**
     * The peer answered for these envelopes.
     *
     * @param receipts as they came; not checked here
     */
    void delivered(String peer, List<PageReceipt> receipts);

    /**
     * Not delivered. The outbox decides when it is due again.
     *
     * @param reason short and without content: {@code http_503}, {@code unreachable ConnectException}, {@code receipt_missing},
     *               or {@code not_tried} for the rest of a batch after the peer turned out to be unreachable
     */
    void failed(String peer, String envelopeId, String reason);
}
