package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed glyph by glyph is a zlib stream like any other, and not much longer. */
class GlyphPackerTest {

    private static FontSubset subset(int characters, long seed) {
        FontSubset subset = new FontSubset(FaceFont.shared());
        new Random(seed).ints(0x4E00, 0x9FA5).distinct().limit(characters).forEach(subset::number);
        IntStream.rangeClosed('0', '9').forEach(subset::number);
        subset.number(' ');
        return subset;
    }

    private static byte[] unpacked(byte[] zlib) throws IOException {
        Inflater inflater = new Inflater();
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(zlib), inflater)) {
            byte[] all = in.readAllBytes();
            assertThat(inflater.finished()).isTrue();
            assertThat(inflater.getTotalIn()).isEqualTo(zlib.length);
            return all;
        } finally {
            inflater.end();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 50, 300, 3000})
    void itUnpacksToTheProgram(int characters) throws IOException {
        FontSubset subset = subset(characters, characters);
        FontSubset.Packed packed = subset.packed();

        assertThat(unpacked(packed.zlib())).isEqualTo(subset.program());
        assertThat(packed.length()).isEqualTo(subset.program().length);
    }

    @Test
    void itIsAtMostAFifthLongerThanWhatIsCompressedAsAWhole() {
        FontSubset subset = subset(200, 7);
        assertThat((double) subset.packed().zlib().length).isLessThan(1.2 * PageContent.deflated(subset.program()).length);
    }

    @Test
    void theSameCharactersGiveTheSameBytesWhicheverThreadPacksThemFirst() {
        byte[] once = subset(800, 3).packed().zlib();
        List<byte[]> others = IntStream.range(0, 8).parallel().mapToObj(i -> subset(800, 3).packed().zlib()).toList();
        assertThat(others).allSatisfy(other -> assertThat(other).isEqualTo(once));
    }

    @Test
    void aCodeOfVeryUnequalSymbolsStaysWithinFifteenBits() {
        long[] counts = new long[286];
        long count = 1;
        for (int i = 0; i < 60; i++) {
            counts[i] = count;
            count *= 2;
        }
        PrefixCode code = new PrefixCode(counts);
        assertThat(IntStream.of(code.lengths()).boxed()).allMatch(length -> length >= 1 && length <= 15);
        double sum = IntStream.of(code.lengths()).mapToDouble(length -> Math.pow(2, -length)).sum();
        assertThat(sum).isEqualTo(1.0);
    }
}
