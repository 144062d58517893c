package org.licensehub.hub.peering.internal;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.licensehub.hub.audit.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Keeps the newest signed tree head each neighbour has shown: with it, a log that lost its tail is found out. */
@Component
class HeadWitness {

    private static final Logger LOG = LoggerFactory.getLogger(HeadWitness.class);

    private final JdbcTemplate jdbc;
    private final PeerDirectory peers;
    private final Clock clock;

    HeadWitness(JdbcTemplate jdbc, PeerDirectory peers, Clock clock) {
        this.jdbc = jdbc;
        this.peers = peers;
        this.clock = clock;
    }

    /** Ignores what is no head of this neighbour; an older head never replaces a newer one. */
    void keep(String peer, TreeHead head) {
        if (head == null || !peer.equals(head.hub()) || !head.signedBy(peers.keyOf(peer))) {
            return;
        }
        List<TreeHead> same = jdbc.query("select * from peer_head where hub = ? and size = ? and root <> ?", (row, number) -> head, peer,
                head.size(), head.root());
        if (!same.isEmpty()) {
            LOG.error("Neighbour {} signed two different logs of {} records", peer, head.size());
            return;
        }
        jdbc.update("""
                insert into peer_head (hub, size, root, signed_at, signature, seen_at) values (?, ?, ?, ?, ?, ?)
                on conflict (hub) do update set size = excluded.size, root = excluded.root, signed_at = excluded.signed_at,
                    signature = excluded.signature, seen_at = excluded.seen_at
                where peer_head.size < excluded.size""", peer, head.size(), head.root(), head.time(), head.signature(),
                Timestamp.from(clock.instant()));
    }

    /** Heads kept, by hub. */
    List<TreeHead> all() {
        return jdbc.query("select * from peer_head order by hub", (row, number) -> new TreeHead(row.getString("hub"), row.getLong("size"),
                row.getString("root"), row.getString("signed_at"), row.getString("signature")));
    }
}
