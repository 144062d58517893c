package org.licensehub.hub.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.licensehub.hub.audit.LogVerifier;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.signing.Sm2Verifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A witness: keeps asking a hub for its newest signed head, remembers it, and checks an export against it. */
final class LogWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);
    private static final long PAUSE_MILLIS = 10;

    private final HubClient anybody;
    private final Thread thread = new Thread(this::watch, "log-witness");
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile TreeHead last;

    private LogWatch(HubClient anybody) {
        this.anybody = anybody;
    }

    static LogWatch start(HubClient anybody) {
        LogWatch watch = new LogWatch(anybody);
        watch.look();
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (!ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            HubClient.Answer answer = anybody.get("/api/v1/audit/heads/latest");
            if (answer.status() == 200) {
                JsonNode head = answer.body();
                last = new TreeHead(head.path("hub").asText(), head.path("size").asLong(), head.path("root").asText(),
                        head.path("time").asText(), head.path("signature").asText());
            }
        } catch (IOException dead) {
            LOG.debug("No head to be seen: {}", dead.getMessage());
        }
    }

    TreeHead last() {
        return last;
    }

    static LogVerifier.Report verify(HubClient auditor, byte[] export, TreeHead witnessed) throws IOException {
        String key = new String(auditor.download("/api/v1/audit/key"), StandardCharsets.UTF_8);
        return LogVerifier.verify(new ByteArrayInputStream(export), Sm2Verifier.publicKeyFromPem(key), Optional.of(witnessed));
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
