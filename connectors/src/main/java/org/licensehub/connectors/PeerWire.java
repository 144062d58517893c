package org.licensehub.connectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.List;

/**
 * What two hubs say to each other over mutual TLS, in CBOR (RFC 8949): most of it is bytes, which JSON would make a third longer.
 *
 * <p>Push: {@code POST url}, type {@value #PAGE_MEDIA_TYPE}, body an {@link EnvelopePage},
 * {@code {"envelopes":[{"envelopeId":"…","body":h'…'}]}}, oldest first. The answer 200 brings
 * {@code [{"envelopeId":"…","receipt":h'…'}]}, see {@link PageReceipt}, one an envelope. A page answered 400, 413, 422 or
 * 500 is posted again in halves.
 *
 * <p>Pull: {@code GET url?after=CURSOR&limit=N} ({@code after} is left out at the beginning) is answered 200 with an
 * {@link EnvelopePage} that names the {@code next} cursor. The reader then posts its receipts, in the form above, to
 * {@code url/receipts}, answered 2xx, and goes on after {@code next}. A page without envelopes is the end for now. Receipts
 * may be posted more than once.
 */
public final class PeerWire {

    /** Media type of a pushed page of envelopes. */
    public static final String PAGE_MEDIA_TYPE = "application/vnd.licensehub.envelopes+cbor";
    /** Media type of feed pages and receipts. */
    public static final String FEED_MEDIA_TYPE = "application/cbor";
    /** Query parameter: the cursor to go on after. */
    public static final String AFTER = "after";
    /** Query parameter: most envelopes in the page. */
    public static final String LIMIT = "limit";
    /** Path below the feed's URL that takes receipts. */
    public static final String RECEIPTS_PATH = "/receipts";

    /** Longest page that is taken, in bytes; a longer one is an accident, and fewer envelopes are sent or asked for at once. */
    public static final int LONGEST_PAGE_BYTES = 64 << 20;

    private static final CBORMapper CBOR = CBORMapper.builder(CBORFactory.builder().streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(LONGEST_PAGE_BYTES).build()).build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private PeerWire() {
    }

    /** One page, encoded. */
    public static byte[] write(EnvelopePage page) {
        return bytes(page);
    }

    /** Receipts, encoded. */
    public static byte[] write(List<PageReceipt> receipts) {
        return bytes(receipts);
    }

    /**
     * Reads a page; unknown properties are passed over.
     *
     * @throws IOException when it is not one; the message quotes nothing of it
     */
    public static EnvelopePage readPage(byte[] cbor) throws IOException {
        try {
            EnvelopePage page = CBOR.readValue(cbor, EnvelopePage.class);
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
    public static List<PageReceipt> readReceipts(byte[] cbor) throws IOException {
        try {
            List<PageReceipt> receipts = CBOR.readValue(cbor, new TypeReference<List<PageReceipt>>() { });
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
            return CBOR.writeValueAsBytes(value);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("records of texts and bytes are always writable");
        }
    }
}
