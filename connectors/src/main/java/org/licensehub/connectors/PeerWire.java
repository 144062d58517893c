package org.licensehub.connectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/**
 * What two hubs say to each other over mutual TLS.
 *
 * <p>Push: {@code POST url}, body one envelope as it is, type {@value #ENVELOPE_MEDIA_TYPE}, header
 * {@value #ENVELOPE_ID_HEADER}. Any 2xx answer means received for good; its body is the receipt.
 *
 * <p>Pull: {@code GET url?after=CURSOR&limit=N} ({@code after} is left out at the beginning) is answered 200 with a
 * {@link FeedPage}, {@code {"envelopes":[{"envelopeId":"…","body":"base64"}],"next":"cursor"}}, oldest first. The reader then
 * posts {@code [{"envelopeId":"…","receipt":"base64"}]}, see {@link FeedReceipt}, to {@code url/receipts}, answered 2xx, and
 * goes on after {@code next}. A page without envelopes is the end for now. Receipts may be posted more than once.
 */
public final class PeerWire {

    /** Media type of a pushed envelope. */
    public static final String ENVELOPE_MEDIA_TYPE = "application/vnd.licensehub.envelope+json";
    /** Media type of feed pages and receipts. */
    public static final String FEED_MEDIA_TYPE = "application/json";
    /** Names the envelope, so that a peer can log a refusal before parsing. */
    public static final String ENVELOPE_ID_HEADER = "Licensehub-Envelope-Id";
    /** Query parameter: the cursor to go on after. */
    public static final String AFTER = "after";
    /** Query parameter: most envelopes in the page. */
    public static final String LIMIT = "limit";
    /** Path below the feed's URL that takes receipts. */
    public static final String RECEIPTS_PATH = "/receipts";

    /** Longest feed page a reader takes; a writer puts fewer envelopes into a page that would be longer. */
    public static final int LONGEST_PAGE_BYTES = 64 << 20;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(LONGEST_PAGE_BYTES).build()).build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private PeerWire() {
    }

    /** The JSON of one feed page. */
    public static byte[] write(FeedPage page) {
        return bytes(page);
    }

    /** The JSON of receipts. */
    public static byte[] write(List<FeedReceipt> receipts) {
        return bytes(receipts);
    }

    /**
     * Reads a feed page; unknown properties are passed over.
     *
     * @throws IOException when it is not one; the message quotes nothing of it
     */
    public static FeedPage readPage(byte[] json) throws IOException {
        try {
            FeedPage page = JSON.readValue(json, FeedPage.class);
            if (page == null) {
                throw new IOException("not a feed page");
            }
            return page;
        } catch (JsonProcessingException malformed) {
            throw new IOException("not a feed page");
        }
    }

    /**
     * Reads receipts.
     *
     * @throws IOException when they are none; the message quotes nothing of it
     */
    public static List<FeedReceipt> readReceipts(byte[] json) throws IOException {
        try {
            List<FeedReceipt> receipts = JSON.readValue(json, new TypeReference<List<FeedReceipt>>() { });
            if (receipts == null) {
                throw new IOException("not a list of receipts");
            }
            return receipts;
        } catch (JsonProcessingException malformed) {
            throw new IOException("not a list of receipts");
        }
    }

    private static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("records of texts and bytes are always writable");
        }
    }
}
