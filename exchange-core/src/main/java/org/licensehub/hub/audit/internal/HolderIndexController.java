package org.licensehub.hub.audit.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.licensehub.hub.platform.Accidents;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Publishes the holder index once a day and when an auditor wants it. */
@RestController
class HolderIndexController {

    private static final Logger LOG = LoggerFactory.getLogger(HolderIndexController.class);

    private final HolderIndexBuilder builder;
    private final HolderIndexStore store;
    private final HolderIndexProperties properties;
    private final boolean works;
    private final Clock clock;
    private final AtomicBoolean busy = new AtomicBoolean();

    HolderIndexController(HolderIndexBuilder builder, HolderIndexStore store, HolderIndexProperties properties, HubProperties hub, Clock clock) {
        this.builder = builder;
        this.store = store;
        this.properties = properties;
        this.works = hub.workers();
        this.clock = clock;
    }

    /**
     * @param through size of the log that it covers
     * @param holders how many holders have uses there
     * @param mapRoot root of the map's tree
     * @param position of its own record in the log
     */
    record PublishedIndex(long number, long through, long holders, String mapRoot, long position, Instant publishedAt) {

        static PublishedIndex of(HolderIndexStore.Publication published) {
            return new PublishedIndex(published.number(), published.through(), published.holders(), HexFormat.of().formatHex(published.root()),
                    published.sequence(), published.publishedAt());
        }
    }

    @Operation(summary = "发布主体索引 / Publish the holder index of the log as it is now", description = "Answers when it is published; the first one of a long log takes"
            + " a while. It stands in the log as HOLDER_INDEX_PUBLISHED.")
    @PostMapping("/api/v1/audit/holder-index")
    PublishedIndex publish() {
        return builder.publish().map(PublishedIndex::of).orElseThrow(HolderIndexController::none);
    }

    @Operation(summary = "最近发布的主体索引 / The holder index that was published last")
    @GetMapping("/api/v1/audit/holder-index")
    PublishedIndex newest() {
        return store.newest().map(PublishedIndex::of).orElseThrow(HolderIndexController::none);
    }

    private static ProblemException none() {
        return new ProblemException(ProblemType.NOT_FOUND, "尚未发布主体索引 / No holder index was published yet");
    }

    /** In a thread of its own: others that are scheduled would wait. */
    @Scheduled(fixedDelayString = "PT1M")
    void publishWhenDue() {
        if (!works || !isDue() || !busy.compareAndSet(false, true)) {
            return;
        }
        Thread thread = new Thread(() -> {
            try {
                builder.publish();
            } catch (RuntimeException e) {
                LOG.warn("The holder index is not published for now: {}", Accidents.describe(e));
            } finally {
                busy.set(false);
            }
        }, "holder-index");
        thread.setDaemon(true);
        thread.start();
    }

    private boolean isDue() {
        try {
            return store.newest().map(newest -> !newest.publishedAt().plus(properties.every()).isAfter(clock.instant())).orElse(true);
        } catch (RuntimeException e) {
            LOG.warn("It is not known when the holder index was published: {}", Accidents.describe(e));
            return false;
        }
    }
}
