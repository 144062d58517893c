package org.licensehub.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs about a growing log, checked as RFC 9162 says, by whoever has only the heads. */
class MerkleProofsTest {

    /** A log in memory that keeps what a hub keeps. */
    private static final class Log implements MerkleProofs.Nodes {

        private final Map<Integer, List<byte[]>> levels = new TreeMap<>();
        private final List<byte[]> roots = new ArrayList<>();
        private long read;

        private Log(int size) {
            MerkleTree tree = MerkleTree.empty();
            for (int i = 0; i < size; i++) {
                tree.append(leaf(i), (level, position, hash) -> {
                    if (level % MerkleProofs.TILE_LEVELS == 0) {
                        List<byte[]> kept = levels.computeIfAbsent(level, any -> new ArrayList<>());
                        assertThat(position).isEqualTo(kept.size());
                        kept.add(hash);
                    }
                });
                roots.add(tree.root());
            }
        }

        private static byte[] leaf(int i) {
            return MerkleTree.leafHash(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)});
        }

        @Override
        public List<byte[]> read(int level, long from, long to) {
            List<byte[]> kept = levels.getOrDefault(level, List.of());
            List<byte[]> found = kept.subList((int) Math.min(from, kept.size()), (int) Math.min(to, kept.size()));
            read += found.size();
            return found;
        }

        private byte[] root(int size) {
            return roots.get(size - 1);
        }
    }

    private static final Log LOG = new Log(70_000);

    static IntStream sizes() {
        return IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.of(255, 256, 257, 511, 512, 513, 4_095, 4_097, 65_535, 65_536, 65_537, 69_999, 70_000));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everyRecordHasAProofAndNoOtherRecordFitsIt(int size) {
        Random random = new Random(size);
        for (int i = 0; i < 40; i++) {
            int index = i < 20 && i < size ? size - 1 - i : random.nextInt(size);
            List<byte[]> path = new MerkleProofs(LOG).inclusion(index, size);
            assertThat(MerkleTree.verifyInclusion(Log.leaf(index), index, size, path, LOG.root(size))).as("%d of %d", index, size).isTrue();
            assertThat(MerkleTree.verifyInclusion(Log.leaf(index + 1), index, size, path, LOG.root(size))).isFalse();
            if (index + 1 < size) {
                assertThat(MerkleTree.verifyInclusion(Log.leaf(index), index + 1, size, path, LOG.root(size))).isFalse();
            }
        }
        assertThat(new MerkleProofs(LOG).root(size)).isEqualTo(LOG.root(size));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everyEarlierLogIsProvenToBeTheStartOfALaterOne(int second) {
        Random random = new Random(second);
        for (int i = 0; i < 60; i++) {
            int first = i < 40 && i < second ? i + 1 : 1 + random.nextInt(second);
            List<byte[]> path = new MerkleProofs(LOG).consistency(first, second);
            assertThat(MerkleTree.verifyConsistency(first, LOG.root(first), second, LOG.root(second), path)).as("%d in %d", first, second).isTrue();
            byte[] forged = LOG.root(first).clone();
            forged[i % 32] ^= 1;
            assertThat(MerkleTree.verifyConsistency(first, forged, second, LOG.root(second), path)).isFalse();
            if (first < second) {
                assertThat(MerkleTree.verifyConsistency(first, LOG.root(first), second, LOG.root(second - 1), path)).isFalse();
                assertThat(MerkleTree.verifyConsistency(first + 1, LOG.root(first), second, LOG.root(second), path)).isFalse();
                assertThat(MerkleTree.verifyConsistency(first, LOG.root(first), second, LOG.root(second), path.subList(1, path.size()))).isFalse();
            }
        }
    }

    @Test
    void proofReadsAFewTilesAndNotTheLog() {
        LOG.read = 0;
        new MerkleProofs(LOG).inclusion(33_333, 70_000);
        assertThat(LOG.read).isLessThanOrEqualTo(10 * 16);
    }

    @Test
    void logBegunBeforeUpperLevelsWereKeptIsProvenFromItsLeaves() {
        MerkleProofs.Nodes leavesOnly = (level, from, to) -> level == 0 ? LOG.read(level, from, to) : List.of();
        assertThat(new MerkleProofs(leavesOnly).inclusion(700, 3_000)).usingRecursiveComparison().isEqualTo(new MerkleProofs(LOG).inclusion(700, 3_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 70_000, Long.MAX_VALUE})
    void recordThatIsNotThereHasNoProof(long index) {
        assertThatThrownBy(() -> new MerkleProofs(LOG).inclusion(index, 70_000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void proofOfNothingProvesNothing() {
        assertThat(MerkleTree.verifyConsistency(0, new byte[32], 5, LOG.root(5), List.of())).isFalse();
        assertThat(MerkleTree.verifyConsistency(3, LOG.root(3), 5, LOG.root(5), List.of())).isFalse();
        assertThat(MerkleTree.verifyConsistency(4, LOG.root(4), 4, LOG.root(4), List.of())).isTrue();
        assertThat(MerkleTree.verifyConsistency(4, LOG.root(4), 4, LOG.root(5), List.of())).isFalse();
    }
}
