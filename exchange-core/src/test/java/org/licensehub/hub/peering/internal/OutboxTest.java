package org.licensehub.hub.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.licensehub.connectors.OutboundEnvelope;
import org.licensehub.connectors.PageReceipt;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.slf4j.LoggerFactory;

/** The outbox of a real district hub: what waits for a neighbour until his receipt is there, pushed or read as a feed. */
@Tag("slow")
class OutboxTest extends TwoHubs {

    @Test
    void refusalForAMissingFileMakesTheSenderBringIt() throws IOException {
        License license = issue();
        awaitInCity(license.id(), LicenseState.VALID);
        Outbox outbox = hubs.district.getBean(Outbox.class);
        await().atMost(PATIENCE).until(() -> outbox.waiting(HubPair.CITY) == 0);
        UUID id = UUID.randomUUID();
        byte[] sealedBody = bodyInOutbox(license, id);
        HubPair.database(hubs.district).update("insert into outbox (envelope_id, peer, license_id, row_version, body_enc, created_at, next_attempt)"
                + " values (?, 'hub-for-test', ?, 1, ?, now(), now())", id, license.id(), sealedBody);
        HubPair.database(hubs.district).update("insert into outbox (envelope_id, peer, license_id, row_version, body_enc, created_at, next_attempt,"
                + " delivered_at) values (?, 'hub-for-test', ?, 1, '', now(), now(), now())", UUID.randomUUID(), license.id());

        OutboundEnvelope without = outbox.claim("hub-for-test", 1).get(0);
        assertThat(Envelope.decoded(without.body()).file()).isNull();
        HubPair.database(hubs.district).update("update outbox set with_file = true, next_attempt = now() where envelope_id = ?", id);
        OutboundEnvelope with = outbox.claim("hub-for-test", 1).get(0);
        HubPair.database(hubs.district).update("delete from outbox where peer = 'hub-for-test'");

        assertThat(Envelope.decoded(with.body()).file()).isEqualTo(fileOf(license));
    }

    @Test
    void receiptThatIsNotTheNeighboursIsNotBelieved() {
        License license = issue();
        awaitInCity(license.id(), LicenseState.VALID);
        Outbox outbox = hubs.district.getBean(Outbox.class);
        UUID id = UUID.randomUUID();
        HubPair.database(hubs.district).update("insert into outbox (envelope_id, peer, license_id, row_version, body_enc, created_at, next_attempt)"
                + " values (?, ?, ?, 1, ?, now(), now() + interval '1 hour')", id, HubPair.CITY, license.id(), bodyInOutbox(license, id));

        outbox.delivered(HubPair.CITY, List.of(new PageReceipt(id.toString(), "junk".getBytes(StandardCharsets.UTF_8))));
        EnvelopeReceipt ownSignature = EnvelopeReceipt.sign(id, HubPair.CITY, EnvelopeReceipt.Outcome.RECEIVED, null, Instant.now().toString(), null,
                districtKeys().hubKey());
        outbox.delivered(HubPair.CITY, List.of(new PageReceipt(id.toString(), write(ownSignature))));

        assertThat(HubPair.database(hubs.district).queryForList("select last_error from outbox where envelope_id = ? and delivered_at is null",
                String.class, id)).containsExactly("receipt_invalid");
        HubPair.database(hubs.district).update("delete from outbox where envelope_id = ?", id);
    }

    /** Of what a neighbour says, even signed, only a known kind of word gets into this hub's log and tables. */
    @Test
    void reasonOfARefusalWritesNoLineIntoTheLogAndStopsNoOtherReceipt() {
        License license = issue();
        awaitInCity(license.id(), LicenseState.VALID);
        Outbox outbox = hubs.district.getBean(Outbox.class);
        HubKeys city = hubs.city.getBean(HubKeys.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(Outbox.class);
        lines.start();
        log.addAppender(lines);
        try {
            List<PageReceipt> receipts = new ArrayList<>();
            for (String reason : List.of("x\n2026-01-01 ERROR planted", "\u0000planted", "\u001b[2Kplanted", "planted ".repeat(9000), "schema")) {
                UUID id = UUID.randomUUID();
                HubPair.database(hubs.district).update("insert into outbox (envelope_id, peer, license_id, row_version, body_enc, created_at, next_attempt)"
                        + " values (?, ?, ?, 1, ?, now(), now() + interval '1 hour')", id, HubPair.CITY, license.id(), bodyInOutbox(license, id));
                receipts.add(new PageReceipt(id.toString(), write(EnvelopeReceipt.sign(id, HubPair.CITY, EnvelopeReceipt.Outcome.REFUSED, reason,
                        Instant.now().toString(), null, city.hubKey()))));
            }
            outbox.delivered(HubPair.CITY, receipts);
        } finally {
            log.detachAppender(lines);
        }
        List<String> errors = HubPair.database(hubs.district).queryForList("select last_error from outbox where peer = ? and delivered_at is null"
                + " and last_error is not null order by created_at", String.class, HubPair.CITY);
        HubPair.database(hubs.district).update("delete from outbox where peer = ? and delivered_at is null and last_error is not null", HubPair.CITY);

        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).hasSize(5).noneMatch(line -> line.contains("planted"));
        assertThat(errors).containsExactlyInAnyOrder("refused_unknown", "refused_unknown", "refused_unknown", "refused_unknown", "refused_schema");
    }

    @Test
    void feedGivesEveryEnvelopeOnceInOrderAndEndsWithAnEmptyPage() {
        Outbox outbox = hubs.district.getBean(Outbox.class);
        List<String> written = feedFor("reader", 51);
        Long after = null;
        List<String> read = new ArrayList<>();
        for (var page = outbox.feed("reader", after, 50); !page.envelopes().isEmpty(); page = outbox.feed("reader", after, 50)) {
            page.envelopes().forEach(envelope -> read.add(envelope.envelopeId()));
            after = Long.parseLong(page.next());
        }
        HubPair.database(hubs.district).update("delete from outbox where peer = 'reader'");

        assertThat(read).hasSize(51).isEqualTo(written);
    }

    @Test
    void envelopeThatTheReaderDidNotTakeIsOfferedAgainToAReaderWhoseCursorIsPastIt() {
        Outbox outbox = hubs.district.getBean(Outbox.class);
        List<String> written = feedFor("reader-that-refuses", 2);

        var first = outbox.feed("reader-that-refuses", null, 50);
        Long after = Long.parseLong(first.next());
        outbox.delivered("reader-that-refuses", List.of(new PageReceipt(written.get(0), "junk".getBytes(StandardCharsets.UTF_8))));
        HubPair.database(hubs.district).update("update outbox set next_attempt = now() where peer = 'reader-that-refuses'");
        var second = outbox.feed("reader-that-refuses", after, 50);
        var third = outbox.feed("reader-that-refuses", Long.parseLong(second.next()), 50);
        HubPair.database(hubs.district).update("delete from outbox where peer = 'reader-that-refuses'");

        assertThat(first.envelopes()).extracting(OutboundEnvelope::envelopeId).isEqualTo(written);
        assertThat(second.envelopes()).extracting(OutboundEnvelope::envelopeId).containsExactly(written.get(0));
        assertThat(third.envelopes()).isEmpty();
    }

    @Test
    void envelopeThatTheReaderRefusedWaitsBeforeItIsOfferedAgain() {
        Outbox outbox = hubs.district.getBean(Outbox.class);
        List<String> written = feedFor("reader-that-waits", 1);
        Long after = Long.parseLong(outbox.feed("reader-that-waits", null, 50).next());
        outbox.delivered("reader-that-waits", List.of(new PageReceipt(written.get(0), "junk".getBytes(StandardCharsets.UTF_8))));
        HubPair.database(hubs.district).update("update outbox set next_attempt = now() + interval '1 hour' where peer = 'reader-that-waits'");

        var waiting = outbox.feed("reader-that-waits", after, 50);
        HubPair.database(hubs.district).update("delete from outbox where peer = 'reader-that-waits'");

        assertThat(waiting.envelopes()).isEmpty();
    }

    /** After a restore from backup the feed's positions are behind a cursor that the neighbour has kept. */
    @Test
    void readerAheadOfARestoredFeedGetsEverythingThatIsNotDelivered() {
        Outbox outbox = hubs.district.getBean(Outbox.class);
        List<String> written = feedFor("reader-ahead", 3);

        var page = outbox.feed("reader-ahead", Long.MAX_VALUE, 2);
        var next = outbox.feed("reader-ahead", Long.parseLong(page.next()), 2);
        HubPair.database(hubs.district).update("delete from outbox where peer = 'reader-ahead'");

        assertThat(page.envelopes()).extracting(OutboundEnvelope::envelopeId).isEqualTo(written.subList(0, 2));
        assertThat(next.envelopes()).extracting(OutboundEnvelope::envelopeId).isEqualTo(written.subList(2, 3));
    }

    private List<String> feedFor(String reader, int envelopes) {
        License license = issue();
        awaitInCity(license.id(), LicenseState.VALID);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < envelopes; i++) {
            UUID id = UUID.randomUUID();
            HubPair.database(hubs.district).update("insert into outbox (envelope_id, peer, license_id, row_version, body_enc, created_at,"
                    + " next_attempt) values (?, ?, ?, 1, ?, now(), now())", id, reader, license.id(), bodyInOutbox(license, id));
            ids.add(id.toString());
        }
        return ids;
    }
}
