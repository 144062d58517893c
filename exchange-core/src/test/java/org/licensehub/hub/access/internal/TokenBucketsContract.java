package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for token buckets wherever they are kept. */
abstract class TokenBucketsContract {

    /** Nothing comes back while a test runs. */
    static final Rate SLOW = new Rate(100, Duration.ofHours(1), 100L);

    private final String name = "test " + UUID.randomUUID();

    abstract TokenBuckets buckets();

    @Test
    void givesWhatItHoldsAndThenSaysHowLongToWait() {
        for (int i = 0; i < 100; i++) {
            assertThat(buckets().take(name, SLOW, 1)).isEqualTo(Duration.ZERO);
        }
        assertThat(buckets().take(name, SLOW, 1)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(37));
    }

    @Test
    void takesAllOrNothing() {
        assertThat(buckets().take(name, SLOW, 60)).isEqualTo(Duration.ZERO);
        assertThat(buckets().take(name, SLOW, 60)).isPositive();
        assertThat(buckets().take(name, SLOW, 40)).isEqualTo(Duration.ZERO);
        assertThat(buckets().take(name, SLOW, 1)).isPositive();
    }

    @Test
    void namesHaveBucketsOfTheirOwnAndSoHaveRates() {
        buckets().take(name, SLOW, 100);
        assertThat(buckets().take(name, SLOW, 1)).isPositive();
        assertThat(buckets().take(name + "'", SLOW, 1)).isEqualTo(Duration.ZERO);
        assertThat(buckets().take(name, new Rate(50, Duration.ofHours(1), 50L), 1)).isEqualTo(Duration.ZERO);
    }

    @Test
    void comesBackWithTime() {
        Rate rate = new Rate(50, Duration.ofSeconds(1), 10L);
        assertThat(buckets().take(name, rate, 10)).isEqualTo(Duration.ZERO);
        assertThat(buckets().take(name, rate, 10)).isPositive();
        await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20)).until(() -> buckets().take(name, rate, 5).isZero());
    }

    @Test
    void manyThreadsTakeNoMoreThanThereIs() throws Exception {
        AtomicLong taken = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            Callable<Void> greedy = () -> {
                IntStream.range(0, 50).filter(i -> buckets().take(name, SLOW, 1).isZero()).forEach(i -> taken.incrementAndGet());
                return null;
            };
            for (Future<Void> each : threads.invokeAll(List.of(greedy, greedy, greedy, greedy, greedy, greedy, greedy, greedy))) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(taken).hasValue(100);
    }
}
