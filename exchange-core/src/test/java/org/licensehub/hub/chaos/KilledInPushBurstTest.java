package org.licensehub.hub.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.audit.TreeHead;

/** {@code kill -9} while several departments push: promises 1, 2 and 5. */
@Tag("chaos")
class KilledInPushBurstTest {

    private static final int BURST = 700;

    @TempDir
    private static Path home;

    private static Records records;
    private static HubProcess hub;
    private static HubClient department;
    private static HubClient auditor;

    @BeforeAll
    static void startHub() throws IOException {
        records = Records.generate(9, 9000);
        hub = HubProcess.single(home, "").start();
        HubClient admin = HubClient.administrator(hub.address(), home);
        department = admin.register("department", Set.of("records.push"), records.sources());
        auditor = admin.register("auditor", Set.of("audit.read"), Set.of());
    }

    @AfterAll
    static void endHub() {
        if (hub != null) {
            hub.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 90, 260})
    void hubKilledAloneKeepsWhatItAcknowledged(int acknowledgedBefore) throws IOException {
        afterKill(acknowledgedBefore, () -> hub.kill(), hub::start);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 110, 240})
    void hubAndDatabaseKilledTogetherKeepWhatTheyAcknowledged(int acknowledgedBefore) throws IOException {
        afterKill(acknowledgedBefore, () -> hub.killBoth(), hub::start);
    }

    private static void afterKill(int acknowledgedBefore, Runnable kill, Runnable restart) throws IOException {
        PushBurst burst = new PushBurst(department, records.take(BURST), false).start();
        TreeHead lastSeen;
        try (LogWatch witness = LogWatch.start(HubClient.anonymous(hub.address()))) {
            burst.awaitAcknowledged(acknowledgedBefore);
            kill.run();
            burst.end();
            lastSeen = witness.last();
        }
        restart.run();

        Aftermath aftermath = new Aftermath(hub, department, auditor);
        aftermath.sameReceiptsFor(burst.acknowledged());
        aftermath.eachIssuedExactlyOnce(burst.acknowledged());
        aftermath.logIntactSince(lastSeen);
    }

    @Test
    void databaseKilledAloneIsRevivedAndCallersGetOnly503Meanwhile() throws IOException {
        List<Records.Pushed> pushed = records.take(BURST);
        PushBurst burst = new PushBurst(department, pushed, true).start();
        OtherCallers others = new OtherCallers().start();
        TreeHead lastSeen;
        try (LogWatch witness = LogWatch.start(HubClient.anonymous(hub.address()))) {
            for (int acknowledgedBefore : new int[] {30, 150, 320}) {
                burst.awaitAcknowledged(acknowledgedBefore);
                long killed = hub.postmaster().orElseThrow().pid();
                hub.killDatabase();
                await("another server").atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50))
                        .until(() -> hub.postmaster().filter(server -> server.pid() != killed).isPresent());
            }
            lastSeen = witness.last();
            burst.awaitAcknowledged(pushed.size());
        }
        others.end();
        burst.end();

        assertThat(hub.alive()).isTrue();
        assertThat(burst.surprises()).isEmpty();
        assertThat(burst.statuses()).contains(201).isSubsetOf(200, 201, 503);
        assertThat(others.statuses).allSatisfy((what, seen) -> assertThat(seen).as(what).contains(200).isSubsetOf(200, 503));
        assertThat(others.broken).isEmpty();
        Aftermath aftermath = new Aftermath(hub, department, auditor);
        aftermath.sameReceiptsFor(burst.acknowledged());
        aftermath.eachIssuedExactlyOnce(burst.acknowledged());
        aftermath.logIntactSince(lastSeen);
    }

    /** People who ask for tokens, heads and their records while the database is away. */
    private static final class OtherCallers {

        private final Map<String, Set<Integer>> statuses = new ConcurrentHashMap<>();
        private final Set<String> broken = ConcurrentHashMap.newKeySet();
        private final Map<String, Thread> threads = new HashMap<>();
        private final HubClient anybody = HubClient.anonymous(hub.address());
        private final String secret;
        private final CountDownLatch ended = new CountDownLatch(1);

        private OtherCallers() throws IOException {
            this.secret = java.nio.file.Files.readString(home.resolve("keys/admin.secret")).strip();
        }

        private interface Asking {
            HubClient.Answer ask() throws IOException;
        }

        OtherCallers start() {
            asking("token", () -> anybody.requestToken("admin", secret, Set.of("hub.admin")));
            asking("head", () -> anybody.get("/api/v1/audit/heads/latest"));
            asking("quarantine", () -> department.get("/api/v1/quarantine"));
            asking("counts", () -> auditor.get("/api/v1/audit/counts"));
            threads.values().forEach(Thread::start);
            return this;
        }

        private void asking(String what, Asking asking) {
            Set<Integer> seen = ConcurrentHashMap.newKeySet();
            statuses.put(what, seen);
            threads.put(what, new Thread(() -> {
                while (paused()) {
                    try {
                        seen.add(asking.ask().status());
                    } catch (IOException e) {
                        broken.add(what + ": " + e);
                    }
                }
            }, "asking-for-" + what));
        }

        private boolean paused() {
            try {
                return !ended.await(25, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        void end() {
            ended.countDown();
            threads.values().forEach(thread -> {
                try {
                    thread.join(70_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }
}
