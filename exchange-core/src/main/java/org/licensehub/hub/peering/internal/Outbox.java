package org.licensehub.hub.peering.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.licensehub.connectors.EnvelopeOutbox;
import org.licensehub.connectors.EnvelopePage;
import org.licensehub.connectors.OutboundEnvelope;
import org.licensehub.connectors.PageReceipt;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.issuing.LicensePublished;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.store.file.FileStore;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.protection.PersonalData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Envelopes for the hub above, written in the transaction that issued or changed a license (transactional outbox). They wait
 * until the neighbour's signed receipt is there: pushed by a route, or read by the neighbour as a feed.
 */
@Component
class Outbox implements EnvelopeOutbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Pattern REASON = Pattern.compile("[a-z0-9_-]{1,64}");
    private static final String BODY = "outbox-body";
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final int MOST_AT_ONCE = 10;
    private static final int LONGEST_IN_JSON = 500_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final JdbcTemplate jdbc;
    private final PeerDirectory peers;
    private final PersonalData protection;
    private final LicenseContents contents;
    private final FileStore files;
    private final HubKeys keys;
    private final HubProperties hub;
    private final HeadWitness witness;
    private final AuditLog audit;
    private final ObjectMapper json;
    private final Clock clock;

    Outbox(JdbcTemplate jdbc, PeerDirectory peers, PersonalData protection, LicenseContents contents, FileStore files, HubKeys keys,
            HubProperties hub, HeadWitness witness, AuditLog audit, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.peers = peers;
        this.protection = protection;
        this.contents = contents;
        this.files = files;
        this.keys = keys;
        this.hub = hub;
        this.witness = witness;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** Runs inside the publisher's transaction: license and envelope exist together or not at all. */
    @EventListener
    void published(LicensePublished event) {
        peers.parent().ifPresent(parent -> enqueue(event.license(), parent.id()));
    }

    private void enqueue(License license, String peer) {
        UUID id = UUID.randomUUID();
        Envelope envelope = Envelope.sign(id, hub.id(), peer, write(LicenseTransfer.of(license, contents)), keys.hubKey());
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.update("insert into outbox (envelope_id, peer, license_id, row_version, body_enc, created_at, next_attempt) values (?, ?, ?, ?, ?, ?, ?)",
                id, peer, license.id(), license.rowVersion(), protection.seal(BODY, envelope.encoded()), now, now);
    }

    private record Waiting(long id, UUID envelopeId, UUID licenseId, byte[] body, boolean withFile) {
    }

    @Override
    @Transactional
    public List<OutboundEnvelope> claim(String peer, int max) {
        Instant now = clock.instant();
        List<Waiting> due = jdbc.query("""
                select id, envelope_id, license_id, body_enc, with_file from outbox
                where peer = ? and delivered_at is null and next_attempt <= ? order by id limit ? for update skip locked""",
                (row, number) -> waiting(row.getLong(1), row.getObject(2, UUID.class), row.getObject(3, UUID.class), row.getBytes(4), row.getBoolean(5)),
                peer, Timestamp.from(now), max);
        for (Waiting waiting : due) {
            jdbc.update("update outbox set next_attempt = ? where id = ?", Timestamp.from(now.plus(LEASE)), waiting.id);
        }
        return due.stream().map(waiting -> outbound(peer, waiting)).toList();
    }

    private static Waiting waiting(long id, UUID envelopeId, UUID licenseId, byte[] body, boolean withFile) {
        return new Waiting(id, envelopeId, licenseId, body, withFile);
    }

    /** Adds what is newest at sending time: the head, and the file unless an earlier envelope brought it. */
    private OutboundEnvelope outbound(String peer, Waiting waiting) {
        try {
            Envelope envelope = Envelope.decoded(protection.open(BODY, waiting.body));
            byte[] file = null;
            if (waiting.withFile || !fileIsThere(peer, waiting.licenseId)) {
                String digest = json.readValue(envelope.payload(), LicenseTransfer.class).fileDigest();
                file = files.get(digest).orElseThrow(() -> new IOException("The file to send is not in the store"));
            }
            return new OutboundEnvelope(waiting.envelopeId.toString(), envelope.with(audit.latestHead().orElse(null), file).encoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fileIsThere(String peer, UUID licenseId) {
        return !jdbc.queryForList("select 1 from outbox where peer = ? and license_id = ? and delivered_at is not null limit 1", peer, licenseId)
                .isEmpty();
    }

    @Override
    @Transactional
    public void delivered(String peer, List<PageReceipt> receipts) {
        Set<TreeHead> heads = new LinkedHashSet<>();
        for (PageReceipt each : receipts) {
            Optional<EnvelopeReceipt> read = readReceipt(peer, each.envelopeId(), each.receipt());
            if (read.isEmpty()) {
                failed(peer, each.envelopeId(), "receipt_invalid");
            } else {
                Optional.ofNullable(read.get().head()).ifPresent(heads::add);
                answered(peer, each.envelopeId(), read.get(), each.receipt());
            }
        }
        heads.forEach(head -> witness.keep(peer, head));
    }

    private void answered(String peer, String envelopeId, EnvelopeReceipt said, byte[] receipt) {
        if (said.outcome() == EnvelopeReceipt.Outcome.REFUSED) {
            // a neighbour writes neither lines into the log here nor what no column takes
            String reason = said.reason() != null && REASON.matcher(said.reason()).matches() ? said.reason() : "unknown";
            LOG.error("Neighbour {} refused envelope {}: {}", peer, envelopeId, reason);
            jdbc.update("update outbox set with_file = with_file or ? where peer = ? and envelope_id = ?",
                    EnvelopeReceipt.FILE_MISSING.equals(said.reason()), peer, UUID.fromString(envelopeId));
            failed(peer, envelopeId, "refused_" + reason);
            return;
        }
        // the body has done its work; personal data is not kept longer than needed
        jdbc.update("update outbox set delivered_at = ?, receipt = ?, body_enc = '', last_error = null where peer = ? and envelope_id = ?"
                + " and delivered_at is null", Timestamp.from(clock.instant()), receipt, peer, UUID.fromString(envelopeId));
    }

    private Optional<EnvelopeReceipt> readReceipt(String peer, String envelopeId, byte[] bytes) {
        try {
            EnvelopeReceipt receipt = json.readValue(bytes, EnvelopeReceipt.class);
            boolean genuine = receipt != null && peer.equals(receipt.hub()) && envelopeId.equals(String.valueOf(receipt.envelopeId()))
                    && receipt.signedBy(peers.keyOf(peer));
            return genuine ? Optional.of(receipt) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("Neighbour {} sent a receipt that is none", peer);
            return Optional.empty();
        }
    }

    /** Waits 250 ms, 500 ms, … up to ten seconds; what was not tried keeps its place. A feed offers it again at a new position. */
    @Override
    @Transactional
    public void failed(String peer, String envelopeId, String reason) {
        boolean tried = !reason.equals("not_tried");
        Integer attempts = jdbc.queryForList("select attempts from outbox where peer = ? and envelope_id = ? for update", Integer.class, peer,
                UUID.fromString(envelopeId)).stream().findFirst().orElse(0);
        Duration wait = Duration.ofMillis(250L << Math.min(attempts, 10));
        Instant next = clock.instant().plus(!tried ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        jdbc.update("update outbox set attempts = attempts + ?, next_attempt = ?, last_error = ?, feed_position = null"
                + " where peer = ? and envelope_id = ? and delivered_at is null", tried ? 1 : 0, Timestamp.from(next), reason, peer, UUID.fromString(envelopeId));
    }

    /**
     * A page of the change feed for a neighbour that pulls. Positions are given when the feed is read, one reader at a time:
     * rows of slow transactions get later positions and are never skipped. A reader that is ahead of every position, as after
     * a restore of this hub from backup, starts again with what is not delivered.
     *
     * @param after position after which to go on; {@code null} for the beginning
     */
    @Transactional
    public EnvelopePage feed(String peer, Long after, int limit) {
        jdbc.query("select pg_advisory_xact_lock(hashtext('outbox-feed'))", row -> { });
        long from = after == null || readerIsAhead(peer, after) ? 0 : after;
        jdbc.update("update outbox o set feed_position = n.position from (select id, nextval('outbox_feed_position') as position from"
                + " (select id from outbox where peer = ? and feed_position is null and delivered_at is null and next_attempt <= ? order by id) w) n"
                + " where o.id = n.id", peer, Timestamp.from(clock.instant()));
        List<Long> positions = new java.util.ArrayList<>();
        List<OutboundEnvelope> envelopes = jdbc.query("""
                select id, envelope_id, license_id, body_enc, with_file, feed_position from outbox
                where peer = ? and feed_position > ? and delivered_at is null order by feed_position limit ?""", (row, number) -> {
            positions.add(row.getLong(6));
            return outbound(peer, waiting(row.getLong(1), row.getObject(2, UUID.class), row.getObject(3, UUID.class), row.getBytes(4),
                    row.getBoolean(5)));
        }, peer, from, limit);
        return new EnvelopePage(envelopes, positions.isEmpty() ? null : positions.get(positions.size() - 1).toString());
    }

    private boolean readerIsAhead(String peer, long after) {
        return jdbc.queryForList("select 1 from outbox where peer = ? and feed_position >= ? limit 1", peer, after).isEmpty();
    }

    /**
     * Envelopes about some licenses that wait for a neighbour, oldest first, without taking them out of the queue. One that is too long for an answer in JSON
     * is left to come by itself.
     */
    List<byte[]> waiting(String peer, Collection<UUID> licenses) {
        List<Waiting> found = jdbc.query("select id, envelope_id, license_id, body_enc, with_file from outbox where peer = ? and license_id = any (?)"
                + " and delivered_at is null order by id limit ?", (row, number) -> waiting(row.getLong(1), row.getObject(2, UUID.class), row.getObject(3, UUID.class),
                row.getBytes(4), row.getBoolean(5)), peer, licenses.toArray(UUID[]::new), MOST_AT_ONCE);
        return found.stream().map(waiting -> outbound(peer, waiting).body()).filter(body -> body.length <= LONGEST_IN_JSON).toList();
    }

    /** What still waits for a neighbour. */
    long waiting(String peer) {
        Long count = jdbc.queryForObject("select count(*) from outbox where peer = ? and delivered_at is null", Long.class, peer);
        return count == null ? 0 : count;
    }

    private byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An envelope is always JSON", e);
        }
    }
}
