package org.licensehub.hub.audit.internal.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HolderSketchTest {

    private static final double ERROR = 0.05;

    private static HolderSketch of(int holders, long seed) {
        Random random = new Random(seed);
        HolderSketch sketch = new HolderSketch();
        for (int i = 0; i < holders; i++) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            sketch.add(key);
            sketch.add(key);
        }
        return sketch;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60, 300, 512})
    void fewHoldersAreCountedExactly(int holders) {
        assertThat(of(holders, holders).count()).isEqualTo(holders);
        assertThat(HolderSketch.of(of(holders, holders).bytes()).count()).isEqualTo(holders);
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 3000, 20_000, 100_000, 1_000_000})
    void manyHoldersAreCountedAlmostExactlyInFourKilobytes(int holders) {
        HolderSketch sketch = of(holders, holders);
        assertThat((double) sketch.count()).isCloseTo(holders, within(holders * ERROR));
        assertThat(sketch.bytes()).hasSizeLessThanOrEqualTo(4097);
        assertThat(HolderSketch.of(sketch.bytes()).count()).isEqualTo(sketch.count());
    }

    @Test
    void mergedDaysCountEachHolderOnce() {
        HolderSketch few = of(400, 1);
        few.merge(of(400, 1));
        assertThat(few.count()).isEqualTo(400);
        HolderSketch many = of(400, 1);
        many.merge(of(40_000, 2));
        many.merge(of(40_000, 2));
        many.merge(of(400, 1));
        assertThat((double) many.count()).isCloseTo(40_400, within(40_400 * ERROR));
    }
}
