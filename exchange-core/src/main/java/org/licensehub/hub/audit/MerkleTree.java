package org.licensehub.hub.audit;

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

    public static byte[] leafHash(byte[] record) {
        return Sm3.digest(LEAF, record);
    }

    public static byte[] nodeHash(byte[] left, byte[] right) {
        return Sm3.digest(NODE, left, right);
    }

    public void append(byte[] leafHash) {
        byte[] carried = leafHash;
        for (long bits = size; (bits & 1) == 1; bits >>= 1) {
            carried = nodeHash(frontier.remove(frontier.size() - 1), carried);
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

    /**
     * Inclusion proof (RFC 9162 section 2.1.3.1).
     *
     * @param leaves hashes of all leaves of the tree
     * @return hashes from the leaf's sibling up to the root's child
     */
    public static List<byte[]> inclusionProof(List<byte[]> leaves, int index) {
        if (index < 0 || index >= leaves.size()) {
            throw new IllegalArgumentException("No leaf " + index + " in a tree of " + leaves.size());
        }
        if (leaves.size() == 1) {
            return List.of();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> path = new ArrayList<>();
        if (index < split) {
            path.addAll(inclusionProof(leaves.subList(0, split), index));
            path.add(rootOf(leaves.subList(split, leaves.size())));
        } else {
            path.addAll(inclusionProof(leaves.subList(split, leaves.size()), index - split));
            path.add(rootOf(leaves.subList(0, split)));
        }
        return path;
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
        return last == 0 && java.security.MessageDigest.isEqual(hash, root);
    }

    private static byte[] rootOf(List<byte[]> leaves) {
        MerkleTree tree = empty();
        leaves.forEach(tree::append);
        return tree.root();
    }
}
