package org.licensehub.connectors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An outbox in memory; a failed envelope is due again with the next claim unless it is parked. */
final class RememberingOutbox implements EnvelopeOutbox {

    private final Map<String, OutboundEnvelope> due = new LinkedHashMap<>();
    private final Map<String, String> receipts = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private int claims;
    private int deliveredFailures;

    synchronized void add(String envelopeId, String body) {
        due.put(envelopeId, new OutboundEnvelope(envelopeId, body.getBytes(StandardCharsets.UTF_8)));
    }

    synchronized void failAtDelivered(int times) {
        deliveredFailures = times;
    }

    @Override
    public synchronized List<OutboundEnvelope> claim(String peer, int max) {
        claims++;
        return due.values().stream().limit(max).toList();
    }

    @Override
    public synchronized void delivered(String peer, List<PageReceipt> delivered) {
        if (deliveredFailures-- > 0) {
            throw new IllegalStateException("database away");
        }
        for (PageReceipt each : delivered) {
            due.remove(each.envelopeId());
            receipts.put(each.envelopeId(), new String(each.receipt(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public synchronized void failed(String peer, String envelopeId, String reason) {
        failures.add(envelopeId + " " + reason);
    }

    synchronized Map<String, String> receipts() {
        return new LinkedHashMap<>(receipts);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    synchronized int claims() {
        return claims;
    }
}
