package org.licensehub.hub.audit.internal;

import jakarta.annotation.PostConstruct;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.hub.platform.Accidents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Begins a part of the log with each month, and drops those whose time is over: whole, the oldest first, with a record that says so. What
 * later proofs need of them is kept: the hashes of their complete subtrees, and the signed head they ended with.
 */
@Component
class LogMonths {

    private static final Logger LOG = LoggerFactory.getLogger(LogMonths.class);
    private static final List<String> TABLES = List.of("audit_record", "audit_head", "audit_index");
    private static final int HUNDRED = 100;
    /** How far those have come who go through the log one after the other: search, flags, holder index. */
    private static final String FOLLOWED = """
            select least((select next from audit_index_state), (select next from audit_flag_state), (select next from holder_index_state))""";

    private final JdbcTemplate jdbc;
    private final AuditStore store;
    private final TransactionTemplate transaction;
    private final LogKeepProperties settings;
    private final Clock clock;

    LogMonths(JdbcTemplate jdbc, AuditStore store, TransactionTemplate transaction, LogKeepProperties settings, Clock clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.transaction = transaction;
        this.settings = settings;
        this.clock = clock;
    }

    /** Where a month of the log begins, and the one after it. */
    private record Month(int month, long firstSequence, long end) {
    }

    @PostConstruct
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void turnTheYear() {
        try {
            beginMonth();
            while (dropOldest()) {
                LOG.info("A month of the log was dropped, since its time was over");
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("The months of the log stay as they are for now: {}", Accidents.describe(e));
        }
    }

    private static int number(YearMonth month) {
        return month.getYear() * HUNDRED + month.getMonthValue();
    }

    private YearMonth thisMonth() {
        return YearMonth.now(clock.withZone(settings.zone()));
    }

    /** A clock that was set back begins nothing: the log goes on in the month it is in. */
    private void beginMonth() {
        int now = number(thisMonth());
        if (now > currentMonth()) {
            transaction.executeWithoutResult(status -> {
                MerkleTree tree = store.lockTree();
                if (now > currentMonth()) {
                    begin(now, tree.size());
                }
            });
        }
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
        if (jdbc.update("update audit_month set month = ? where first_sequence = ?", month, size) == 0) {
            jdbc.update("insert into audit_month (month, first_sequence) values (?, ?)", month, size);
        }
        jdbc.update("update audit_tree set month = ?", month);
    }

    /** @return whether one was dropped, and another may be due */
    private boolean dropOldest() {
        return settings.keep() != null && oldest().filter(this::isOver).isPresent() && Boolean.TRUE.equals(transaction.execute(status -> {
            // whoever reads the log holds a part of it for as long; nobody shall wait behind us for that
            jdbc.execute("set local lock_timeout = '3s'");
            store.lockTree();
            // another node may have been quicker
            return oldest().filter(this::isOver).map(this::drop).orElse(false);
        }));
    }

    private Optional<Month> oldest() {
        return jdbc.query("""
                select month, first_sequence, lead(first_sequence) over (order by first_sequence) from audit_month order by first_sequence limit 1""",
                (row, number) -> new Month(row.getInt(1), row.getLong(2), row.getObject(3) == null ? -1 : row.getLong(3))).stream().findFirst();
    }

    private boolean isOver(Month month) {
        return month.end >= 0 && month.month < number(thisMonth().minus(settings.keep()))
                && jdbc.queryForObject(FOLLOWED, Long.class) >= month.end;
    }

    /** @return always {@code true} */
    private boolean drop(Month month) {
        AuditStore.Base base = store.endBase(month.end);
        store.keepBase(base);
        for (String table : TABLES) {
            jdbc.execute("drop table " + table + "_" + month.month);
        }
        jdbc.update("delete from audit_month where month = ?", month.month);
        store.append(List.of(AuditDraft.of(AuditEvent.LOG_MONTH_DROPPED, "hub:audit").with("month", month.month).with("from", month.firstSequence)
                .with("size", base.size()).with("root", base.head().root()).with("keep", settings.keep().toString())));
        return true;
    }
}
