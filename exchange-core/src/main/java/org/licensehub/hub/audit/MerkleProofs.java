package org.licensehub.hub.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Proofs about a log of any length (RFC 9162 sections 2.1.3 and 2.1.4) from the hashes of its leaves and of every fourth level
 * above. A proof reads whole tiles of at most 16 hashes, one or two a kept level, all of them at once; it holds at most two hashes a level of the
 * tree, 48 for ten million leaves. For one thread; what was read once is kept for the next proof.
 */
public final class MerkleProofs {

    /** Levels from one kept level to the next. */
    public static final int TILE_LEVELS = 4;
    /** Hashes that are read together. */
    public static final long TILE = 1L << TILE_LEVELS;

    /** Where hashes are kept. */
    public interface Nodes {

        /**
         * Hashes of complete subtrees in order.
         *
         * @param level 0 for leaves, otherwise a multiple of {@link #TILE_LEVELS}
         * @param from first position, counted in subtrees of this level; @param to position after the last
         * @return as many of them as there are
         */
        List<byte[]> read(int level, long from, long to);

        /** The same for several tiles. */
        default Map<Tile, List<byte[]>> readAll(Collection<Tile> tiles) {
            Map<Tile, List<byte[]>> found = new HashMap<>();
            tiles.forEach(tile -> found.put(tile, read(tile.level(), tile.from(), tile.to())));
            return found;
        }
    }

    /** Neighbouring hashes of one level that are read together. */
    public record Tile(int level, long number) {

        /** The one with this hash in it. */
        public static Tile of(int level, long position) {
            return new Tile(level, position / TILE);
        }

        /** First position. */
        public long from() {
            return number * TILE;
        }

        /** Position after the last. */
        public long to() {
            return from() + TILE;
        }
    }

    private static final byte[] NOTHING = {};

    private final Nodes nodes;
    private final Map<Tile, List<byte[]>> tiles = new HashMap<>();
    /** Tiles that a proof will need, while that is found out; otherwise {@code null}. */
    private Set<Tile> wanted;

    public MerkleProofs(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Root of the tree of the first leaves. @param size from 1 */
    public byte[] root(long size) {
        return proven(() -> range(0, size));
    }

    /** Roots of the complete subtrees over the first leaves, largest first, as {@link MerkleTree#resume} takes them. */
    public List<byte[]> frontier(long size) {
        return proven(() -> {
            List<byte[]> roots = new ArrayList<>();
            long start = 0;
            for (long rest = size; rest > 0; rest -= Long.highestOneBit(rest)) {
                roots.add(range(start, start + Long.highestOneBit(rest)));
                start += Long.highestOneBit(rest);
            }
            return roots;
        });
    }

    /** Walks through a proof without hashing anything to see what it needs, reads that, and walks again. */
    private <T> T proven(Supplier<T> walk) {
        wanted = new LinkedHashSet<>();
        walk.get();
        wanted.removeAll(tiles.keySet());
        tiles.putAll(nodes.readAll(wanted));
        wanted = null;
        return walk.get();
    }

    private byte[] hash(byte[] left, byte[] right) {
        return wanted == null ? MerkleTree.nodeHash(left, right) : NOTHING;
    }

    /**
     * Proves that a leaf is in the tree of the first {@code size} leaves.
     *
     * @return hashes from the leaf's sibling up to the root's child
     */
    public List<byte[]> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("No leaf " + index + " in a tree of " + size);
        }
        return proven(() -> {
            List<byte[]> path = new ArrayList<>();
            addPath(index, 0, size, path);
            return path;
        });
    }

    /** The path within the leaves from {@code start} to {@code end}. */
    private void addPath(long index, long start, long end, List<byte[]> path) {
        if (end - start == 1) {
            return;
        }
        long split = start + Long.highestOneBit(end - start - 1);
        if (index < split) {
            addPath(index, start, split, path);
            path.add(range(split, end));
        } else {
            addPath(index, split, end, path);
            path.add(range(start, split));
        }
    }

    /** Proves that the tree of the first {@code second} leaves begins with the tree of the first {@code first}. */
    public List<byte[]> consistency(long first, long second) {
        if (first < 1 || first > second) {
            throw new IllegalArgumentException("No tree of " + first + " leaves before one of " + second);
        }
        return proven(() -> {
            List<byte[]> path = new ArrayList<>();
            addGrowth(first, 0, second, true, path);
            return path;
        });
    }

    /** @param known whether the verifier knows the root of the earlier tree already */
    private void addGrowth(long first, long start, long end, boolean known, List<byte[]> path) {
        if (first == end) {
            if (!known) {
                path.add(range(start, end));
            }
            return;
        }
        long split = start + Long.highestOneBit(end - start - 1);
        if (first <= split) {
            addGrowth(first, start, split, known, path);
            path.add(range(split, end));
        } else {
            addGrowth(first, split, end, false, path);
            path.add(range(start, split));
        }
    }

    /** Root over leaves of which the first begins a subtree as large as the power of two that holds them. */
    private byte[] range(long start, long end) {
        long length = end - start;
        if (Long.bitCount(length) == 1) {
            int level = Long.numberOfTrailingZeros(length);
            return complete(level, start >> level);
        }
        long split = start + Long.highestOneBit(length);
        return hash(range(start, split), range(split, end));
    }

    private byte[] complete(int level, long position) {
        if (level % TILE_LEVELS == 0) {
            Tile place = Tile.of(level, position);
            if (wanted != null) {
                wanted.add(place);
                return NOTHING;
            }
            List<byte[]> tile = tiles.computeIfAbsent(place, missing -> nodes.read(level, missing.from(), missing.to()));
            int at = (int) (position % TILE);
            if (at < tile.size()) {
                return tile.get(at);
            }
            if (level == 0) {
                throw new IllegalStateException("Leaf " + position + " is not there");
            }
            // a log that was begun before its upper levels were kept
        }
        return hash(complete(level - 1, 2 * position), complete(level - 1, 2 * position + 1));
    }
}
