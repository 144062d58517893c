package org.licensehub.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.connectors.ConnectorRig.patiently;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
        cityAnswers(request -> Answer.of(201, "receipt for " + request.envelopeId()));
        fill(2);
        push(Map.of());
        patiently().until(() -> rig.outbox.receipts().size() == 2);

        assertThat(rig.outbox.receipts()).containsEntry("e1", "receipt for e1").containsEntry("e2", "receipt for e2");
        Request first = city.requests.get(0);
        assertThat(first.method()).isEqualTo("POST");
        assertThat(first.uri()).isEqualTo("/peering/envelopes");
        assertThat(first.contentType()).isEqualTo(PeerWire.ENVELOPE_MEDIA_TYPE);
        assertThat(first.text()).isEqualTo("{\"n\":1}");
        assertThat(rig.outbox.failures()).isEmpty();
    }

    @Test
    void aLongOutboxIsEmptiedWithoutWaitingBetweenBatches() throws IOException {
        cityAnswers(request -> Answer.of(200, "ok"));
        fill(151);
        push(Map.of("delay", "1h"));
        patiently().until(() -> rig.outbox.receipts().size() == 151);

        assertThat(city.requests).hasSize(151);
        assertThat(rig.status("push-city").moved()).isEqualTo(151);
    }

    @Test
    void anEnvelopeThePeerRefusesDoesNotHoldUpTheOthers() throws IOException {
        cityAnswers(request -> request.envelopeId().equals("e2") ? Answer.of(422, "number 350205190001010011")
                : Answer.of(200, ""));
        fill(3);
        push(Map.of());
        patiently().until(() -> rig.outbox.receipts().size() == 2);

        assertThat(rig.outbox.receipts()).containsOnlyKeys("e1", "e3");
        assertThat(rig.outbox.failures()).isNotEmpty().containsOnly("e2 http_422");
        assertThat(rig.status("push-city").state()).isEqualTo(ConnectorStatus.State.RUNNING);
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
        cityAnswers(request -> Answer.of(200, "ok"));
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

        city = new PeerHub(pki.contextFor("city"), port, request -> Answer.of(200, "ok"));
        patiently().until(() -> rig.outbox.receipts().size() == 3);
        patiently().until(() -> rig.status("push-city").state() == ConnectorStatus.State.RUNNING);
    }

    @Test
    void aBusyPeerIsLeftAloneForTheRestOfTheBatch() throws IOException {
        cityAnswers(request -> Answer.of(503, "busy"));
        fill(40);
        push(Map.of("longestBackOff", "1h", "delay", "30m"));
        patiently().until(() -> rig.outbox.failures().size() == 40);

        assertThat(rig.outbox.failures().get(0)).isEqualTo("e1 http_503");
        assertThat(rig.outbox.failures().stream().skip(1).collect(Collectors.toSet())).allMatch(f -> f.endsWith("not_tried"));
        assertThat(rig.status("push-city").lastFailure()).contains("http_503");
    }

    @Test
    void aDeliveryThatCouldNotBeNotedIsRepeatedAndNeverCalledFailed() throws IOException {
        cityAnswers(request -> Answer.of(200, "ok"));
        rig.outbox.failAtDelivered(2);
        fill(2);
        push(Map.of());
        patiently().until(() -> rig.outbox.receipts().size() == 2);

        assertThat(rig.outbox.failures()).isEmpty();
        assertThat(city.requests).hasSize(4);
        assertThat(rig.status("push-city").lastFailure()).contains("IllegalStateException");
    }

    @Test
    void aPeerOfAnotherAuthorityGetsNothing() throws IOException {
        city = new PeerHub(new TestPki("strangers").contextFor("city"), 0, request -> Answer.of(200, "ok"));
        fill(1);
        push(Map.of());
        patiently().until(() -> !rig.outbox.failures().isEmpty());

        assertThat(rig.outbox.failures().get(0)).startsWith("e1 unreachable SSL");
        assertThat(city.requests).isEmpty();
    }

    @Test
    void withoutOwnCertificateThePeerTakesNothing() throws IOException {
        cityAnswers(request -> Answer.of(200, "ok"));
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
        cityAnswers(request -> Answer.of(200, "city"));
        try (PeerHub other = new PeerHub(otherPki.contextFor("other"), 0, request -> Answer.of(200, "other"))) {
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
