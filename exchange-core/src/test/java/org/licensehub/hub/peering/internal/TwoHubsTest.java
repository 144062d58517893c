package org.licensehub.hub.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.signing.Sm3;
import org.licensehub.store.file.FileStore;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.model.LicenseState;
import org.slf4j.LoggerFactory;

/** What a district sends and what a city takes. */
@Tag("slow")
class TwoHubsTest extends TwoHubs {

    private final Inbox cityInbox = hubs.city.getBean(Inbox.class);

    @Test
    void licenseIssuedInTheDistrictIsInTheCityWithItsFile() throws IOException {
        License issued = issue();

        License received = awaitInCity(issued.id(), LicenseState.VALID);

        assertThat(received.identifier()).isEqualTo(issued.identifier());
        assertThat(received.originHub()).isEqualTo(HubPair.DISTRICT);
        assertThat(hubs.city.getBean(FileStore.class).get(received.fileDigest())).isPresent();
        assertThat(hubs.city.getBean(LicenseContents.class).fieldsOf(received))
                .isEqualTo(hubs.district.getBean(LicenseContents.class).fieldsOf(issued));
    }

    @Test
    void holderKeysDifferBetweenHubs() {
        License issued = issue();
        assertThat(awaitInCity(issued.id(), LicenseState.VALID).holders()).doesNotContainAnyElementsOf(issued.holders());
    }

    @Test
    void cancellationTravelsAndBothSidesAreEqualAfterwards() {
        License issued = issue();
        awaitInCity(issued.id(), LicenseState.VALID);

        cancel(issued.id());

        awaitInCity(issued.id(), LicenseState.CANCELLED);
        Outbox outbox = hubs.district.getBean(Outbox.class);
        await().atMost(PATIENCE).until(() -> outbox.waiting(HubPair.CITY) == 0);
        Reconciliation.Report report = hubs.district.getBean(Reconciliation.class).withParent();
        assertThat(report.equal()).isTrue();
        assertThat(report.scopes()).allSatisfy(scope -> assertThat(scope.digestHere()).isEqualTo(scope.digestThere()));
    }

    @Test
    void reconciliationNamesWhatDiffers() {
        License issued = issue();
        awaitInCity(issued.id(), LicenseState.VALID);
        HubPair.database(hubs.city).update("update license set row_version = row_version + 7 where id = ?", issued.id());

        Reconciliation.Report report = hubs.district.getBean(Reconciliation.class).withParent();

        HubPair.database(hubs.city).update("update license set row_version = row_version - 7 where id = ?", issued.id());
        assertThat(report.equal()).isFalse();
        assertThat(report.scopes()).filteredOn(scope -> scope.scope().equals(HubPair.DISTRICT)).singleElement()
                .satisfies(scope -> assertThat(scope.firstDiffering()).contains(issued.identifier()));
    }

    @Test
    void sameEnvelopeAgainHasNoSecondEffectAndGetsTheSameReceipt() throws IOException {
        License issued = issue();
        awaitInCity(issued.id(), LicenseState.VALID);
        byte[] envelope = envelope(issued).with(null, fileOf(issued)).encoded();
        byte[] first = cityInbox.receive(HubPair.DISTRICT, List.of(envelope)).get(0);
        long events = received();

        byte[] second = cityInbox.receive(HubPair.DISTRICT, List.of(envelope)).get(0);

        assertThat(second).isEqualTo(first);
        assertThat(received()).isEqualTo(events);
    }

    @Test
    void olderRowVersionDoesNotUndoANewerOne() throws IOException {
        License issued = issue();
        awaitInCity(issued.id(), LicenseState.VALID);
        cancel(issued.id());
        awaitInCity(issued.id(), LicenseState.CANCELLED);

        EnvelopeReceipt receipt = receive(HubPair.DISTRICT, envelope(issued));

        assertThat(receipt.outcome()).isEqualTo(EnvelopeReceipt.Outcome.RECEIVED);
        assertThat(cityLicenses.find(issued.id()).orElseThrow().state()).isEqualTo(LicenseState.CANCELLED);
    }

    @Test
    void envelopeWithOneChangedByteIsRefusedAndRecorded() throws IOException {
        Envelope genuine = envelope(issue());
        byte[] payload = genuine.payload().clone();
        int place = new String(payload, StandardCharsets.UTF_8).indexOf("\"revision\":") + "\"revision\":".length();
        payload[place] = '7';
        Envelope forged = new Envelope(genuine.envelopeId(), genuine.from(), genuine.to(), payload, genuine.signature(), null, null);

        assertRefused(receive(HubPair.DISTRICT, forged), "bad_signature");
    }

    @Test
    void envelopeForAnotherHubOrInAnothersNameIsRefused() throws IOException {
        License issued = issue();
        Envelope elsewhere = Envelope.sign(UUID.randomUUID(), HubPair.DISTRICT, "hub-350000", write(transfer(issued)), districtKeys().hubKey());
        assertRefused(receive(HubPair.DISTRICT, elsewhere), "wrong_address");
        Envelope inTheCitysName = Envelope.sign(UUID.randomUUID(), HubPair.CITY, HubPair.CITY, write(transfer(issued)), districtKeys().hubKey());
        assertRefused(receive(HubPair.DISTRICT, inTheCitysName), "wrong_address");
    }

    @Test
    void licenseOfAnotherDistrictIsRefused() throws IOException {
        License license = issue();
        LicenseTransfer foreign = json.readValue(new String(write(transfer(license)), StandardCharsets.UTF_8)
                .replace("\"areaCode\":\"350205\"", "\"areaCode\":\"350206\""), LicenseTransfer.class);
        Envelope envelope = Envelope.sign(UUID.randomUUID(), HubPair.DISTRICT, HubPair.CITY, write(foreign), districtKeys().hubKey());

        assertRefused(receive(HubPair.DISTRICT, envelope), "outside_region");
    }

    /** A page is one transaction; what is wrong with one envelope is that envelope's own affair. */
    @Test
    void pageWithBadEnvelopesTakesTheGoodOnesUnderOneSignedHead() throws IOException {
        License first = issue();
        License second = issue();
        awaitInCity(first.id(), LicenseState.VALID);
        awaitInCity(second.id(), LicenseState.VALID);
        byte[] repeated = envelope(first).with(null, fileOf(first)).encoded();
        Envelope withoutHolder = envelopeWithout(transfer(second), "certificate_holder_code");
        long before = heads();
        long known = received();

        List<byte[]> answers = cityInbox.receive(HubPair.DISTRICT, List.of(repeated, "{".getBytes(StandardCharsets.UTF_8),
                envelope(second).with(null, "another file".getBytes(StandardCharsets.UTF_8)).encoded(), withoutHolder.encoded(), repeated,
                envelope(second).with(null, fileOf(second)).encoded()));

        List<EnvelopeReceipt> receipts = new ArrayList<>();
        for (byte[] answer : answers) {
            receipts.add(json.readValue(answer, EnvelopeReceipt.class));
        }
        assertThat(receipts).extracting(EnvelopeReceipt::reason)
                .containsExactly(null, "malformed", "file_digest_differs", "malformed", null, null);
        assertThat(answers.get(4)).isEqualTo(answers.get(0));
        assertThat(received()).isEqualTo(known + 2);
        assertThat(heads()).as("three refusals and one page").isEqualTo(before + 4);
    }

    @Test
    void fileThatIsNotTheSealedOneIsRefused() throws IOException {
        Envelope envelope = envelope(issue()).with(null, "another file".getBytes(StandardCharsets.UTF_8));

        assertRefused(receive(HubPair.DISTRICT, envelope), "file_digest_differs");
    }

    @Test
    void fileThatCouldNeverBeHandedOutIsRefused() throws IOException {
        License license = issue();
        byte[] letter = "neither PDF nor OFD".getBytes(StandardCharsets.UTF_8);
        String transfer = new String(write(transfer(license)), StandardCharsets.UTF_8)
                .replace(license.fileDigest(), HexFormat.of().formatHex(Sm3.digest(letter)));
        Envelope envelope = Envelope.sign(UUID.randomUUID(), HubPair.DISTRICT, HubPair.CITY, transfer.getBytes(StandardCharsets.UTF_8),
                districtKeys().hubKey()).with(null, letter);

        assertRefused(receive(HubPair.DISTRICT, envelope), "file_of_unknown_format");
    }

    @Test
    void bothKeepEachOthersNewestHead() {
        License license = issue();
        awaitInCity(license.id(), LicenseState.VALID);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(hubs.city.getBean(HeadWitness.class).all()).extracting(TreeHead::hub).containsExactly(HubPair.DISTRICT);
            assertThat(hubs.district.getBean(HeadWitness.class).all()).extracting(TreeHead::hub).containsExactly(HubPair.CITY);
        });
        assertThat(hubs.city.getBean(HeadWitness.class).all().get(0).signedBy(districtKeys().hubPublicKey())).isTrue();
    }

    /** Shown to another reader, or made after the first was shown: the neighbour that saw the first does not let go of it. */
    @Test
    void neighbourThatSignsAnotherLogOfTheSameSizeIsSaidSoAndItsFirstHeadIsKept() {
        issue();
        HeadWitness witness = hubs.city.getBean(HeadWitness.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(HeadWitness.class);
        lines.start();
        log.addAppender(lines);
        try {
            TreeHead first = TreeHead.sign(HubPair.DISTRICT, 1_000_000, new byte[32], Instant.now().toString(), districtKeys().hubKey());
            byte[] otherRoot = new byte[32];
            otherRoot[0] = 1;
            witness.keep(HubPair.DISTRICT, first);
            witness.keep(HubPair.DISTRICT, TreeHead.sign(HubPair.DISTRICT, 1_000_000, otherRoot, Instant.now().toString(), districtKeys().hubKey()));
            witness.keep(HubPair.DISTRICT, TreeHead.sign(HubPair.DISTRICT, 2_000_000, otherRoot, Instant.now().toString(),
                    hubs.city.getBean(HubKeys.class).hubKey()));

            assertThat(witness.all()).containsExactly(first);
            assertThat(lines.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage()).contains(HubPair.DISTRICT, "two different logs"));
        } finally {
            log.detachAppender(lines);
            HubPair.database(hubs.city).update("delete from peer_head");
        }
    }

    @Test
    void whoHasNoCertificateOfANeighbourIsNotLetIn(@TempDir Path folder) throws Exception {
        HttpClient nobody = HttpClient.newBuilder().sslContext(trustOnly(folder)).build();
        assertThatThrownBy(() -> get(nobody, "/peer/v1/feed")).isInstanceOf(IOException.class);

        hubs.writeTls(HubPair.DISTRICT, hubs.strangeRoot(), folder);
        assertThatThrownBy(() -> get(client(folder), "/peer/v1/feed")).isInstanceOf(IOException.class);

        hubs.writeTls("hub-999999", hubs.root(), folder);
        assertThat(get(client(folder), "/peer/v1/feed").statusCode()).isEqualTo(401);
    }

    @Test
    void neighboursDoorServesNothingElseAndTheOtherDoorNoNeighbours(@TempDir Path folder) throws Exception {
        hubs.writeTls(HubPair.DISTRICT, hubs.root(), folder);
        assertThat(get(client(folder), "/peer/v1/feed").statusCode()).isEqualTo(200);
        assertThat(get(client(folder), "/api/v1/hub").statusCode()).isEqualTo(403);
        assertThat(get(client(folder), "/oauth2/token").statusCode()).isEqualTo(403);
        HttpResponse<String> plain = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + hubs.cityHttpPort + "/peer/v1/feed")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(plain.statusCode()).isEqualTo(401);
    }

    private EnvelopeReceipt receive(String peer, Envelope envelope) throws IOException {
        return json.readValue(cityInbox.receive(peer, List.of(envelope.encoded())).get(0), EnvelopeReceipt.class);
    }

    private void assertRefused(EnvelopeReceipt receipt, String reason) {
        assertThat(receipt.outcome()).isEqualTo(EnvelopeReceipt.Outcome.REFUSED);
        assertThat(receipt.reason()).isEqualTo(reason);
        assertThat(receipt.signedBy(hubs.city.getBean(HubKeys.class).hubPublicKey())).isTrue();
        assertThat(HubPair.database(hubs.city).queryForList("select body from audit_record where event = 'ENVELOPE_REFUSED'"
                + " order by sequence desc limit 1", String.class)).singleElement().asString().contains(reason);
    }

    private Envelope envelopeWithout(LicenseTransfer transfer, String field) {
        ObjectNode tree = json.valueToTree(transfer);
        ((ObjectNode) tree.get("fields")).remove(field);
        return Envelope.sign(UUID.randomUUID(), HubPair.DISTRICT, HubPair.CITY, write(tree), districtKeys().hubKey());
    }

    private long heads() {
        Long count = HubPair.database(hubs.city).queryForObject("select count(*) from audit_head", Long.class);
        return count == null ? 0 : count;
    }

    private long received() {
        Long count = HubPair.database(hubs.city).queryForObject("select count(*) from audit_record where event = 'ENVELOPE_RECEIVED'", Long.class);
        return count == null ? 0 : count;
    }

    private HttpClient client(Path folder) throws Exception {
        return HttpClient.newBuilder().sslContext(tls(folder)).build();
    }

    private SSLContext tls(Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("tls.password"), hubs.passwordOfStores());
        return PeerTls.context(new HubProperties.Peering(null, null, folder.resolve("tls.p12"), folder.resolve("tls-trust.p12"), password, null,
                List.of(), Duration.ofSeconds(3)));
    }

    private SSLContext trustOnly(Path folder) throws Exception {
        hubs.writeTls("nobody", hubs.root(), folder);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        KeyStore store = KeyStore.getInstance(folder.resolve("tls-trust.p12").toFile(),
                hubs.passwordOfStores().toCharArray());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(hubs.cityAddress() + path)).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
