package org.licensehub.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.connectors.ConnectorRig.patiently;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.connectors.PeerHub.Answer;
import org.licensehub.connectors.PeerHub.Request;

class PeerPushTest {

    private final TestPki pki = new TestPki("hubs");
    private final ConnectorRig rig = new ConnectorRig();
    private PeerHub city;

    @AfterEach
    void close() {
        rig.close();
        if (city != null) {
            city.close();
        }
    }

    private void cityAnswers(Function<Request, Answer> answers) throws IOException {
        city = new PeerHub(pki.contextFor("city"), 0, answers);
    }

    private void push(Map<String, String> more) {
        rig.tls.put("district", pki.contextFor("district"));
        Map<String, String> parameters = new HashMap<>(Map.of("peer", "city", "url", city.url("/peering/envelopes"),
                "tls", "district", "batch", "50"));
        parameters.putAll(more);
        rig.start("push-city", ConnectorTemplates.PEER_PUSH, parameters);
    }

    private void fill(int count) {
        IntStream.rangeClosed(1, count).forEach(i -> rig.outbox.add("e" + i, "{\"n\":" + i + "}"));
    }

    @Test
    void everyEnvelopeIsPostedAsItIsAndItsReceiptComesBack() throws IOException {
        cityAnswers(request -> Answer.receipts(request, "receipt for "));
        fill(2);
        push(Map.of());
        patiently().until(() -> rig.outbox.receipts().size() == 2);

        assertThat(rig.outbox.receipts()).containsEntry("e1", "receipt for e1").containsEntry("e2", "receipt for e2");
        Request first = city.requests.get(0);
        assertThat(first.method()).isEqualTo("POST");
        assertThat(first.uri()).isEqualTo("/peering/envelopes");
        assertThat(first.contentType()).isEqualTo(PeerWire.PAGE_MEDIA_TYPE);
        assertThat(first.envelopes()).extracting(OutboundEnvelope::envelopeId).containsExactly("e1", "e2");
        assertThat(first.envelopes().get(0).body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"n\":1}");
        assertThat(rig.outbox.failures()).isEmpty();
    }

    @Test
    void aLongOutboxIsEmptiedInPagesWithoutWaitingBetweenThem() throws IOException {
        cityAnswers(request -> Answer.receipts(request, "ok "));
        fill(151);
        push(Map.of("delay", "1h"));
        patiently().until(() -> rig.outbox.receipts().size() == 151);

        assertThat(city.requests).extracting(request -> request.envelopes().size()).containsExactly(50, 50, 50, 1);
        assertThat(rig.status("push-city").moved()).isEqualTo(151);
    }

    @Test
    void aPageThatWouldBeTooLongIsDivided() throws IOException {
        cityAnswers(request -> Answer.receipts(request, "ok "));
        IntStream.rangeClosed(1, 5).forEach(i -> rig.outbox.add("e" + i, "x".repeat(3 << 20)));
        push(Map.of("delay", "1h"));
        patiently().until(() -> rig.outbox.receipts().size() == 5);

        assertThat(city.requests).extracting(request -> request.envelopes().size()).containsExactly(2, 2, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422, 500})
    void anEnvelopeThePeerCannotTakeDoesNotHoldUpTheOthersOfItsPage(int status) throws IOException {
        cityAnswers(request -> request.envelopes().stream().anyMatch(envelope -> envelope.envelopeId().equals("e7"))
                ? Answer.of(status, "number 350205190001010011") : Answer.receipts(request, "ok "));
        fill(9);
        push(Map.of());
        patiently().until(() -> rig.outbox.receipts().size() == 8 && !rig.outbox.failures().isEmpty());

        assertThat(rig.outbox.receipts()).doesNotContainKey("e7").hasSize(8);
        assertThat(rig.outbox.failures()).containsOnly("e7 http_" + status);
        assertThat(rig.status("push-city").state()).isEqualTo(ConnectorStatus.State.RUNNING);
    }

    @Test
    void anEnvelopeWithoutReceiptIsNotTakenForDelivered() throws IOException {
        cityAnswers(request -> new Answer(200, PeerWire.write(List.of(new PageReceipt("e2", new byte[0]), new PageReceipt("e99", new byte[0])))));
        fill(2);
        push(Map.of("delay", "1h"));
        patiently().until(() -> !rig.outbox.failures().isEmpty());

        assertThat(rig.outbox.receipts()).containsOnlyKeys("e2");
        assertThat(rig.outbox.failures()).containsExactly("e1 receipt_missing");
    }

    @Test
    void anAnswerWithoutReceiptsIsNotTakenForSuccess() throws IOException {
        cityAnswers(request -> Answer.of(200, "<html>350205190001010011"));
        fill(1);
        push(Map.of("delay", "1h"));
        patiently().until(() -> !rig.outbox.failures().isEmpty());

        assertThat(rig.outbox.failures()).containsExactly("e1 receipts_malformed");
    }

    @Test
    void aRedirectIsNotFollowedAndNotTakenForSuccess() throws IOException {
        cityAnswers(request -> Answer.of(302, ""));
        fill(1);
        push(Map.of());
        patiently().until(() -> !rig.outbox.failures().isEmpty());

        assertThat(rig.outbox.failures()).containsOnly("e1 http_302");
    }

    @Test
    void aDeadPeerCostsOneAttemptABatchAndLongerAndLongerPauses() throws IOException {
        cityAnswers(request -> Answer.receipts(request, "ok "));
        int port = city.port();
        String url = city.url("/peering/envelopes");
        city.close();
        fill(3);
        push(Map.of("url", url, "delay", "20", "longestBackOff", "300"));
        patiently().until(() -> rig.status("push-city").consecutiveFailures() >= 4);

        assertThat(rig.outbox.failures().subList(0, 3)).containsExactly("e1 unreachable HttpHostConnectException",
                "e2 not_tried", "e3 not_tried");
        assertThat(rig.status("push-city").state()).isEqualTo(ConnectorStatus.State.BACKING_OFF);
        assertThat(rig.status("push-city").nextAttempt()).isPresent();

        city = new PeerHub(pki.contextFor("city"), port, request -> Answer.receipts(request, "ok "));
        patiently().until(() -> rig.outbox.receipts().size() == 3);
        patiently().until(() -> rig.status("push-city").state() == ConnectorStatus.State.RUNNING);
    }

    @Test
    void aBusyPeerIsLeftAloneForTheRestOfTheBatch() throws IOException {
        cityAnswers(request -> Answer.of(503, "busy"));
        IntStream.rangeClosed(1, 5).forEach(i -> rig.outbox.add("e" + i, "x".repeat(3 << 20)));
        push(Map.of("longestBackOff", "1h", "delay", "30m"));
        patiently().until(() -> rig.outbox.failures().size() == 5);

        // the HTTP client itself asks a second time after 503
        assertThat(city.requests).extracting(request -> request.envelopes().get(0).envelopeId()).containsOnly("e1");
        assertThat(rig.outbox.failures()).containsExactly("e1 http_503", "e2 not_tried", "e3 not_tried", "e4 not_tried", "e5 not_tried");
        assertThat(rig.status("push-city").lastFailure()).contains("http_503");
    }

    @Test
    void aDeliveryThatCouldNotBeNotedIsRepeatedAndNeverCalledFailed() throws IOException {
        cityAnswers(request -> Answer.receipts(request, "ok "));
        rig.outbox.failAtDelivered(2);
        fill(2);
        push(Map.of());
        patiently().until(() -> rig.outbox.receipts().size() == 2);

        assertThat(rig.outbox.failures()).isEmpty();
        assertThat(city.requests).as("the page, again for each time it was not noted").hasSize(3);
        assertThat(rig.status("push-city").lastFailure()).contains("IllegalStateException");
    }

    @Test
    void aPeerOfAnotherAuthorityGetsNothing() throws IOException {
        city = new PeerHub(new TestPki("strangers").contextFor("city"), 0, request -> Answer.receipts(request, "ok "));
        fill(1);
        push(Map.of());
        patiently().until(() -> !rig.outbox.failures().isEmpty());

        assertThat(rig.outbox.failures().get(0)).startsWith("e1 unreachable SSL");
        assertThat(city.requests).isEmpty();
    }

    @Test
    void withoutOwnCertificateThePeerTakesNothing() throws IOException {
        cityAnswers(request -> Answer.receipts(request, "ok "));
        rig.tls.put("anonymous", pki.contextWithoutCertificate());
        fill(1);
        push(Map.of("tls", "anonymous"));
        patiently().until(() -> !rig.outbox.failures().isEmpty());

        assertThat(rig.outbox.failures().get(0)).startsWith("e1 unreachable ");
        assertThat(city.requests).isEmpty();
    }

    @Test
    void twoPeersUseEachItsOwnCertificates() throws IOException {
        TestPki otherPki = new TestPki("others");
        cityAnswers(request -> Answer.receipts(request, "city "));
        try (PeerHub other = new PeerHub(otherPki.contextFor("other"), 0, request -> Answer.receipts(request, "other "))) {
            rig.tls.put("for-other", otherPki.contextFor("district"));
            rig.start("push-other", ConnectorTemplates.PEER_PUSH, Map.of("peer", "other", "url", other.url("/in"),
                    "tls", "for-other"));
            push(Map.of());
            fill(6);
            patiently().until(() -> rig.outbox.receipts().size() == 6);
            rig.outbox.add("last", "x");
            patiently().until(() -> rig.outbox.receipts().size() == 7);
        }
        assertThat(rig.outbox.failures()).isEmpty();
    }
}
