package org.licensehub.connectors;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The steps of pushing. An envelope the peer refuses does not hold up the others. When the peer itself is away the rest of
 * the batch is given back untried and the connector backs off, so that a dead peer costs one time-out and not one each.
 */
final class PeerPush {

    static final String MORE = "LicensehubMoreBatches";
    static final String BATCH = "LicensehubBatch";
    static final String TRIED = "LicensehubTried";
    private static final String ENVELOPE_ID = "LicensehubEnvelopeId";
    private static final int LONGEST_RECEIPT = 1 << 20;
    private static final String NOT_TRIED = "not_tried";

    private final String peer;
    private final int batchSize;
    private final EnvelopeOutbox outbox;
    private final Supervision supervision;
    private final AtomicInteger delivered = new AtomicInteger();
    private volatile boolean peerAway;

    PeerPush(String peer, int batchSize, EnvelopeOutbox outbox, Supervision supervision) {
        this.peer = peer;
        this.batchSize = batchSize;
        this.outbox = outbox;
        this.supervision = supervision;
    }

    void begin(Exchange exchange) {
        peerAway = false;
        exchange.setProperty(MORE, true);
    }

    void claim(Exchange exchange) {
        delivered.set(0);
        exchange.setProperty(BATCH, supervision.isStopping() ? List.of() : outbox.claim(peer, batchSize));
    }

    void prepare(Exchange exchange) {
        Message message = exchange.getMessage();
        OutboundEnvelope envelope = message.getBody(OutboundEnvelope.class);
        boolean tried = !peerAway && !supervision.isStopping();
        exchange.setProperty(TRIED, tried);
        exchange.setProperty(ENVELOPE_ID, envelope.envelopeId());
        if (!tried) {
            outbox.failed(peer, envelope.envelopeId(), NOT_TRIED);
            return;
        }
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, PeerWire.ENVELOPE_MEDIA_TYPE);
        message.setHeader(PeerWire.ENVELOPE_ID_HEADER, envelope.envelopeId());
        message.setBody(envelope.body());
    }

    void answered(Exchange exchange) throws IOException {
        String envelopeId = exchange.getProperty(ENVELOPE_ID, String.class);
        PeerAnswer answer = PeerAnswer.read(exchange, LONGEST_RECEIPT);
        if (answer.successful()) {
            outbox.delivered(peer, envelopeId, answer.body());
            delivered.incrementAndGet();
            supervision.moved(1);
            return;
        }
        outbox.failed(peer, envelopeId, answer.reason());
        if (answer.peerUnavailable()) {
            away(answer.reason());
        }
    }

    void unreachable(Exchange exchange) {
        String reason = "unreachable "
                + exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class).getClass().getSimpleName();
        away(reason);
        outbox.failed(peer, exchange.getProperty(ENVELOPE_ID, String.class), reason);
    }

    private void away(String reason) {
        peerAway = true;
        supervision.failed(reason);
    }

    /** Goes on only after progress: an outbox that offers a refused envelope again at once must not make a spin. */
    void batchDone(Exchange exchange) {
        int claimed = exchange.getProperty(BATCH, List.class).size();
        exchange.setProperty(MORE, claimed == batchSize && delivered.get() > 0 && !peerAway
                && !supervision.isStopping());
    }
}
