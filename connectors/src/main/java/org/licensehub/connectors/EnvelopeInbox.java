package org.licensehub.connectors;

import java.util.List;

/** Envelopes arriving from peers, and how far each peer's feed has been read. */
public interface EnvelopeInbox {

    /**
     * Takes envelopes in their order; durable on return. The same envelope again gets an equivalent receipt without a second
     * effect. An envelope that is refused for what it holds gets a receipt saying so and does not hold up the others.
     *
     * @return the receipts, one an envelope in their order, to be handed to the sender
     * @throws RuntimeException on an accident only: some may have been taken, and all come again
     */
    List<byte[]> receive(String peer, List<byte[]> envelopes);

    /** Where to go on in this peer's feed; empty text or null for its beginning. */
    String feedCursor(String peer);

    /** Everything before {@code nextCursor} has been received and its receipts were taken by the peer. */
    void feedRead(String peer, String nextCursor);
}
