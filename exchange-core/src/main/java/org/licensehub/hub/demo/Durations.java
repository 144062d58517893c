package org.licensehub.hub.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured durations of one kind. */
final class Durations {

    private static final double NANOS_IN_MILLI = 1e6;

    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    void add(long duration) {
        nanos.add(duration);
    }

    int count() {
        return nanos.size();
    }

    /** @param share 0 to 1; @return milliseconds to one decimal, 0 if nothing was measured */
    double percentile(double share) {
        List<Long> sorted = new ArrayList<>(nanos);
        if (sorted.isEmpty()) {
            return 0;
        }
        Collections.sort(sorted);
        int at = (int) Math.ceil(share * sorted.size()) - 1;
        return Math.round(sorted.get(Math.max(at, 0)) / NANOS_IN_MILLI * 10) / 10.0;
    }
}
