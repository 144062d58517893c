package org.licensehub.signing;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** Runs two ways of doing the same work in turns, so that whatever else the machine does falls on both, and compares medians. */
public final class SideBySide {

    private static final int ROUNDS = 7;
    private static final long WARM_UP_NANOS = 2_000_000_000L;
    private static final long ROUND_NANOS = 700_000_000L;

    private SideBySide() {
    }

    /** Prints one line of a table: operations a second of both, and how many times faster ours is. */
    public static double compare(String name, Callable<?> ours, String reference, Callable<?> theirs) throws Exception {
        perSecond(ours, WARM_UP_NANOS);
        perSecond(theirs, WARM_UP_NANOS);
        double[] one = new double[ROUNDS];
        double[] two = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            one[i] = perSecond(ours, ROUND_NANOS);
            two[i] = perSecond(theirs, ROUND_NANOS);
        }
        double ratio = median(one) / median(two);
        System.out.printf("| %s | %.0f/s | %s | %.0f/s | %.2f× |%n", name, median(one), reference, median(two), ratio);
        return ratio;
    }

    private static double perSecond(Callable<?> work, long nanos) throws Exception {
        long start = System.nanoTime();
        int done = 0;
        while (System.nanoTime() - start < nanos) {
            if (work.call() == null) {
                throw new IllegalStateException("the work gives nothing");
            }
            done++;
        }
        return done * 1e9 / (System.nanoTime() - start);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
