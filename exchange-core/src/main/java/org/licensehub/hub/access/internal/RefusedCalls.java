package org.licensehub.hub.access.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Puts refused calls into the log: the first at once, repetitions once a minute with their number. Otherwise whoever is refused could
 * fill the log, and the record that matters would drown in it.
 */
@Component
public class RefusedCalls {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final String NOBODY = "hub:access";
    private static final int MOST_KEPT = 10_000;

    private final AuditLog audit;
    private final Clock clock;
    private final Map<Kind, Repetitions> recent = new LinkedHashMap<>();

    RefusedCalls(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** @param address {@code null} for those counted together wherever they come from */
    private record Kind(String actor, String caller, String reason, String address) {
    }

    private record Repetitions(Instant recordedAt, long count, String lastAddress) {
    }

    /**
     * A call of a caller that proved who it is.
     *
     * @param address where it came from; {@code null} if that does not matter
     */
    public void record(String caller, String reason, String address) {
        record(new Kind(caller, null, reason, address), address);
    }

    /**
     * A call of somebody who said to be a caller. Counted together from wherever it comes: addresses are easily had.
     *
     * @param caller client id of a registered caller; {@code null} for any other, which must not get into the log
     */
    void recordUnproven(String caller, String reason, String address) {
        record(new Kind(NOBODY, caller, reason, null), address);
    }

    private void record(Kind kind, String address) {
        Map<Kind, Repetitions> toAppend = new LinkedHashMap<>();
        synchronized (recent) {
            Repetitions before = recent.remove(kind);
            if (before != null && !due(before)) {
                recent.put(kind, new Repetitions(before.recordedAt(), before.count() + 1, address));
                return;
            }
            toAppend.put(kind, new Repetitions(clock.instant(), before == null ? 1 : before.count() + 1, address));
            recent.put(kind, new Repetitions(clock.instant(), 0, address));
            if (recent.size() > MOST_KEPT) {
                Kind oldest = recent.keySet().iterator().next();
                toAppend.put(oldest, recent.remove(oldest));
            }
        }
        appendAll(toAppend);
    }

    private boolean due(Repetitions repetitions) {
        return !clock.instant().isBefore(repetitions.recordedAt().plus(PAUSE));
    }

    /** Records what was repeated since the last record, and forgets what was not. */
    @Scheduled(fixedDelayString = "PT10S")
    void recordRepetitions() {
        Map<Kind, Repetitions> ended = new LinkedHashMap<>();
        synchronized (recent) {
            List<Kind> due = new ArrayList<>();
            recent.forEach((kind, repetitions) -> {
                if (due(repetitions)) {
                    due.add(kind);
                }
            });
            due.forEach(kind -> ended.put(kind, recent.remove(kind)));
        }
        appendAll(ended);
    }

    private void appendAll(Map<Kind, Repetitions> toAppend) {
        RuntimeException failure = null;
        for (Map.Entry<Kind, Repetitions> each : toAppend.entrySet()) {
            try {
                append(each.getKey(), each.getValue());
            } catch (RuntimeException e) {
                putBack(each.getKey(), each.getValue());
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What the log did not take is counted until it does; when it is down for long, only so much of it. */
    private void putBack(Kind kind, Repetitions lost) {
        synchronized (recent) {
            if (recent.containsKey(kind) || recent.size() < 2 * MOST_KEPT) {
                recent.merge(kind, new Repetitions(clock.instant(), lost.count(), lost.lastAddress()),
                        (now, before) -> new Repetitions(now.recordedAt(), now.count() + before.count(), now.lastAddress()));
            }
        }
    }

    private void append(Kind kind, Repetitions repetitions) {
        if (repetitions.count() == 0) {
            return;
        }
        audit.append(AuditDraft.of(AuditEvent.CALL_REFUSED, kind.actor()).with("caller", kind.caller()).with("reason", kind.reason())
                .with("address", repetitions.lastAddress()).with("count", repetitions.count()));
    }
}
