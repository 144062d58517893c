package org.licensehub.connectors;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The steps of pulling: ask for the page after the cursor, give every envelope to the inbox, post the receipts, only then
 * move the cursor. Whatever fails in between is read again from the old cursor.
 */
final class PeerPull {

    static final String MORE = "LicensehubMorePages";
    /** Exchange property: there are receipts to post. */
    static final String RECEIPTS = "LicensehubReceipts";
    private static final String NEXT = "LicensehubNext";
    private static final String AFTER = "LicensehubAfter";
    private static final int LONGEST_CONFIRMATION = 1 << 16;

    private final String peer;
    private final int limit;
    private final EnvelopeInbox inbox;
    private final Supervision supervision;
    private volatile int askFor;

    PeerPull(String peer, int limit, EnvelopeInbox inbox, Supervision supervision) {
        this.peer = peer;
        this.limit = limit;
        this.inbox = inbox;
        this.supervision = supervision;
        this.askFor = limit;
    }

    void ask(Exchange exchange) {
        supervision.checkNotStopping();
        String cursor = inbox.feedCursor(peer);
        String after = cursor == null ? "" : cursor;
        exchange.setProperty(AFTER, after);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        message.setHeader(Exchange.HTTP_METHOD, "GET");
        message.setHeader(Exchange.HTTP_QUERY, PeerWire.LIMIT + "=" + askFor
                + (after.isEmpty() ? "" : "&" + PeerWire.AFTER + "=" + URLEncoder.encode(after, StandardCharsets.UTF_8)));
    }

    void receive(Exchange exchange) throws IOException {
        EnvelopePage page = PeerWire.readPage(successful(readPage(exchange)).body());
        String after = exchange.getProperty(AFTER, String.class);
        String next = page.next() == null ? after : page.next();
        if (!page.envelopes().isEmpty() && next.equals(after)) {
            throw new ConnectorFailure("feed_cursor_does_not_advance");
        }
        List<PageReceipt> receipts = page.receive(peer, inbox);
        exchange.setProperty(NEXT, next);
        exchange.setProperty(MORE, !receipts.isEmpty());
        exchange.setProperty(RECEIPTS, !receipts.isEmpty());
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, PeerWire.FEED_MEDIA_TYPE);
        message.setBody(PeerWire.write(receipts));
        supervision.moved(receipts.size());
    }

    /** A page of large envelopes may be too long: the next ones are asked for in smaller pages, down to one. */
    private PeerAnswer readPage(Exchange exchange) throws IOException {
        int asked = askFor;
        askFor = Math.max(1, asked / 2);
        PeerAnswer answer = PeerAnswer.read(exchange, PeerWire.LONGEST_PAGE_BYTES);
        askFor = Math.min(limit, asked * 2);
        return answer;
    }

    void confirmed(Exchange exchange) throws IOException {
        successful(PeerAnswer.read(exchange, LONGEST_CONFIRMATION));
    }

    void read(Exchange exchange) {
        String next = exchange.getProperty(NEXT, String.class);
        if (!next.equals(exchange.getProperty(AFTER, String.class))) {
            inbox.feedRead(peer, next);
        }
    }

    private static PeerAnswer successful(PeerAnswer answer) {
        if (!answer.successful()) {
            throw new ConnectorFailure(answer.reason());
        }
        return answer;
    }
}
