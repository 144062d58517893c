package org.licensehub.hub.audit;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.licensehub.signing.Sm3;

/**
 * An append-only Merkle tree as in RFC 9162 section 2.1, with SM3 in place of SHA-256. Keeps the roots of the complete
 * subtrees only (at most 63), so appending needs no other node.
 */
public final class MerkleTree {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final List<byte[]> frontier;
    private long size;

    private MerkleTree(long size, List<byte[]> frontier) {
        this.size = size;
        this.frontier = new ArrayList<>(frontier);
    }

    public static MerkleTree empty() {
        return new MerkleTree(0, List.of());
    }

    /**
     * @param frontier roots of the complete subtrees, largest first; one for each bit set in {@code size}
     * @throws IllegalArgumentException if the number of roots does not fit the size
     */
    public static MerkleTree resume(long size, List<byte[]> frontier) {
        if (size < 0 || Long.bitCount(size) != frontier.size()) {
            throw new IllegalArgumentException("A tree of " + size + " leaves has " + Long.bitCount(size) + " complete subtrees");
        }
        return new MerkleTree(size, frontier);
    }

    /** Digests a leaf piece by piece: what is added to it, in order, is the record. */
    public static Sm3 leafDigest() {
        return Sm3.streaming().update(LEAF, 0, LEAF.length);
    }

    public static byte[] leafHash(byte[] record) {
        return Sm3.digest(LEAF, record);
    }

    public static byte[] nodeHash(byte[] left, byte[] right) {
        return Sm3.digest(NODE, left, right);
    }

    /** Takes the root of a complete subtree as soon as there is one. */
    public interface Completed {

        /** @param level 0 for a leaf; @param position counted in subtrees of this level, from 0 */
        void subtree(int level, long position, byte[] hash);
    }

    public void append(byte[] leafHash) {
        append(leafHash, (level, position, hash) -> { });
    }

    /** As {@link #append(byte[])}, telling of each subtree the leaf completes, itself first. */
    public void append(byte[] leafHash, Completed completed) {
        byte[] carried = leafHash;
        int level = 0;
        completed.subtree(level, size, carried);
        for (long bits = size; (bits & 1) == 1; bits >>= 1) {
            carried = nodeHash(frontier.remove(frontier.size() - 1), carried);
            level++;
            completed.subtree(level, size >> level, carried);
        }
        frontier.add(carried);
        size++;
    }

    public long size() {
        return size;
    }

    public List<byte[]> frontier() {
        return List.copyOf(frontier);
    }

    /** @return MTH of all leaves; SM3 of nothing for the empty tree */
    public byte[] root() {
        if (frontier.isEmpty()) {
            return Sm3.digest(new byte[0]);
        }
        byte[] root = frontier.get(frontier.size() - 1);
        for (int i = frontier.size() - 2; i >= 0; i--) {
            root = nodeHash(frontier.get(i), root);
        }
        return root;
    }

    /** Checks an inclusion proof (RFC 9162 section 2.1.3.2). */
    public static boolean verifyInclusion(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = nodeHash(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = nodeHash(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && MessageDigest.isEqual(hash, root);
    }

    /**
     * Checks that a log only grew (RFC 9162 section 2.1.4.2).
     *
     * @param first number of leaves of the earlier tree, from 1; @param second of the later one
     */
    public static boolean verifyConsistency(long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> path) {
        if (first < 1 || first > second) {
            return false;
        }
        if (first == second) {
            return path.isEmpty() && MessageDigest.isEqual(firstRoot, secondRoot);
        }
        List<byte[]> nodes = new ArrayList<>(path);
        if (Long.bitCount(first) == 1) {
            nodes.add(0, firstRoot);
        }
        if (nodes.isEmpty()) {
            return false;
        }
        int shared = Long.numberOfTrailingZeros(first);
        long node = first - 1 >> shared;
        long last = second - 1 >> shared;
        byte[] earlier = nodes.get(0);
        byte[] later = earlier;
        for (byte[] sibling : nodes.subList(1, nodes.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                earlier = nodeHash(sibling, earlier);
                later = nodeHash(sibling, later);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                later = nodeHash(later, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && MessageDigest.isEqual(earlier, firstRoot) && MessageDigest.isEqual(later, secondRoot);
    }
}
