package org.licensehub.hub.audit.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.licensehub.hub.audit.AuditUnavailableException;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.platform.Accidents;
import org.licensehub.hub.platform.HubProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds records in the log. The index follows the log by itself, and before a search up to where the search goes, so that nothing committed
 * before it is missing.
 */
@Component
public class AuditIndex {

    private static final Logger LOG = LoggerFactory.getLogger(AuditIndex.class);
    /** Few, and often: a thousand at once were felt by the answers beside them. */
    private static final int AT_ONCE = 250;
    /** Other workers wait for the same thread; what is left is for the next time. */
    private static final int BATCHES_A_TIME = 10;

    private final JdbcTemplate jdbc;
    private final AuditStore store;
    private final TransactionTemplate transaction;
    private final ObjectMapper json;
    private final boolean follows;

    AuditIndex(JdbcTemplate jdbc, AuditStore store, TransactionTemplate transaction, ObjectMapper json, HubProperties hub) {
        this.jdbc = jdbc;
        this.store = store;
        this.transaction = transaction;
        this.json = json;
        this.follows = hub.workers();
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void follow() {
        if (!follows) {
            return;
        }
        try {
            long size = store.latestHead().map(TreeHead::size).orElse(0L);
            int batches = 0;
            while (batches < BATCHES_A_TIME && more(size)) {
                batches++;
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("The index of the log does not follow it for now: {}", Accidents.describe(e));
        } catch (AuditUnavailableException e) {
            LOG.error("The index of the log cannot follow it: {}", e.getCause().getMessage());
        }
    }

    /** @param size of a signed head: all records before it are committed */
    public void catchUp(long size) {
        boolean more = true;
        while (more) {
            more = more(size);
        }
    }

    private boolean more(long size) {
        return Boolean.TRUE.equals(transaction.execute(status -> indexNext(size)));
    }

    /** One node at a time, or two would take the same records. */
    private boolean indexNext(long size) {
        long next = jdbc.queryForObject("select next from audit_index_state for update", Long.class);
        if (next >= size) {
            return false;
        }
        List<IndexedFacts> facts = store.recordsFrom(next, (int) Math.min(AT_ONCE, size - next)).stream().map(this::facts).toList();
        requireWhole(facts, next);
        insert(facts);
        jdbc.update("update audit_index_state set next = ?", next + facts.size());
        return true;
    }

    /** A search must not pass over what is gone from the log, and say nothing. */
    private static void requireWhole(List<IndexedFacts> facts, long next) {
        for (int i = 0; i < Math.max(1, facts.size()); i++) {
            if (i == facts.size() || facts.get(i).sequence() != next + i) {
                throw unreadable("Record " + (next + i) + " of the log is not there");
            }
        }
    }

    private static AuditUnavailableException unreadable(String what) {
        return new AuditUnavailableException(new IllegalStateException(what));
    }

    /** In one statement, since this follows every record that is appended. */
    private void insert(List<IndexedFacts> facts) {
        jdbc.update(connection -> {
            PreparedStatement insert = connection.prepareStatement("""
                    insert into audit_index (sequence, at, actor, operator, service_item, case_number, outcome, license_types, month)
                    select *, (select month from audit_month where first_sequence <= sequence order by month desc limit 1)
                    from unnest(?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                        as f (sequence, at, actor, operator, service_item, case_number, outcome, license_types)""");
            List<Function<IndexedFacts, Object>> columns = List.of(IndexedFacts::sequence, each -> each.at().toString(), IndexedFacts::actor,
                    IndexedFacts::operator, IndexedFacts::serviceItem, IndexedFacts::caseNumber, each -> each.outcome().name(), AuditIndex::typesOf);
            for (int i = 0; i < columns.size(); i++) {
                insert.setArray(i + 1, connection.createArrayOf(i == 0 ? "bigint" : "text", facts.stream().map(columns.get(i)).toArray()));
            }
            return insert;
        });
    }

    private static String typesOf(IndexedFacts facts) {
        return facts.licenseTypes().isEmpty() ? null : " " + String.join(" ", facts.licenseTypes()) + " ";
    }

    private IndexedFacts facts(AuditStore.StoredRecord record) {
        try (JsonParser text = json.createParser(record.body())) {
            return IndexedFacts.read(text);
        } catch (IOException | RuntimeException e) {
            throw unreadable("Record " + record.sequence() + " of the log is not as it was written");
        }
    }

    /**
     * Records that fit, in the order of the log.
     *
     * @param from first sequence, inclusive
     * @param size end, exclusive
     */
    List<AuditStore.StoredRecord> find(AuditSearch search, long from, long size, int limit) {
        StringBuilder sql = new StringBuilder("""
                select r.sequence, r.leaf_hash, r.body from audit_index i join audit_record r using (sequence)
                where i.sequence >= ? and i.sequence < ?""");
        List<Object> values = new ArrayList<>(List.of(from, size));
        search.conditions().forEach((condition, value) -> {
            sql.append(" and ").append(condition);
            values.add(value);
        });
        values.add(limit);
        return jdbc.query(sql.append(" order by i.sequence limit ?").toString(), (row, number) -> new AuditStore.StoredRecord(row.getLong(1),
                HexFormat.of().formatHex(row.getBytes(2)), row.getString(3)), values.toArray());
    }
}
