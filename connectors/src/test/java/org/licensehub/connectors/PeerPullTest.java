package org.licensehub.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.connectors.ConnectorRig.patiently;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.connectors.PeerHub.Answer;
import org.licensehub.connectors.PeerHub.Request;

class PeerPullTest {

    private final TestPki pki = new TestPki("hubs");
    private final ConnectorRig rig = new ConnectorRig();
    private final List<OutboundEnvelope> feed = new CopyOnWriteArrayList<>();
    private final List<String> receipts = new CopyOnWriteArrayList<>();
    private volatile int receiptStatus = 204;
    private volatile boolean stuckCursor;
    private PeerHub district;

    @AfterEach
    void close() {
        rig.close();
        if (district != null) {
            district.close();
        }
    }

    private void start(int envelopes, int limit) throws IOException {
        IntStream.range(0, envelopes).forEach(i -> feed.add(new OutboundEnvelope("e" + i, bytes("body " + i))));
        district = new PeerHub(pki.contextFor("district"), 0, this::answer);
        rig.tls.put("city", pki.contextFor("city"));
        rig.start("pull-district", ConnectorTemplates.PEER_PULL, Map.of("peer", "district",
                "url", district.url("/peering/feed"), "tls", "city", "limit", Integer.toString(limit)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Answer answer(Request request) {
        if (request.uri().equals("/peering/feed/receipts")) {
            return takeReceipts(request);
        }
        String query = request.uri().substring(request.uri().indexOf('?') + 1);
        int limit = 0;
        int after = 0;
        for (String part : query.split("&")) {
            String value = URLDecoder.decode(part.substring(part.indexOf('=') + 1), StandardCharsets.UTF_8);
            if (part.startsWith("limit=")) {
                limit = Integer.parseInt(value);
            } else if (part.startsWith("after=")) {
                after = Integer.parseInt(value.substring(value.indexOf('+') + 1));
            }
        }
        int end = Math.min(feed.size(), after + limit);
        String next = stuckCursor ? null : "cursor &=甲+" + end;
        return new Answer(200, PeerWire.write(new EnvelopePage(feed.subList(after, end), next)));
    }

    private Answer takeReceipts(Request request) {
        if (receiptStatus == 204) {
            try {
                PeerWire.readReceipts(request.body()).forEach(receipt -> receipts.add(
                        receipt.envelopeId() + " " + new String(receipt.receipt(), StandardCharsets.UTF_8)));
            } catch (IOException failure) {
                return Answer.of(400, "");
            }
        }
        return Answer.of(receiptStatus, "");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 49, 50, 51, 100, 151})
    void theFeedIsReadToItsEndOnceWhateverThePageEdge(int envelopes) throws IOException {
        start(envelopes, 50);
        patiently().until(() -> rig.inbox.received().size() == envelopes);
        rig.awaitNextGoodPoll("pull-district");

        assertThat(rig.inbox.received())
                .isEqualTo(IntStream.range(0, envelopes).mapToObj(i -> "body " + i).toList());
        assertThat(receipts).isEqualTo(
                IntStream.range(0, envelopes).mapToObj(i -> "e" + i + " got body " + i).toList());
    }

    @Test
    void whatIsAddedLaterIsReadFromTheSavedCursor() throws IOException {
        start(3, 50);
        patiently().until(() -> rig.inbox.received().size() == 3);
        feed.add(new OutboundEnvelope("late", bytes("late body")));
        patiently().until(() -> rig.inbox.received().size() == 4);

        assertThat(rig.inbox.received()).endsWith("late body");
        patiently().until(() -> rig.inbox.feedCursor("district").equals("cursor &=甲+4"));
    }

    @Test
    void anInboxThatFailsInTheMiddleReadsThePageAgainFromTheOldCursor() throws IOException {
        rig.inbox.failAt("body 7", 2);
        start(10, 5);
        patiently().until(() -> receipts.size() == 10);

        assertThat(rig.inbox.received()).containsOnlyOnce("body 0", "body 4", "body 7", "body 9");
        assertThat(rig.inbox.received().stream().filter("body 6"::equals)).hasSize(3);
        assertThat(rig.status("pull-district").lastFailure()).contains("IllegalStateException");
    }

    @Test
    void theCursorStaysUntilThePeerHasTheReceipts() throws IOException {
        receiptStatus = 500;
        start(2, 5);
        patiently().until(() -> rig.status("pull-district").consecutiveFailures() >= 2);
        assertThat(rig.inbox.feedCursor("district")).isEmpty();
        assertThat(rig.status("pull-district").lastFailure()).contains("http_500");

        receiptStatus = 204;
        patiently().until(() -> !rig.inbox.feedCursor("district").isEmpty());
        assertThat(receipts).containsExactly("e0 got body 0", "e1 got body 1");
    }

    @Test
    void aFeedThatDoesNotAdvanceIsNotReadInCircles() throws IOException {
        stuckCursor = true;
        start(2, 5);
        patiently().until(() -> rig.status("pull-district").consecutiveFailures() >= 1);

        assertThat(rig.status("pull-district").lastFailure()).contains("feed_cursor_does_not_advance");
        assertThat(rig.inbox.received()).isEmpty();
    }

    @Test
    void anAnswerThatIsNoEnvelopePageIsAFailureWithoutItsContent() throws IOException {
        district = new PeerHub(pki.contextFor("district"), 0, request -> Answer.of(200, "<html>350205190001010011"));
        rig.tls.put("city", pki.contextFor("city"));
        rig.start("pull-district", ConnectorTemplates.PEER_PULL, Map.of("peer", "district",
                "url", district.url("/peering/feed"), "tls", "city"));
        patiently().until(() -> rig.status("pull-district").consecutiveFailures() >= 1);

        assertThat(rig.status("pull-district").lastFailure()).contains("IOException");
    }
}
