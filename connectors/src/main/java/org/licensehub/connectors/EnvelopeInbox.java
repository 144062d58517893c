package org.licensehub.connectors;

/** Envelopes arriving from peers, and how far each peer's feed has been read. */
public interface EnvelopeInbox {

    /**
     * Takes one envelope; durable on return. The same envelope again gets an equivalent receipt without a second effect. An
     * envelope that is refused for what it holds gets a receipt saying so.
     *
     * @return the receipt, to be handed to the sender
     * @throws RuntimeException on an accident only: the feed is read again from the old cursor
     */
    byte[] receive(String peer, byte[] envelope);

    /** Where to go on in this peer's feed; empty text or null for its beginning. */
    String feedCursor(String peer);

    /** Everything before {@code nextCursor} has been received and its receipts were taken by the peer. */
    void feedRead(String peer, String nextCursor);
}
