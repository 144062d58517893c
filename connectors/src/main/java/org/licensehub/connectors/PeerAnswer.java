package org.licensehub.connectors;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What a peer answered.
 *
 * @param status HTTP status
 * @param body   the body of a 2xx answer, empty otherwise: an error page is not read
 */
record PeerAnswer(int status, byte[] body) {

    /**
     * Reads the answer in the exchange to its end and closes it.
     *
     * @param mostBytes a longer body is an accident: nothing of it is used
     */
    static PeerAnswer read(Exchange exchange, int mostBytes) throws IOException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Object body = message.getBody();
        message.setBody(null);
        message.removeHeaders("*");
        try (InputStream in = body instanceof InputStream stream ? stream : InputStream.nullInputStream()) {
            if (status / 100 != 2) {
                return new PeerAnswer(status, new byte[0]);
            }
            byte[] bytes = body instanceof byte[] whole ? whole : in.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw new ConnectorFailure("answer_too_long");
            }
            return new PeerAnswer(status, bytes);
        }
    }

    boolean successful() {
        return status / 100 == 2;
    }

    /** The peer as a whole cannot answer now, whatever was sent. */
    boolean peerUnavailable() {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    String reason() {
        return "http_" + status;
    }
}
