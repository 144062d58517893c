package org.licensehub.hub.audit.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.licensehub.hub.audit.HolderMap;
import org.licensehub.hub.audit.MerkleProofs;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Tables of the holder index. Everything is read and written in pages. */
@Repository
class HolderIndexStore {

    /** Entries as they are in a publication: the latest of each that is not later. */
    private static final String LATEST = "select distinct on (map_key) map_key, counted, chain from holder_index_entry where publication <= ? and map_key ";
    private static final String IN_ORDER = " order by map_key, publication desc limit ?";

    private final JdbcTemplate jdbc;

    HolderIndexStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What is being built. @param next position of the first record that no entry has seen */
    record Building(long next, Long number, Long through) {
    }

    record Entry(byte[] key, long count, byte[] chain) {

        byte[] leaf() {
            return HolderMap.entry(key, count, chain);
        }
    }

    /** @param sequence position of its own record in the log */
    record Publication(long number, long through, long holders, byte[] root, long sequence, Instant publishedAt) {
    }

    /** A use that an entry counts. */
    record CountedUse(long sequence, byte[] holder, byte[] leafHash) {
    }

    record Node(int level, long position, byte[] hash) {
    }

    record Tile(long number, byte[] firstKey) {
    }

    /** Until the transaction ends nobody else builds, on any node. */
    Building lock() {
        return jdbc.queryForObject("select next, building, through from holder_index_state for update", (row, number) -> new Building(row.getLong(1),
                row.getObject(2, Long.class), row.getObject(3, Long.class)));
    }

    void begin(long number, long through) {
        jdbc.update("update holder_index_state set building = ?, through = ?", number, through);
    }

    void advance(long next) {
        jdbc.update("update holder_index_state set next = ?", next);
    }

    void end() {
        jdbc.update("update holder_index_state set building = null, through = null");
    }

    List<CountedUse> uses(long from, long to) {
        return jdbc.query("select sequence, holder_key, leaf_hash from audit_record where sequence >= ? and sequence < ? and holder_key is not null"
                + " and event = any (?) order by sequence", (row, number) -> new CountedUse(row.getLong(1), row.getBytes(2), row.getBytes(3)), from, to,
                events());
    }

    static String[] events() {
        return HolderMap.USES.stream().map(Enum::name).toArray(String[]::new);
    }

    List<Entry> entries(long publication, Collection<byte[]> keys) {
        return jdbc.query(LATEST + "= any (?) order by map_key, publication desc", HolderIndexStore::entry, publication, keys.toArray(byte[][]::new));
    }

    /** In order of key, after one. */
    List<Entry> entriesAfter(long publication, byte[] key, int limit) {
        return jdbc.query(LATEST + "> ?" + IN_ORDER, HolderIndexStore::entry, publication, key, limit);
    }

    /** In order of key, from one on. */
    List<Entry> entriesFrom(long publication, byte[] key, int limit) {
        return jdbc.query(LATEST + ">= ?" + IN_ORDER, HolderIndexStore::entry, publication, key, limit);
    }

    void save(long publication, List<Entry> entries) {
        jdbc.update("""
                insert into holder_index_entry (map_key, publication, counted, chain)
                select map_key, ?, counted, chain from unnest(?::bytea[], ?::bigint[], ?::bytea[]) as e (map_key, counted, chain)
                on conflict (map_key, publication) do update set counted = excluded.counted, chain = excluded.chain""", publication,
                entries.stream().map(Entry::key).toArray(byte[][]::new), entries.stream().map(Entry::count).toArray(Long[]::new),
                entries.stream().map(Entry::chain).toArray(byte[][]::new));
    }

    /** What another node has written already is the same. */
    void save(long publication, List<Node> nodes, List<Tile> tiles) {
        jdbc.update("insert into holder_index_node (publication, level, position, hash) select ?, * from unnest(?::integer[], ?::bigint[], ?::bytea[])"
                + " on conflict do nothing", publication, nodes.stream().map(Node::level).toArray(Integer[]::new),
                nodes.stream().map(Node::position).toArray(Long[]::new), nodes.stream().map(Node::hash).toArray(byte[][]::new));
        jdbc.update("insert into holder_index_tile (publication, number, first_key) select ?, * from unnest(?::bigint[], ?::bytea[]) on conflict do nothing",
                publication, tiles.stream().map(Tile::number).toArray(Long[]::new), tiles.stream().map(Tile::firstKey).toArray(byte[][]::new));
    }

    void publish(Publication done) {
        jdbc.update("insert into holder_index_publication (number, through, holders, root, sequence, published_at) values (?, ?, ?, ?, ?, ?)", done.number(),
                done.through(), done.holders(), done.root(), done.sequence(), Timestamp.from(done.publishedAt()));
    }

    Optional<Publication> newest() {
        return jdbc.query("select * from holder_index_publication order by number desc limit 1", HolderIndexStore::publication).stream().findFirst();
    }

    Optional<Publication> publication(long number) {
        return jdbc.query("select * from holder_index_publication where number = ?", HolderIndexStore::publication, number).stream().findFirst();
    }

    /** Takes away what only publications before this one need; that they were published stays. */
    void removeBefore(long publication) {
        jdbc.update("delete from holder_index_tile where publication < ?", publication);
        jdbc.update("delete from holder_index_node where publication < ?", publication);
        jdbc.update("delete from holder_index_entry e where publication < ? and exists (select 1 from holder_index_entry later"
                + " where later.map_key = e.map_key and later.publication > e.publication and later.publication <= ?)", publication, publication);
    }

    /** The tile in which a key stands, or would stand; empty if it would stand before all. */
    Optional<Tile> tileOf(long publication, byte[] key) {
        return jdbc.query("select number, first_key from holder_index_tile where publication = ? and first_key <= ? order by first_key desc limit 1",
                (row, number) -> new Tile(row.getLong(1), row.getBytes(2)), publication, key).stream().findFirst();
    }

    /** The entry at a place. */
    Optional<Entry> entryAt(long publication, long index) {
        List<Entry> tile = tile(publication, index / MerkleProofs.TILE);
        int at = (int) (index % MerkleProofs.TILE);
        return at < tile.size() ? Optional.of(tile.get(at)) : Optional.empty();
    }

    List<Entry> tile(long publication, long number) {
        return jdbc.query("select first_key from holder_index_tile where publication = ? and number = ?", (row, count) -> row.getBytes(1), publication, number)
                .stream().findFirst().map(first -> entriesFrom(publication, first, (int) MerkleProofs.TILE)).orElse(List.of());
    }

    /** The tree of a publication, for proofs. */
    MerkleProofs.Nodes tree(long publication) {
        return (level, from, to) -> {
            if (level == 0) {
                return tile(publication, from / MerkleProofs.TILE).stream().map(Entry::leaf).toList();
            }
            List<byte[]> hashes = new ArrayList<>();
            jdbc.query("select position, hash from holder_index_node where publication = ? and level = ? and position >= ? and position < ? order by position",
                    (ResultSet row) -> {
                        hashes.add(row.getBytes(2));
                    }, publication, level, from, to);
            return hashes;
        };
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(row.getBytes("map_key"), row.getLong("counted"), row.getBytes("chain"));
    }

    private static Publication publication(ResultSet row, int number) throws SQLException {
        return new Publication(row.getLong("number"), row.getLong("through"), row.getLong("holders"), row.getBytes("root"), row.getLong("sequence"),
                row.getTimestamp("published_at").toInstant());
    }
}
