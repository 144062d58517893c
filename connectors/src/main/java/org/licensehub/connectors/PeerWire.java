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
 * <p>Push: {@code POST url}, type {@value #PAGE_MEDIA_TYPE}, body an {@link EnvelopePage},
 * {@code {"envelopes":[{"envelopeId":"…","body":"base64"}]}}, oldest first. The answer 200 brings
 * {@code [{"envelopeId":"…","receipt":"base64"}]}, see {@link PageReceipt}, one an envelope. A page answered 400, 413, 422 or
 * 500 is posted again in halves.
 *
 * <p>Pull: {@code GET url?after=CURSOR&limit=N} ({@code after} is left out at the beginning) is answered 200 with an
 * {@link EnvelopePage} that names the {@code next} cursor. The reader then posts its receipts, in the form above, to
 * {@code url/receipts}, answered 2xx, and goes on after {@code next}. A page without envelopes is the end for now. Receipts
 * may be posted more than once.
 */
public final class PeerWire {

    /** Media type of a pushed page of envelopes. */
    public static final String PAGE_MEDIA_TYPE = "application/vnd.licensehub.envelopes+json";
    /** Media type of feed pages and receipts. */
    public static final String FEED_MEDIA_TYPE = "application/json";
    /** Query parameter: the cursor to go on after. */
    public static final String AFTER = "after";
    /** Query parameter: most envelopes in the page. */
    public static final String LIMIT = "limit";
    /** Path below the feed's URL that takes receipts. */
    public static final String RECEIPTS_PATH = "/receipts";

    /** Longest page that is taken, in bytes; a longer one is an accident, and fewer envelopes are sent or asked for at once. */
    public static final int LONGEST_PAGE_BYTES = 64 << 20;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(LONGEST_PAGE_BYTES).build()).build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private PeerWire() {
    }

    /** The JSON of one page. */
    public static byte[] write(EnvelopePage page) {
        return bytes(page);
    }

    /** The JSON of receipts. */
    public static byte[] write(List<PageReceipt> receipts) {
        return bytes(receipts);
    }

    /**
     * Reads a page; unknown properties are passed over.
     *
     * @throws IOException when it is not one; the message quotes nothing of it
     */
    public static EnvelopePage readPage(byte[] json) throws IOException {
        try {
            EnvelopePage page = JSON.readValue(json, EnvelopePage.class);
            if (page == null) {
                throw new IOException("not a page of envelopes");
            }
            return page;
        } catch (JsonProcessingException malformed) {
            throw new IOException("not a page of envelopes");
        }
    }

    /**
     * Reads receipts.
     *
     * @throws IOException when they are none; the message quotes nothing of it
     */
    public static List<PageReceipt> readReceipts(byte[] json) throws IOException {
        try {
            List<PageReceipt> receipts = JSON.readValue(json, new TypeReference<List<PageReceipt>>() { });
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
