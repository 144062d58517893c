package org.licensehub.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {

    @Test
    void emptyTreeHasTheHashOfNothing() {
        assertThat(HexFormat.of().formatHex(MerkleTree.empty().root()))
                .isEqualTo("1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 50, 51, 127, 128, 129})
    void rootIsTheOneOfTheRecursiveDefinition(int size) {
        List<byte[]> leaves = leaves(size);
        MerkleTree tree = treeOf(leaves);

        assertThat(tree.root()).isEqualTo(recursiveRoot(leaves));
    }

    @Test
    void treeGoesOnFromItsFrontier() {
        List<byte[]> leaves = leaves(21);
        MerkleTree whole = treeOf(leaves);
        MerkleTree first = treeOf(leaves.subList(0, 13));
        MerkleTree resumed = MerkleTree.resume(first.size(), first.frontier());
        leaves.subList(13, 21).forEach(resumed::append);

        assertThat(resumed.root()).isEqualTo(whole.root());
    }

    @Test
    void frontierThatDoesNotFitTheSizeIsRefused() {
        assertThatThrownBy(() -> MerkleTree.resume(3, List.of(new byte[32]))).isInstanceOf(IllegalArgumentException.class);
    }

    private static MerkleTree treeOf(List<byte[]> leaves) {
        MerkleTree tree = MerkleTree.empty();
        leaves.forEach(tree::append);
        return tree;
    }

    private static List<byte[]> leaves(int size) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(MerkleTree.leafHash(new byte[] {(byte) i, (byte) (i >> 8)}));
        }
        return leaves;
    }

    /** RFC 9162 section 2.1.1, written down as it stands there. */
    private static byte[] recursiveRoot(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return MerkleTree.nodeHash(recursiveRoot(leaves.subList(0, split)), recursiveRoot(leaves.subList(split, leaves.size())));
    }
}
