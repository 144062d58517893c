package org.licensehub.hub.audit.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.audit.MerkleProofs;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/**
 * The log's tables. One row of {@code audit_tree} holds size and frontier; who appends locks it, which puts the appends of
 * all nodes of a hub into one order.
 */
@Component
public class AuditStore implements MerkleProofs.Nodes {

    /** Leaves of records, and those that were kept when the records beside the beginning of the log were dropped. */
    private static final String LEAVES = "select sequence, leaf_hash from audit_record";
    private static final String KEPT_LEAVES = " union all select position, hash from audit_node where level = 0";
    private static final RowMapper<TreeHead> HEAD = (row, number) -> new TreeHead(row.getString("hub"), row.getLong("size"),
            row.getString("root"), row.getString("signed_at"), row.getString("signature"));

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final HubKeys keys;
    private final HubProperties hub;
    private final Clock clock;

    public AuditStore(JdbcTemplate jdbc, ObjectMapper json, HubKeys keys, HubProperties hub, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.keys = keys;
        this.hub = hub;
        this.clock = clock;
    }

    /** Writes a record up to its place in the log; takes no lock and asks no database. */
    BegunRecord begin(AuditDraft draft) {
        return BegunRecord.of(draft, hub.id(), json);
    }

    /** Appends records as one commit group with one signed head, inside the caller's transaction. */
    public List<AuditReceipt> append(Collection<AuditDraft> drafts) {
        // written before the lock is taken: whoever waits for it should not wait for that as well
        List<BegunRecord> begun = drafts.stream().map(this::begin).toList();
        return begun.isEmpty() ? List.of() : appendBegun(lockTree(), begun);
    }

    /** The same for records that were begun before, onto the tree that this transaction has locked. */
    List<AuditReceipt> appendBegun(MerkleTree tree, List<BegunRecord> begun) {
        if (begun.isEmpty()) {
            return List.of();
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<BegunRecord.Placed> records = new ArrayList<>(begun.size());
        List<Node> nodes = new ArrayList<>();
        for (BegunRecord each : begun) {
            BegunRecord.Placed record = each.at(tree.size(), at);
            records.add(record);
            tree.append(record.leaf(), (level, position, hash) -> {
                if (level > 0 && level % MerkleProofs.TILE_LEVELS == 0) {
                    nodes.add(new Node(level, position, hash));
                }
            });
        }
        TreeHead head = TreeHead.sign(hub.id(), tree.size(), tree.root(), at.toString(), keys.hubKey());
        insert(at, records, nodes, head, tree);
        return records.stream().map(record -> new AuditReceipt(hub.id(), record.sequence(), HexFormat.of().formatHex(record.leaf()), head)).toList();
    }

    /** One statement for all: a group waits for one answer of the database, and not for one a row. */
    private void insert(Instant at, List<BegunRecord.Placed> records, List<Node> nodes, TreeHead head, MerkleTree tree) {
        jdbc.update("""
                with records as (
                    insert into audit_record (sequence, event, at, holder_key, leaf_hash, body, month)
                    select sequence, event, ?, holder_key, leaf_hash, convert_from(body, 'UTF8'), (select month from audit_tree)
                    from unnest(?::bigint[], ?::text[], ?::bytea[], ?::bytea[], ?::bytea[]) as r (sequence, event, holder_key, leaf_hash, body)),
                nodes as (
                    insert into audit_node (level, position, hash)
                    select * from unnest(?::integer[], ?::bigint[], ?::bytea[])),
                head as (
                    insert into audit_head (size, hub, root, signed_at, signature, month) select ?, ?, ?, ?, ?, month from audit_tree)
                update audit_tree set size = ?, frontier = ?""", Timestamp.from(at),
                column(records, BegunRecord.Placed::sequence, new Long[0]), column(records, record -> record.event().name(), new String[0]),
                column(records, record -> record.holder() == null ? null : record.holder().bytes(), new byte[0][]),
                column(records, BegunRecord.Placed::leaf, new byte[0][]), column(records, BegunRecord.Placed::body, new byte[0][]),
                column(nodes, Node::level, new Integer[0]), column(nodes, Node::position, new Long[0]), column(nodes, Node::hash, new byte[0][]),
                head.size(), head.hub(), head.root(), head.time(), head.signature(), tree.size(), tree.frontier().toArray(byte[][]::new));
    }

    private static <R, T> T[] column(List<R> rows, Function<R, T> value, T[] none) {
        return rows.stream().map(value).toList().toArray(none);
    }

    /** Until the transaction ends nobody else appends, on any node. */
    MerkleTree lockTree() {
        return jdbc.queryForObject("select size, frontier from audit_tree for update", (row, number) -> MerkleTree.resume(
                row.getLong("size"), List.of((byte[][]) row.getArray("frontier").getArray())));
    }

    public Optional<TreeHead> latestHead() {
        return jdbc.query("select * from audit_head order by size desc limit 1", HEAD).stream().findFirst();
    }

    /** Heads in ascending size, after a size. */
    public List<TreeHead> headsAfter(long size, int limit) {
        return jdbc.query("select * from audit_head where size > ? order by size limit ?", HEAD, size, limit);
    }

    /** Records in order, from a sequence on. */
    public List<StoredRecord> recordsFrom(long sequence, int limit) {
        return jdbc.query("select sequence, leaf_hash, body from audit_record where sequence >= ? order by sequence limit ?",
                (row, number) -> new StoredRecord(row.getLong(1), HexFormat.of().formatHex(row.getBytes(2)), row.getString(3)), sequence,
                limit);
    }

    @Override
    public List<byte[]> read(int level, long from, long to) {
        return upTo(from, level == 0
                ? jdbc.query(LEAVES + " where sequence >= ? and sequence < ?" + KEPT_LEAVES + " and position >= ? and position < ? order by 1",
                        (row, number) -> new Node(0, row.getLong(1), row.getBytes(2)), from, to, from, to)
                : jdbc.query("select position, hash from audit_node where level = ? and position >= ? and position < ? order by position",
                        (row, number) -> new Node(level, row.getLong(1), row.getBytes(2)), level, from, to));
    }

    /** All tiles of a proof in two queries. */
    @Override
    public Map<MerkleProofs.Tile, List<byte[]>> readAll(Collection<MerkleProofs.Tile> tiles) {
        Map<MerkleProofs.Tile, List<Node>> found = new HashMap<>();
        tiles.forEach(tile -> found.put(tile, new ArrayList<>()));
        Consumer<Node> sort = node -> found.get(MerkleProofs.Tile.of(node.level(), node.position())).add(node);
        List<MerkleProofs.Tile> lowest = tiles.stream().filter(tile -> tile.level() == 0).toList();
        List<MerkleProofs.Tile> upper = tiles.stream().filter(tile -> tile.level() > 0).toList();
        jdbc.query(LEAVES + " where sequence = any (?)" + KEPT_LEAVES + " and position = any (?) order by 1",
                (row, number) -> new Node(0, row.getLong(1), row.getBytes(2)), positions(lowest), positions(lowest)).forEach(sort);
        jdbc.query("select level, position, hash from audit_node join unnest(?::integer[], ?::bigint[]) as n (level, position) using (level, position)"
                + " order by level, position", (row, number) -> new Node(row.getInt(1), row.getLong(2), row.getBytes(3)),
                upper.stream().flatMap(tile -> LongStream.range(tile.from(), tile.to()).mapToObj(any -> tile.level())).toArray(Integer[]::new),
                positions(upper)).forEach(sort);
        Map<MerkleProofs.Tile, List<byte[]>> hashes = new HashMap<>();
        found.forEach((tile, nodes) -> hashes.put(tile, upTo(tile.from(), nodes)));
        return hashes;
    }

    private static Long[] positions(List<MerkleProofs.Tile> tiles) {
        return tiles.stream().flatMap(tile -> LongStream.range(tile.from(), tile.to()).boxed()).toArray(Long[]::new);
    }

    private record Node(int level, long position, byte[] hash) {
    }

    /** Without what follows a gap: a log begun before nodes were kept has none at its start. */
    private static List<byte[]> upTo(long from, List<Node> found) {
        List<byte[]> hashes = new ArrayList<>();
        for (Node node : found) {
            if (node.position() != from + hashes.size()) {
                return hashes;
            }
            hashes.add(node.hash());
        }
        return hashes;
    }

    /** The head that was signed at this size, if one was. */
    public Optional<TreeHead> headOf(long size) {
        return jdbc.query("select * from audit_head where size = ?", HEAD, size).stream().findFirst();
    }

    /**
     * Where the log that is kept begins.
     *
     * @param size number of records before it
     * @param frontier roots of the complete subtrees over them, largest first
     * @param head the head that was signed over them; {@code null} for an empty beginning
     */
    public record Base(long size, List<byte[]> frontier, TreeHead head) {
    }

    /** The beginning of the log that is kept; of size 0 as long as nothing was dropped. */
    public Base base() {
        return jdbc.queryForObject("select * from audit_base", (row, number) -> new Base(row.getLong("size"),
                List.of((byte[][]) row.getArray("frontier").getArray()), row.getString("root") == null ? null : HEAD.mapRow(row, number)));
    }

    /**
     * The beginning that a log would have without the records before a size, at which a group of records ended.
     *
     * @throws IllegalStateException if what is there does not fit the head that was signed
     */
    Base endBase(long size) {
        Base base = new Base(size, new MerkleProofs(this).frontier(size), headOf(size).orElseThrow(() -> new IllegalStateException("No head was signed over " + size)));
        if (!HexFormat.of().formatHex(MerkleTree.resume(size, base.frontier).root()).equals(base.head.root())) {
            throw new IllegalStateException("The log up to " + size + " is not what was signed");
        }
        return base;
    }

    /** Keeps what proofs of later records need of those before a beginning, so that these can be dropped. */
    void keepBase(Base base) {
        long tile = base.size() - base.size() % (1L << MerkleProofs.TILE_LEVELS);
        List<byte[]> leaves = read(0, tile, base.size());
        List<Object[]> kept = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            kept.add(new Object[] {tile + i, leaves.get(i)});
        }
        jdbc.batchUpdate("insert into audit_node (level, position, hash) values (0, ?, ?) on conflict do nothing", kept);
        TreeHead head = base.head();
        jdbc.update("update audit_base set size = ?, frontier = ?, hub = ?, root = ?, signed_at = ?, signature = ?", base.size(),
                base.frontier().toArray(byte[][]::new), head.hub(), head.root(), head.time(), head.signature());
    }

    public Map<String, Long> countsByEvent() {
        Map<String, Long> counts = new LinkedHashMap<>();
        jdbc.query("select event, count(*) from audit_record group by event order by event", row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }

    /** One record as stored; {@code body} is the exact text whose bytes are the leaf. */
    public record StoredRecord(long sequence, String leafHash, String body) {
    }
}
