package org.licensehub.connectors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An inbox in memory that can fail at one envelope as a database does. */
final class RememberingInbox implements EnvelopeInbox {

    private final List<String> received = new ArrayList<>();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private String failAt = "";
    private String cursor = "";

    synchronized void failAt(String body, int times) {
        failAt = body;
        failuresLeft.set(times);
    }

    @Override
    public synchronized List<byte[]> receive(String peer, List<byte[]> envelopes) {
        return envelopes.stream().map(this::receive).toList();
    }

    private byte[] receive(byte[] envelope) {
        String body = new String(envelope, StandardCharsets.UTF_8);
        if (body.equals(failAt) && failuresLeft.getAndDecrement() > 0) {
            throw new IllegalStateException("database away");
        }
        received.add(body);
        return ("got " + body).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized String feedCursor(String peer) {
        return cursor;
    }

    @Override
    public synchronized void feedRead(String peer, String nextCursor) {
        cursor = nextCursor;
    }

    synchronized List<String> received() {
        return List.copyOf(received);
    }
}
