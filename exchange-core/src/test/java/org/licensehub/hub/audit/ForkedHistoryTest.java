package org.licensehub.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A hub that shows each of two readers a log of its own: both are whole and well signed, and together they give it away. */
class ForkedHistoryTest {

    private final TwoHistories common = TwoHistories.of("common", 1, 3, 1);
    private final TwoHistories one = common.forked().then("shown to one", 2, 4, 1);
    private final TwoHistories other = common.forked().then("shown to the other", 2, 4, 1);

    private static LogVerifier.Report verify(TwoHistories shown, TreeHead witnessed) throws IOException {
        byte[] export = String.join("\n", shown.export()).getBytes(StandardCharsets.UTF_8);
        return LogVerifier.verify(new ByteArrayInputStream(export), TwoHistories.key(), Optional.ofNullable(witnessed));
    }

    @Test
    void eachHistoryAloneIsWhole() throws IOException {
        for (TwoHistories each : List.of(one, other)) {
            assertThat(verify(each, null).intact()).isTrue();
            assertThat(verify(each, each.newest()).intact()).isTrue();
            assertThat(verify(each, common.newest()).intact()).as("what both were shown").isTrue();
        }
    }

    @Test
    void headOfTheSameSizeThatTheOtherReaderHasIsFoundToBeAnother() throws IOException {
        for (long size : new long[] {7, 11, 12}) {
            assertThat(one.headOver(size).root()).isNotEqualTo(other.headOver(size).root());
            LogVerifier.Report report = verify(one, other.headOver(size));
            assertThat(report.intact()).isFalse();
            assertThat(report.fault()).contains("rewritten");
            assertThat(report.lastInDoubt()).isEqualTo(size - 1);
            assertThat(verify(other, one.headOver(size)).intact()).isFalse();
        }
    }

    @Test
    void headThatEndsInTheMiddleOfAGroupShownToTheOtherReaderIsFoundToo() throws IOException {
        TwoHistories otherwiseGrouped = common.forked().then("shown to the other", 3, 4);
        LogVerifier.Report report = verify(one, otherwiseGrouped.headOver(8));
        assertThat(report.intact()).isFalse();
        assertThat(report.fault()).contains("does not contain");
    }

    @Test
    void longerHistoryOfTheOtherReaderLeavesNoWayOutForTheShorterOne() throws IOException {
        other.then("shown to the other", 5);
        assertThat(verify(one, other.newest()).intact()).as("as if cut off").isFalse();
        one.then("shown to one", 5, 3);
        assertThat(verify(one, other.newest()).intact()).as("grown past it").isFalse();
    }

    @Test
    void noProofOfGrowthLeadsFromTheHeadOfOneReaderToThatOfTheOther() {
        one.then("shown to one", 6);
        other.then("shown to the other", 6);
        for (long first : new long[] {7, 11, 12}) {
            long second = 18;
            assertThat(growth(one, first, one, second, one.consistency(first, second))).isTrue();
            for (List<byte[]> path : mixtures(one.consistency(first, second), other.consistency(first, second))) {
                assertThat(growth(one, first, other, second, path)).isFalse();
                assertThat(growth(other, first, one, second, path)).isFalse();
            }
        }
        assertThat(growth(common, 5, other, 18, other.consistency(5, 18))).as("from before the fork").isTrue();
        assertThat(growth(one, 12, other, 12, List.of())).as("of the same size").isFalse();
    }

    private static boolean growth(TwoHistories from, long first, TwoHistories to, long second, List<byte[]> path) {
        return MerkleTree.verifyConsistency(first, TwoHistories.root(from.headOver(first)), second, TwoHistories.root(to.headOver(second)), path);
    }

    /** Whatever a hub that has both histories could put together of them. */
    private static List<List<byte[]>> mixtures(List<byte[]> one, List<byte[]> other) {
        assertThat(one).hasSameSizeAs(other);
        List<List<byte[]>> mixtures = new ArrayList<>();
        for (int choice = 0; choice < 1 << one.size(); choice++) {
            List<byte[]> path = new ArrayList<>();
            for (int i = 0; i < one.size(); i++) {
                path.add((choice >> i & 1) == 0 ? one.get(i) : other.get(i));
            }
            mixtures.add(path);
        }
        return mixtures;
    }
}
