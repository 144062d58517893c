package org.licensehub.connectors;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The steps of pushing: claim a batch, post it in pages, hand the receipts back. A page that the peer refuses is posted again
 * in halves, so that one bad envelope does not hold up the others. When the peer itself is away the rest of the batch is given
 * back untried and the connector backs off, so that a dead peer costs one time-out and not one each.
 */
final class PeerPush {

    static final String MORE = "LicensehubMorePages";
    /** Exchange property: there is a page to post. */
    static final String PAGE = "LicensehubPage";
    private static final String RUN = "LicensehubRun";
    private static final int LONGEST_PAGE_BODIES = 8 << 20;
    private static final int LONGEST_RECEIPTS = 8 << 20;
    private static final String NOT_TRIED = "not_tried";
    /** What a peer answers to a page for what it holds, and not for who sends it. */
    private static final Set<Integer> PAGE_AT_FAULT = Set.of(400, 413, 422, 500);

    private final String peer;
    private final int batchSize;
    private final EnvelopeOutbox outbox;
    private final Supervision supervision;
    private volatile int mostInPage;

    PeerPush(String peer, int batchSize, EnvelopeOutbox outbox, Supervision supervision) {
        this.peer = peer;
        this.batchSize = batchSize;
        this.outbox = outbox;
        this.supervision = supervision;
        this.mostInPage = batchSize;
    }

    /** What one poll has claimed and not yet dealt with. */
    private static final class Run {

        private final Deque<List<OutboundEnvelope>> pages = new ArrayDeque<>();
        private List<OutboundEnvelope> page = List.of();
        private boolean begun;
        private boolean lastBatchWasFull;
        private int delivered;
        private boolean peerAway;
    }

    void begin(Exchange exchange) {
        exchange.setProperty(RUN, new Run());
        exchange.setProperty(MORE, true);
    }

    /** Takes the next page; claims the next batch only after progress, since a refused envelope may be due again at once. */
    void next(Exchange exchange) {
        Run run = exchange.getProperty(RUN, Run.class);
        if (run.peerAway || supervision.isStopping()) {
            run.pages.forEach(page -> failed(page, NOT_TRIED));
            run.pages.clear();
        } else if (run.pages.isEmpty() && (!run.begun || run.lastBatchWasFull && run.delivered > 0)) {
            claim(run);
        }
        run.page = run.pages.isEmpty() ? List.of() : run.pages.removeFirst();
        boolean more = !run.page.isEmpty();
        exchange.setProperty(MORE, more);
        exchange.setProperty(PAGE, more);
        if (more) {
            Message message = exchange.getMessage();
            message.removeHeaders("*");
            message.setHeader(Exchange.HTTP_METHOD, "POST");
            message.setHeader(Exchange.CONTENT_TYPE, PeerWire.PAGE_MEDIA_TYPE);
            message.setBody(PeerWire.write(new EnvelopePage(run.page, null)));
        }
    }

    private void claim(Run run) {
        List<OutboundEnvelope> batch = outbox.claim(peer, batchSize);
        run.begun = true;
        run.lastBatchWasFull = batch.size() == batchSize;
        run.delivered = 0;
        List<OutboundEnvelope> page = new ArrayList<>();
        long bytes = 0;
        for (OutboundEnvelope envelope : batch) {
            if (!page.isEmpty() && (page.size() == mostInPage || bytes + envelope.body().length > LONGEST_PAGE_BODIES)) {
                run.pages.addLast(page);
                page = new ArrayList<>();
                bytes = 0;
            }
            page.add(envelope);
            bytes += envelope.body().length;
        }
        if (!page.isEmpty()) {
            run.pages.addLast(page);
        }
    }

    void answered(Exchange exchange) throws IOException {
        Run run = exchange.getProperty(RUN, Run.class);
        PeerAnswer answer = PeerAnswer.read(exchange, LONGEST_RECEIPTS);
        if (answer.successful()) {
            mostInPage = Math.min(batchSize, mostInPage * 2);
            received(run, answer.body());
        } else if (PAGE_AT_FAULT.contains(answer.status()) && run.page.size() > 1) {
            int half = run.page.size() / 2;
            run.pages.addFirst(run.page.subList(half, run.page.size()));
            run.pages.addFirst(run.page.subList(0, half));
        } else if (answer.peerUnavailable()) {
            away(run, answer.reason());
        } else {
            failed(run.page, answer.reason());
        }
    }

    private void received(Run run, byte[] body) {
        List<PageReceipt> receipts;
        try {
            receipts = PeerWire.readReceipts(body);
        } catch (IOException malformed) {
            failed(run.page, "receipts_malformed");
            return;
        }
        Set<String> sent = run.page.stream().map(OutboundEnvelope::envelopeId).collect(Collectors.toSet());
        List<PageReceipt> asked = receipts.stream().filter(receipt -> sent.contains(receipt.envelopeId())).toList();
        Set<String> answered = asked.stream().map(PageReceipt::envelopeId).collect(Collectors.toSet());
        outbox.delivered(peer, asked);
        failed(run.page.stream().filter(envelope -> !answered.contains(envelope.envelopeId())).toList(), "receipt_missing");
        run.delivered += answered.size();
        supervision.moved(answered.size());
    }

    /** No answer came. The page may have been too much for the time there is: the next ones are smaller. */
    void unreachable(Exchange exchange) {
        Run run = exchange.getProperty(RUN, Run.class);
        String reason = "unreachable "
                + exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class).getClass().getSimpleName();
        mostInPage = Math.max(1, mostInPage / 2);
        away(run, reason);
    }

    /** The connector itself waits for the peer; only the page's first envelope is held back too, should it be the cause. */
    private void away(Run run, String reason) {
        run.peerAway = true;
        supervision.failed(reason);
        failed(run.page.subList(0, 1), reason);
        failed(run.page.subList(1, run.page.size()), NOT_TRIED);
    }

    private void failed(List<OutboundEnvelope> envelopes, String reason) {
        envelopes.forEach(envelope -> outbox.failed(peer, envelope.envelopeId(), reason));
    }
}
