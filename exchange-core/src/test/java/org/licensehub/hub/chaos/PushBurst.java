package org.licensehub.hub.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Several threads that push, singly and in batches, and write down what was acknowledged: a 2xx answer of a single push, a
 * result line of a batch. What a broken connection left open is pushed again until it is acknowledged or the burst ends.
 */
final class PushBurst {

    private static final int SINGLE = 4;
    private static final int BATCH = 2;
    private static final int LINES = 120;
    private static final long PAUSE_MILLIS = 20;

    private final HubClient department;
    private final boolean hubStaysUp;
    private final Queue<Records.Pushed> open = new ConcurrentLinkedQueue<>();
    private final Map<Records.Pushed, String> acknowledged = new ConcurrentHashMap<>();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final Set<String> surprises = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /** @param hubStaysUp whether a broken connection is a fault of the hub rather than its death */
    PushBurst(HubClient department, List<Records.Pushed> records, boolean hubStaysUp) {
        this.department = department;
        this.hubStaysUp = hubStaysUp;
        this.open.addAll(records);
    }

    PushBurst start() {
        for (int i = 0; i < SINGLE; i++) {
            threads.add(new Thread(this::pushSingly, "push-single-" + i));
        }
        for (int i = 0; i < BATCH; i++) {
            threads.add(new Thread(this::pushBatches, "push-batch-" + i));
        }
        threads.forEach(Thread::start);
        return this;
    }

    private boolean ended() {
        return ended.getCount() == 0;
    }

    private void pushSingly() {
        for (Records.Pushed record = open.poll(); record != null && !ended(); record = open.poll()) {
            try {
                HubClient.Answer answer = department.push(record);
                statuses.add(answer.status());
                if (answer.status() / 100 == 2) {
                    acknowledged.put(record, answer.body().path("receiptId").asText());
                } else {
                    again(List.of(record));
                }
            } catch (IOException broken) {
                broken(broken);
                again(List.of(record));
            }
        }
    }

    private void pushBatches() {
        while (!ended()) {
            List<Records.Pushed> batch = nextBatch();
            if (batch.isEmpty()) {
                return;
            }
            List<Records.Pushed> unanswered = new ArrayList<>(batch);
            try {
                HttpResponse<Stream<String>> response = department.pushBatch(batch);
                statuses.add(response.statusCode());
                try (Stream<String> lines = response.body()) {
                    lines.forEach(line -> result(line, batch, unanswered));
                }
            } catch (IOException | UncheckedIOException broken) {
                // a database that dies in the middle of a batch cuts its answer off; what was written stands
                if (broken instanceof IOException) {
                    broken(broken);
                }
            }
            again(unanswered);
        }
    }

    private void result(String line, List<Records.Pushed> batch, List<Records.Pushed> unanswered) {
        JsonNode result;
        try {
            result = HubClient.JSON.readTree(line);
        } catch (IOException cutOff) {
            return;
        }
        if (result.hasNonNull("receiptId") && result.hasNonNull("line")) {
            Records.Pushed record = batch.get(result.path("line").asInt() - 1);
            acknowledged.put(record, result.path("receiptId").asText());
            unanswered.remove(record);
        }
    }

    private List<Records.Pushed> nextBatch() {
        List<Records.Pushed> batch = new ArrayList<>();
        for (Records.Pushed record = open.poll(); record != null; record = batch.size() < LINES ? open.poll() : null) {
            batch.add(record);
        }
        return batch;
    }

    private void broken(Exception cause) {
        if (hubStaysUp && !ended()) {
            surprises.add(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }

    private void again(List<Records.Pushed> records) {
        open.addAll(records);
        if (!records.isEmpty()) {
            try {
                ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ended.countDown();
            }
        }
    }

    void awaitAcknowledged(int count) {
        await("acknowledged pushes").atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(2)).pollDelay(Duration.ZERO)
                .until(() -> acknowledged.size() >= count);
    }

    /** Ends the burst; what is in flight is waited for. */
    PushBurst end() {
        ended.countDown();
        for (Thread thread : threads) {
            try {
                thread.join(70_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return this;
    }

    /** @return receipt id by record */
    Map<Records.Pushed, String> acknowledged() {
        return acknowledged;
    }

    Set<Integer> statuses() {
        return statuses;
    }

    /** Connections that broke although the hub lived. */
    Set<String> surprises() {
        return surprises;
    }
}
