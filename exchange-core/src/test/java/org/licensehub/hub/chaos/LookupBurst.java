package org.licensehub.hub.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Several threads that ask for holders in turn without a pause and keep the receipt of every answer that reached them. */
public final class LookupBurst {

    private static final int THREADS = 8;

    private final Queue<JsonNode> receipts = new ConcurrentLinkedQueue<>();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger left;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param member which hub, or which member of it, is asked
     * @param questions how many are asked at most: what calls are limited to is more
     */
    public LookupBurst(HubClient asker, URI member, List<Records.Pushed> holders, int questions) {
        this.left = new AtomicInteger(questions);
        HubClient here = asker.at(member);
        for (int i = 0; i < THREADS; i++) {
            threads.add(new Thread(() -> ask(here, holders), "lookups-" + i));
        }
    }

    public LookupBurst start() {
        threads.forEach(Thread::start);
        return this;
    }

    /** Until all is asked, the burst ends or the hub does not answer any more. */
    private void ask(HubClient here, List<Records.Pushed> holders) {
        try {
            for (int next = left.decrementAndGet(); next >= 0 && ended.getCount() > 0; next = left.decrementAndGet()) {
                Records.Pushed of = holders.get(next % holders.size());
                HubClient.Answer answer = here.lookup(of.holderType(), of.holderCode());
                statuses.add(answer.status());
                if (answer.status() == 200) {
                    receipts.add(answer.body().path("receipt"));
                }
            }
        } catch (IOException dead) {
            ended.countDown();
        }
    }

    public void awaitAnswers(int count) {
        await("answers").atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(1)).pollDelay(Duration.ZERO).until(() -> receipts.size() >= count);
    }

    public LookupBurst end() {
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

    public List<JsonNode> receipts() {
        return List.copyOf(receipts);
    }

    public Set<Integer> statuses() {
        return statuses;
    }
}
