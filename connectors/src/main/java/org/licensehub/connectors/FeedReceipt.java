package org.licensehub.connectors;

import java.util.Objects;

/**
 * The reader's receipt for one envelope of a feed; wire form in {@link PeerWire}.
 *
 * @param envelopeId the envelope it is for
 * @param receipt    the receipt as the reader's inbox made it
 */
public record FeedReceipt(String envelopeId, byte[] receipt) {

    public FeedReceipt {
        Objects.requireNonNull(envelopeId, "envelopeId");
        Objects.requireNonNull(receipt, "receipt");
    }
}
