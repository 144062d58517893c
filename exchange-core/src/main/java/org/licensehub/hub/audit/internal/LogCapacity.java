package org.licensehub.hub.audit.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.AuditUnavailableException;
import org.licensehub.hub.platform.Accidents;
import org.licensehub.hub.platform.HubProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Watches what the log may run out of, since without a log nothing is answered: room on the disk of the embedded database, the size that was
 * set for it, places for answers that wait. At seven tenths there is an alarm, in the log itself and in the hub's own log, and another at each
 * tenth more; it is over when a twentieth less than seven tenths is used.
 */
@Component
class LogCapacity {

    private static final Logger LOG = LoggerFactory.getLogger(LogCapacity.class);
    private static final double ALARM = 0.7;
    private static final double OVER = 0.65;
    private static final double STEP = 0.1;

    private final List<Limited> watched;
    /** A crowd is over long before somebody looks. */
    private final LongSupplier mostWaiting;
    private final AuditLog log;
    private final Map<String, Double> alarmedAt = new ConcurrentHashMap<>();

    /** Something that ends. */
    record Limited(String name, LongSupplier used, LongSupplier limit) {
    }

    /**
     * How much of something is used.
     *
     * @param name {@code DISK} and {@code SIZE} in bytes, {@code WAITING} in answers
     * @param share used part, 1 for all of it
     * @param alarm whether there is an alarm about it
     */
    record Usage(String name, long used, long limit, double share, boolean alarm) {
    }

    @Autowired
    LogCapacity(HubProperties hub, LogKeepProperties settings, JdbcTemplate jdbc, GroupCommitter committer, AuditLog log) {
        this(watched(hub, settings, jdbc, committer), committer::mostWaiting, log);
    }

    LogCapacity(List<Limited> watched, AuditLog log) {
        this(watched, () -> 0, log);
    }

    private LogCapacity(List<Limited> watched, LongSupplier mostWaiting, AuditLog log) {
        this.mostWaiting = mostWaiting;
        this.watched = List.copyOf(watched);
        this.log = log;
    }

    private static List<Limited> watched(HubProperties hub, LogKeepProperties settings, JdbcTemplate jdbc, GroupCommitter committer) {
        List<Limited> watched = new ArrayList<>();
        watched.add(new Limited("WAITING", committer::waiting, settings::waiting));
        if (hub.database().embedded()) {
            Path disk = hub.home().resolve("postgres");
            watched.add(new Limited("DISK", () -> space(disk, true), () -> space(disk, false)));
        }
        if (settings.sizeLimit() != null) {
            watched.add(new Limited("SIZE", () -> jdbc.queryForObject("""
                    select coalesce(sum(pg_total_relation_size(inhrelid)), 0)::bigint + pg_total_relation_size('audit_node') from pg_inherits
                    where inhparent in ('audit_record'::regclass, 'audit_head'::regclass, 'audit_index'::regclass)""", Long.class),
                    settings.sizeLimit()::toBytes));
        }
        return watched;
    }

    /** What others have on the same disk counts: the log ends with it. */
    private static long space(Path disk, boolean used) {
        try {
            FileStore store = Files.getFileStore(disk);
            return used ? store.getTotalSpace() - store.getUsableSpace() : store.getTotalSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Usage> usage() {
        return usage(Map.of());
    }

    private List<Usage> usage(Map<String, Long> known) {
        return watched.stream().map(each -> {
            long used = Math.max(each.used.getAsLong(), known.getOrDefault(each.name, 0L));
            long limit = each.limit.getAsLong();
            return new Usage(each.name, used, limit, limit == 0 ? 1 : (double) used / limit, alarmedAt.containsKey(each.name));
        }).toList();
    }

    @Scheduled(fixedDelayString = "${licensehub.audit.watch:PT1M}")
    void watch() {
        try {
            usage(Map.of("WAITING", mostWaiting.getAsLong())).forEach(this::judge);
        } catch (RuntimeException e) {
            LOG.warn("What the log may run out of cannot be watched for now: {}", Accidents.describe(e));
        }
    }

    private void judge(Usage usage) {
        Double before = alarmedAt.get(usage.name);
        if (before != null && usage.share < OVER) {
            alarmedAt.remove(usage.name);
            LOG.info("{} of the log is at {} % again", usage.name, percent(usage));
        } else if (usage.share >= ALARM && (before == null || usage.share >= before + STEP)) {
            LOG.warn("审计日志容量告警 / the log runs out of {}: {} % used ({} of {})", usage.name, percent(usage), usage.used, usage.limit);
            if (recorded(usage)) {
                alarmedAt.put(usage.name, usage.share);
            }
        }
    }

    private static int percent(Usage usage) {
        return (int) (usage.share * 100);
    }

    /** When there is no room left for this either, the hub's own log says it, and says it again. */
    private boolean recorded(Usage usage) {
        try {
            log.append(AuditDraft.of(AuditEvent.LOG_ALARM, "hub:audit").with("runsOutOf", usage.name).with("used", usage.used).with("limit", usage.limit)
                    .with("percent", percent(usage)));
            return true;
        } catch (AuditUnavailableException e) {
            LOG.error("The alarm could not be recorded: {}", Accidents.describe(e));
            return false;
        }
    }
}
