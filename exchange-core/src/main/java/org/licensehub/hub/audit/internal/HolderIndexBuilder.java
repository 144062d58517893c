package org.licensehub.hub.audit.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.HolderMap;
import org.licensehub.hub.audit.MerkleProofs;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.store.protection.HolderKey;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Builds and publishes the holder index. Goes through what the log has grown by in pages, each a transaction of its own, then through all entries
 * in pages for the tree: memory holds one page, however long the log is. What was killed goes on where it was; several nodes at once do no harm,
 * since each page is taken under a lock and the tree is the same whoever computes it.
 */
@Component
class HolderIndexBuilder {

    private static final int RECORDS = 10_000;
    private static final int ENTRIES = 8_192;
    private static final byte[] BEFORE_ALL = {};

    private final HolderIndexStore store;
    private final AuditStore log;
    private final TransactionTemplate transaction;
    private final Clock clock;

    HolderIndexBuilder(HolderIndexStore store, AuditStore log, TransactionTemplate transaction, Clock clock) {
        this.store = store;
        this.log = log;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Publishes an index of the log as it is now, or as it was when somebody began one; empty if the log is. */
    Optional<HolderIndexStore.Publication> publish() {
        HolderIndexStore.Building building = transaction.execute(status -> begun());
        if (building.number() == null) {
            return store.newest();
        }
        boolean more = true;
        while (more) {
            more = Boolean.TRUE.equals(transaction.execute(status -> countNext(building.number())));
        }
        MerkleTree tree = plant(building.number());
        HolderIndexStore.Publication published = transaction.execute(status -> published(building, tree));
        // pages of a view that were begun with the publication before are read to their end
        store.removeBefore(published.number() - 1);
        return Optional.of(published);
    }

    private HolderIndexStore.Building begun() {
        HolderIndexStore.Building building = store.lock();
        if (building.number() != null) {
            return building;
        }
        Optional<HolderIndexStore.Publication> newest = store.newest();
        long size = log.latestHead().map(TreeHead::size).orElse(0L);
        if (size <= newest.map(HolderIndexStore.Publication::through).orElse(0L)) {
            return building;
        }
        long number = newest.map(HolderIndexStore.Publication::number).orElse(0L) + 1;
        store.begin(number, size);
        return new HolderIndexStore.Building(building.next(), number, size);
    }

    private boolean countNext(long number) {
        HolderIndexStore.Building building = store.lock();
        if (building.number() == null || building.number() != number || building.next() >= building.through()) {
            return false;
        }
        long end = Math.min(building.next() + RECORDS, building.through());
        Map<HolderKey, List<HolderIndexStore.CountedUse>> byKey = new LinkedHashMap<>();
        for (HolderIndexStore.CountedUse use : store.uses(building.next(), end)) {
            byKey.computeIfAbsent(new HolderKey(HolderMap.key(new HolderKey(use.holder()))), key -> new ArrayList<>()).add(use);
        }
        Map<HolderKey, HolderIndexStore.Entry> before = new LinkedHashMap<>();
        store.entries(number, byKey.keySet().stream().map(HolderKey::bytes).toList()).forEach(entry -> before.put(new HolderKey(entry.key()), entry));
        store.save(number, byKey.entrySet().stream().map(holder -> grown(holder.getKey(), before.get(holder.getKey()), holder.getValue())).toList());
        store.advance(end);
        return true;
    }

    private static HolderIndexStore.Entry grown(HolderKey key, HolderIndexStore.Entry before, List<HolderIndexStore.CountedUse> more) {
        byte[] chain = before == null ? HolderMap.start() : before.chain();
        for (HolderIndexStore.CountedUse use : more) {
            chain = HolderMap.next(chain, use.sequence(), use.leafHash());
        }
        return new HolderIndexStore.Entry(key.bytes(), (before == null ? 0 : before.count()) + more.size(), chain);
    }

    /** The tree over all entries in order of key. */
    private MerkleTree plant(long number) {
        MerkleTree tree = MerkleTree.empty();
        byte[] after = BEFORE_ALL;
        List<HolderIndexStore.Entry> page;
        do {
            page = store.entriesAfter(number, after, ENTRIES);
            List<HolderIndexStore.Node> nodes = new ArrayList<>();
            List<HolderIndexStore.Tile> tiles = new ArrayList<>();
            for (HolderIndexStore.Entry entry : page) {
                if (tree.size() % MerkleProofs.TILE == 0) {
                    tiles.add(new HolderIndexStore.Tile(tree.size() / MerkleProofs.TILE, entry.key()));
                }
                tree.append(entry.leaf(), (level, position, hash) -> {
                    if (level > 0 && level % MerkleProofs.TILE_LEVELS == 0) {
                        nodes.add(new HolderIndexStore.Node(level, position, hash));
                    }
                });
                after = entry.key();
            }
            store.save(number, nodes, tiles);
        } while (page.size() == ENTRIES);
        return tree;
    }

    /** @return that of another node, if it was first */
    private HolderIndexStore.Publication published(HolderIndexStore.Building built, MerkleTree tree) {
        HolderIndexStore.Building building = store.lock();
        if (building.number() == null || !building.number().equals(built.number())) {
            return store.publication(built.number()).orElseThrow();
        }
        AuditDraft draft = AuditDraft.of(AuditEvent.HOLDER_INDEX_PUBLISHED, "hub:audit").with("through", built.through()).with("holderEntries", tree.size())
                .with("mapRoot", HexFormat.of().formatHex(tree.root())).with("uses", List.of(HolderIndexStore.events()));
        // appended here and not at the end of the transaction, since its position is kept beside it
        long sequence = log.append(List.of(draft)).get(0).sequence();
        HolderIndexStore.Publication done = new HolderIndexStore.Publication(built.number(), built.through(), tree.size(), tree.root(), sequence,
                clock.instant());
        store.publish(done);
        store.end();
        return done;
    }
}
