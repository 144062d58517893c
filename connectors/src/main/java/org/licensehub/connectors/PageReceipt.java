package org.licensehub.connectors;

import java.util.Objects;

/**
 * The receiver's receipt for one envelope of a page; wire form in {@link PeerWire}.
 *
 * @param envelopeId the envelope it is for
 * @param receipt    the receipt as the receiver's inbox made it
 */
public record PageReceipt(String envelopeId, byte[] receipt) {

    public PageReceipt {
        Objects.requireNonNull(envelopeId, "envelopeId");
        Objects.requireNonNull(receipt, "receipt");
    }
}
