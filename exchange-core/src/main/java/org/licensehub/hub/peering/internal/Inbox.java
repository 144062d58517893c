package org.licensehub.hub.peering.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.connectors.EnvelopeInbox;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.issuing.LicensePublished;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.store.cache.HolderCache;
import org.licensehub.signing.Sm3;
import org.licensehub.store.file.FileFormat;
import org.licensehub.store.file.FileStore;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.LicenseLedger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes envelopes of hubs below, pushed or pulled. An envelope has one effect however often it comes; what is received is
 * passed on to the hub above in the same transaction.
 */
@Component
class Inbox implements EnvelopeInbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final JdbcTemplate jdbc;
    private final PeerDirectory peers;
    private final LicenseLedger ledger;
    private final LicenseContents contents;
    private final PersonalData protection;
    private final FileStore files;
    private final HolderCache cache;
    private final HeadWitness witness;
    private final AuditLog audit;
    private final HubKeys keys;
    private final HubProperties hub;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final ObjectMapper json;
    private final Clock clock;

    Inbox(JdbcTemplate jdbc, PeerDirectory peers, LicenseLedger ledger, LicenseContents contents, PersonalData protection, FileStore files,
            HolderCache cache, HeadWitness witness, AuditLog audit, HubKeys keys, HubProperties hub, ApplicationEventPublisher events,
            TransactionTemplate transaction, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.peers = peers;
        this.ledger = ledger;
        this.contents = contents;
        this.protection = protection;
        this.files = files;
        this.cache = cache;
        this.witness = witness;
        this.audit = audit;
        this.keys = keys;
        this.hub = hub;
        this.events = events;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /** An envelope on its way in: with a receipt as soon as its outcome is known. */
    private static final class Arrival {

        private Envelope envelope;
        private LicenseTransfer transfer;
        private License license;
        private byte[] receipt;
    }

    @Override
    public List<byte[]> receive(String peer, List<byte[]> bodies) {
        TreeHead ownHead = audit.latestHead().orElse(null);
        List<Arrival> arrivals = bodies.stream().map(body -> read(peer, body, ownHead)).toList();
        arrivals.stream().filter(arrival -> arrival.envelope != null && arrival.envelope.head() != null).map(arrival -> arrival.envelope.head())
                .distinct().forEach(head -> witness.keep(peer, head));
        List<Arrival> fresh = arrivals.stream().filter(arrival -> arrival.receipt == null).toList();
        if (!fresh.isEmpty()) {
            takeAll(peer, fresh, ownHead);
        }
        return arrivals.stream().map(arrival -> arrival.receipt).toList();
    }

    private Arrival read(String peer, byte[] body, TreeHead ownHead) {
        Arrival arrival = new Arrival();
        try {
            Envelope envelope = Envelope.decoded(body);
            LicenseTransfer transfer = json.readValue(envelope.payload(), LicenseTransfer.class);
            if (transfer != null && transfer.complete()) {
                arrival.transfer = transfer;
                String fault = faultOf(peer, envelope, transfer);
                arrival.envelope = fault == null ? envelope : null;
                arrival.receipt = fault == null ? receiptOf(peer, envelope.envelopeId()).orElse(null)
                        : refuse(peer, envelope.envelopeId(), fault, ownHead);
                return arrival;
            }
        } catch (IOException e) {
            arrival.transfer = null;
        }
        arrival.receipt = refuse(peer, null, "malformed", ownHead);
        return arrival;
    }

    /** What speaks against an envelope, without a look at the attached file. */
    private String faultOf(String peer, Envelope envelope, LicenseTransfer transfer) {
        if (!peer.equals(envelope.from()) || !hub.id().equals(envelope.to())) {
            return "wrong_address";
        }
        if (!envelope.signedBy(peers.keyOf(peer))) {
            return "bad_signature";
        }
        String region = peers.find(peer).map(HubProperties.Peer::region).orElse(null);
        if (hub.id().equals(transfer.originHub()) || region == null || !transfer.areaCode().startsWith(region.replaceFirst("(00)+$", ""))) {
            return "outside_region";
        }
        return envelope.file() == null && !stored(transfer.fileDigest()) ? EnvelopeReceipt.FILE_MISSING : null;
    }

    private boolean stored(String digest) {
        try {
            return files.get(digest).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** In one transaction, so that a page costs one commit and one signed head; if that fails, each alone. */
    private void takeAll(String peer, List<Arrival> fresh, TreeHead ownHead) {
        List<Arrival> whole = new ArrayList<>();
        for (Arrival arrival : fresh) {
            UUID id = arrival.envelope.envelopeId();
            if (!converted(arrival)) {
                arrival.receipt = refuse(peer, id, "malformed", ownHead);
            } else if (arrival.envelope.file() != null && isOfUnknownFormat(arrival)) {
                arrival.receipt = refuse(peer, id, "file_of_unknown_format", ownHead);
            } else if (arrival.envelope.file() != null && !kept(arrival)) {
                arrival.receipt = refuse(peer, id, "file_digest_differs", ownHead);
            } else {
                arrival.receipt = write(sign(id, EnvelopeReceipt.Outcome.RECEIVED, null, ownHead));
                whole.add(arrival);
            }
        }
        if (whole.isEmpty()) {
            return;
        }
        try {
            take(peer, whole);
        } catch (DataAccessException e) {
            if (whole.size() < 2) {
                throw e;
            }
            LOG.warn("A page of {} envelopes from {} is taken one by one: {}", whole.size(), peer, e.getClass().getSimpleName());
            whole.forEach(arrival -> take(peer, List.of(arrival)));
        }
    }

    /** A neighbour's hub may know fields or numbers that this one does not: that concerns the one license, not the page. */
    private boolean converted(Arrival arrival) {
        try {
            arrival.license = arrival.transfer.toLicense(contents, protection);
            return true;
        } catch (RuntimeException e) {
            LOG.warn("Envelope {} holds no license that can be kept: {}", arrival.envelope.envelopeId(), e.getClass().getSimpleName());
            return false;
        }
    }

    /** The neighbour's own license, but nothing that could ever be handed out. */
    private static boolean isOfUnknownFormat(Arrival arrival) {
        return FileFormat.of(arrival.envelope.file()).isEmpty()
                && HexFormat.of().formatHex(Sm3.digest(arrival.envelope.file())).equals(arrival.transfer.fileDigest());
    }

    private boolean kept(Arrival arrival) {
        try {
            return files.putIfDigest(arrival.envelope.file(), arrival.transfer.fileDigest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(String peer, List<Arrival> arrivals) {
        List<License> licenses = arrivals.stream().map(arrival -> arrival.license).toList();
        transaction.executeWithoutResult(status -> {
            List<Integer> first = new ArrayList<>();
            for (int i = 0; i < arrivals.size(); i++) {
                Arrival arrival = arrivals.get(i);
                UUID id = arrival.envelope.envelopeId();
                if (jdbc.update("insert into inbox (peer, envelope_id, license_id, receipt, received_at) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing", peer, id, licenses.get(i).id(), arrival.receipt, Timestamp.from(clock.instant())) > 0) {
                    first.add(i);
                } else {
                    arrival.receipt = receiptOf(peer, id).orElseThrow();
                }
            }
            List<Boolean> news = ledger.receive(first.stream().map(licenses::get).toList(), "peer:" + peer);
            for (int i = 0; i < news.size(); i++) {
                received(peer, arrivals.get(first.get(i)).envelope.envelopeId(), licenses.get(first.get(i)), news.get(i));
            }
        });
        licenses.forEach(license -> license.holders().forEach(cache::forget));
    }

    private void received(String peer, UUID envelopeId, License license, boolean news) {
        audit.appendInTransaction(AuditDraft.of(AuditEvent.ENVELOPE_RECEIVED, "peer:" + peer).about(license.holders().get(0))
                .with("envelope", envelopeId.toString()).with("identifier", license.identifier())
                .with("state", license.state().name()).with("rowVersion", license.rowVersion()).with("news", news));
        if (news) {
            events.publishEvent(new LicensePublished(license));
        }
    }

    private byte[] refuse(String peer, UUID envelopeId, String reason, TreeHead ownHead) {
        audit.append(AuditDraft.of(AuditEvent.ENVELOPE_REFUSED, "peer:" + peer)
                .with("envelope", envelopeId == null ? null : envelopeId.toString()).with("reason", reason));
        return write(sign(envelopeId, EnvelopeReceipt.Outcome.REFUSED, reason, ownHead));
    }

    private EnvelopeReceipt sign(UUID envelopeId, EnvelopeReceipt.Outcome outcome, String reason, TreeHead ownHead) {
        return EnvelopeReceipt.sign(envelopeId, hub.id(), outcome, reason, clock.instant().toString(), ownHead, keys.hubKey());
    }

    private Optional<byte[]> receiptOf(String peer, UUID envelopeId) {
        List<byte[]> found = jdbc.query("select receipt from inbox where peer = ? and envelope_id = ?", (row, number) -> row.getBytes(1), peer,
                envelopeId);
        return found.stream().findFirst();
    }

    @Override
    public String feedCursor(String peer) {
        return jdbc.queryForList("select cursor from feed_cursor where peer = ?", String.class, peer).stream().findFirst().orElse(null);
    }

    @Override
    public void feedRead(String peer, String nextCursor) {
        jdbc.update("insert into feed_cursor (peer, cursor, read_at) values (?, ?, ?) on conflict (peer)"
                + " do update set cursor = excluded.cursor, read_at = excluded.read_at", peer, nextCursor, Timestamp.from(clock.instant()));
    }

    private byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A receipt is always JSON", e);
        }
    }
}
