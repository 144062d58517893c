package org.licensehub.hub.audit.internal;

import jakarta.annotation.PostConstruct;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.hub.platform.Accidents;
import org.licensehub.hub.platform.HubProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Begins a part of the log with each month, and drops those whose time is over: whole, the oldest first, with a record that says so. What
 * later proofs need of them is kept: the hashes of their complete subtrees, and the signed head they ended with.
 */
@Component
class LogMonths {

    private static final Logger LOG = LoggerFactory.getLogger(LogMonths.class);
    /** In the order in which whoever searches the log reads them. */
    private static final List<String> TABLES = List.of("audit_index", "audit_record", "audit_head");
    private static final int HUNDRED = 100;
    /** How far those have come who go through the log one after the other: search, flags, holder index. */
    private static final String FOLLOWED = """
            select least((select next from audit_index_state), (select next from audit_flag_state), (select next from holder_index_state))""";
    /** A clock that is months ahead of the log has to say so for as long. */
    private static final Duration BELIEVED_AFTER = Duration.ofHours(1);
    private static final Duration NEXT_ATTEMPT = Duration.ofMinutes(10);

    private final JdbcTemplate jdbc;
    private final AuditStore store;
    private final TransactionTemplate transaction;
    private final LogKeepProperties settings;
    private final Clock clock;
    private final boolean drops;
    private long ahead;
    private Instant notBefore = Instant.MIN;

    LogMonths(JdbcTemplate jdbc, AuditStore store, TransactionTemplate transaction, LogKeepProperties settings, HubProperties hub, Clock clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.transaction = transaction;
        this.settings = settings;
        this.clock = clock;
        this.drops = settings.keep() != null && hub.workers();
    }

    /** Where a month of the log begins, and the one after it, if there is one. */
    private record Month(int month, long firstSequence, Integer next, Long end) {
    }

    /** At most one month is dropped at a time. */
    @PostConstruct
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void turnTheYear() {
        try {
            beginMonth();
            if (drops && !clock.instant().isBefore(notBefore) && oldest().filter(this::isOver).isPresent()) {
                dropOldest();
            }
        } catch (RuntimeException e) {
            // a log that is damaged must not keep the hub from starting, nor be dropped
            LOG.warn("The months of the log stay as they are for now: {}", Accidents.describe(e));
        }
    }

    private static int number(YearMonth month) {
        return month.getYear() * HUNDRED + month.getMonthValue();
    }

    private YearMonth thisMonth() {
        return YearMonth.now(clock.withZone(settings.zone()));
    }

    /**
     * A clock that was set back begins nothing: the log goes on in the month it is in. One that leaps ahead begins nothing either unless it
     * stays there: a month that was begun stays begun.
     */
    private void beginMonth() {
        int now = number(thisMonth());
        int current = currentMonth();
        if (now <= current || current > 0 && now > number(YearMonth.of(current / HUNDRED, current % HUNDRED).plusMonths(1)) && !believed()) {
            return;
        }
        ahead = 0;
        transaction.executeWithoutResult(status -> {
            MerkleTree tree = store.lockTree();
            if (now > currentMonth()) {
                begin(now, tree.size());
            }
        });
    }

    private boolean believed() {
        ahead = ahead == 0 ? System.nanoTime() : ahead;
        return System.nanoTime() - ahead >= BELIEVED_AFTER.toNanos();
    }

    private int currentMonth() {
        return jdbc.queryForObject("select month from audit_tree", Integer.class);
    }

    /** Made by itself and attached then, since making it as a part would wait for everybody who reads the log, and everybody who writes for us. */
    private void begin(int month, long size) {
        for (String table : TABLES) {
            String part = table + "_" + month;
            jdbc.execute("create table " + part + " (like " + table + " including all)");
            jdbc.execute("create trigger " + part + "_append_only before update or delete or truncate on " + part
                    + " for each statement execute function audit_is_append_only()");
            jdbc.execute("alter table " + table + " attach partition " + part + " for values in (" + month + ")");
        }
        jdbc.update("insert into audit_month (month, first_sequence) values (?, ?)", month, size);
        jdbc.update("update audit_tree set month = ?", month);
    }

    private Optional<Month> oldest() {
        return jdbc.query("""
                select month, first_sequence, lead(month) over (order by month), lead(first_sequence) over (order by month) from audit_month
                order by month limit 1""", (row, number) -> new Month(row.getInt(1), row.getLong(2), row.getObject(3, Integer.class),
                row.getObject(4, Long.class))).stream().findFirst();
    }

    /** A month ends when the next one begins, however long that took; what was there before months began has no other end. */
    private boolean isOver(Month month) {
        return month.next != null && month.next <= number(thisMonth().minus(settings.keep())) && jdbc.queryForObject(FOLLOWED, Long.class) >= month.end;
    }

    /** Whoever reads the log, a backup even, keeps us from dropping; we do not keep anybody from answering, and try again later. */
    private void dropOldest() {
        notBefore = clock.instant().plus(NEXT_ATTEMPT);
        boolean dropped = Boolean.TRUE.equals(transaction.execute(status -> {
            store.lockTree();
            jdbc.execute("lock table " + String.join(", ", TABLES) + " in access exclusive mode nowait");
            // another node may have been quicker
            return oldest().filter(this::isOver).map(this::drop).orElse(false);
        }));
        if (dropped) {
            notBefore = Instant.MIN;
            LOG.info("A month of the log was dropped, since its time was over");
        }
    }

    /** @return {@code false} if the month's last records are younger than its number says */
    private boolean drop(Month month) {
        AuditStore.Base before = store.base();
        if (month.end > before.size()) {
            AuditStore.Base base = store.endBase(month.end);
            if (Instant.parse(base.head().time()).isAfter(clock.instant().atZone(settings.zone()).minus(settings.keep()).toInstant())) {
                return false;
            }
            store.keepBase(base);
            store.append(List.of(AuditDraft.of(AuditEvent.LOG_MONTH_DROPPED, "hub:audit").with("month", month.month).with("from", before.size())
                    .with("size", base.size()).with("root", base.head().root()).with("keep", settings.keep().toString())));
        }
        TABLES.forEach(table -> jdbc.execute("drop table " + table + "_" + month.month));
        jdbc.update("delete from audit_month where month = ?", month.month);
        return true;
    }
}
