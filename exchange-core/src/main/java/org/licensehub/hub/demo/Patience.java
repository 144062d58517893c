package org.licensehub.hub.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true. */
final class Patience {

    private static final long PAUSE_MILLIS = 100;

    private Patience() {
    }

    /** @throws IllegalStateException naming what was waited for, if it takes longer than {@code longest} */
    static void until(Duration longest, String what, BooleanSupplier reached) {
        until(longest, PAUSE_MILLIS, what, reached);
    }

    static void until(Duration longest, long pauseMillis, String what, BooleanSupplier reached) {
        long end = System.nanoTime() + longest.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("等待超时 / waited too long for: " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("已中断 / interrupted while waiting for: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
    }
}
