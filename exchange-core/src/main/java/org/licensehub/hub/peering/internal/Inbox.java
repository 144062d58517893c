package org.licensehub.hub.peering.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.connectors.EnvelopeInbox;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.issuing.LicensePublished;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.signing.Sm3;
import org.licensehub.store.cache.HolderCache;
import org.licensehub.store.file.FileStore;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.LicenseLedger;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes envelopes of hubs below, pushed or pulled. An envelope has one effect however often it comes; what is received is
 * passed on to the hub above in the same transaction.
 */
@Component
class Inbox implements EnvelopeInbox {

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

    @Override
    public byte[] receive(String peer, byte[] bytes) {
        Envelope envelope;
        LicenseTransfer transfer;
        try {
            envelope = json.readValue(bytes, Envelope.class);
            transfer = envelope == null || envelope.payload() == null ? null : json.readValue(envelope.payload(), LicenseTransfer.class);
        } catch (IOException e) {
            return refuse(peer, null, "malformed");
        }
        if (envelope == null || envelope.envelopeId() == null || transfer == null || transfer.id() == null || transfer.fields() == null) {
            return refuse(peer, null, "malformed");
        }
        String fault = faultOf(peer, envelope, transfer);
        if (fault != null) {
            return refuse(peer, envelope.envelopeId(), fault);
        }
        witness.keep(peer, envelope.head());
        Optional<byte[]> earlier = receiptOf(peer, envelope.envelopeId());
        return earlier.orElseGet(() -> take(peer, envelope, transfer));
    }

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
        if (envelope.file() != null && !HexFormat.of().formatHex(Sm3.digest(envelope.file())).equals(transfer.fileDigest())) {
            return "file_digest_differs";
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

    private byte[] take(String peer, Envelope envelope, LicenseTransfer transfer) {
        License license = transfer.toLicense(contents, protection);
        if (envelope.file() != null) {
            try {
                files.put(envelope.file());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        byte[] receipt = write(sign(envelope.envelopeId(), EnvelopeReceipt.Outcome.RECEIVED, null));
        byte[] kept = transaction.execute(status -> {
            int fresh = jdbc.update("insert into inbox (peer, envelope_id, license_id, receipt, received_at) values (?, ?, ?, ?, ?)"
                    + " on conflict do nothing", peer, envelope.envelopeId(), license.id(), receipt, Timestamp.from(clock.instant()));
            if (fresh == 0) {
                return receiptOf(peer, envelope.envelopeId()).orElseThrow();
            }
            boolean news = ledger.receive(license, "peer:" + peer);
            audit.appendInTransaction(AuditDraft.of(AuditEvent.ENVELOPE_RECEIVED, "peer:" + peer).about(license.holders().get(0))
                    .with("envelope", envelope.envelopeId().toString()).with("identifier", license.identifier())
                    .with("state", license.state().name()).with("rowVersion", license.rowVersion()).with("news", news));
            if (news) {
                events.publishEvent(new LicensePublished(license));
            }
            return receipt;
        });
        license.holders().forEach(cache::forget);
        return kept;
    }

    private byte[] refuse(String peer, UUID envelopeId, String reason) {
        audit.append(AuditDraft.of(AuditEvent.ENVELOPE_REFUSED, "peer:" + peer)
                .with("envelope", envelopeId == null ? null : envelopeId.toString()).with("reason", reason));
        return write(sign(envelopeId, EnvelopeReceipt.Outcome.REFUSED, reason));
    }

    private EnvelopeReceipt sign(UUID envelopeId, EnvelopeReceipt.Outcome outcome, String reason) {
        return EnvelopeReceipt.sign(envelopeId, hub.id(), outcome, reason, clock.instant().toString(), audit.latestHead().orElse(null), keys.hubKey());
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
