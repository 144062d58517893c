package org.licensehub.hub.audit.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.licensehub.hub.audit.HolderMap;
import org.licensehub.hub.audit.HolderProof;
import org.licensehub.hub.audit.HolderRecords;
import org.licensehub.hub.audit.MerkleProofs;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.store.protection.HolderKey;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/** Reads records of one holder from the log and their proofs from log and holder index. */
@Component
class StoredHolderRecords implements HolderRecords {

    private static final RowMapper<AuditStore.StoredRecord> RECORD = (row, number) -> new AuditStore.StoredRecord(row.getLong(1),
            HexFormat.of().formatHex(row.getBytes(2)), row.getString(3));

    private final JdbcTemplate jdbc;
    private final AuditStore log;
    private final HolderIndexStore index;
    private final ObjectMapper json;

    StoredHolderRecords(JdbcTemplate jdbc, AuditStore log, HolderIndexStore index, ObjectMapper json) {
        this.jdbc = jdbc;
        this.log = log;
        this.index = index;
        this.json = json;
    }

    @Override
    public Optional<Published> published() {
        return index.newest().map(newest -> new Published(newest.number(), newest.through()));
    }

    @Override
    public Optional<TreeHead> headOf(long size) {
        return log.headOf(size);
    }

    @Override
    public List<Use> uses(HolderKey holder, long from, long size, int limit) {
        MerkleProofs proofs = new MerkleProofs(log);
        return jdbc.query("select sequence, leaf_hash, body from audit_record where holder_key = ? and sequence >= ? and sequence < ? and event = any (?)"
                + " order by sequence limit ?", RECORD, holder.bytes(), from, size, HolderIndexStore.events(), limit).stream()
                .map(record -> use(record, proofs.inclusion(record.sequence(), size))).toList();
    }

    @Override
    public List<Use> usesAt(HolderKey holder, List<Long> positions) {
        return jdbc.query("select sequence, leaf_hash, body from audit_record where holder_key = ? and sequence = any (?) and event = any (?) order by sequence",
                RECORD, holder.bytes(), positions.toArray(Long[]::new), HolderIndexStore.events()).stream().map(record -> use(record, List.of())).toList();
    }

    private Use use(AuditStore.StoredRecord record, List<byte[]> path) {
        try (JsonParser text = json.createParser(record.body())) {
            IndexedFacts facts = IndexedFacts.read(text);
            return new Use(proven(record, path), facts.outcome().name(), facts.licenseTypes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HolderProof.ProvenRecord proven(AuditStore.StoredRecord record, List<byte[]> path) {
        return new HolderProof.ProvenRecord(record.sequence(), record.leafHash(), record.body(), hex(path));
    }

    @Override
    public Optional<HolderProof> proof(HolderKey holder, long publication, long size) {
        return index.publication(publication).filter(published -> published.sequence() < size && isKept(published)).map(published -> {
            HolderProof.ProvenRecord record = proven(log.recordsFrom(published.sequence(), 1).get(0), new MerkleProofs(log).inclusion(published.sequence(), size));
            return proof(published, record, HolderMap.key(holder));
        });
    }

    private boolean isKept(HolderIndexStore.Publication published) {
        return published.holders() == 0 || index.entryAt(published.number(), 0).isPresent();
    }

    private HolderProof proof(HolderIndexStore.Publication published, HolderProof.ProvenRecord record, byte[] key) {
        MerkleProofs tree = new MerkleProofs(index.tree(published.number()));
        // the place where the key stands, or where it would be put
        long place = 0;
        HolderIndexStore.Entry own = null;
        Optional<HolderIndexStore.Tile> tile = index.tileOf(published.number(), key);
        if (tile.isPresent()) {
            place = tile.get().number() * MerkleProofs.TILE;
            for (HolderIndexStore.Entry entry : index.tile(published.number(), tile.get().number())) {
                int order = Arrays.compareUnsigned(entry.key(), key);
                if (order == 0) {
                    own = entry;
                }
                place += order < 0 ? 1 : 0;
            }
        }
        HolderProof.ProvenEntry before = own != null || place == 0 ? null : at(published, tree, place - 1);
        HolderProof.ProvenEntry after = own != null || place == published.holders() ? null : at(published, tree, place);
        return new HolderProof(published.through(), published.holders(), HexFormat.of().formatHex(published.root()), record,
                own == null ? null : at(published, tree, place), before, after);
    }

    private HolderProof.ProvenEntry at(HolderIndexStore.Publication published, MerkleProofs tree, long place) {
        HolderIndexStore.Entry entry = index.entryAt(published.number(), place).orElseThrow();
        return new HolderProof.ProvenEntry(place, HexFormat.of().formatHex(entry.key()), entry.count(), HexFormat.of().formatHex(entry.chain()),
                hex(tree.inclusion(place, published.holders())));
    }

    private static List<String> hex(List<byte[]> path) {
        return path.stream().map(HexFormat.of()::formatHex).toList();
    }
}
