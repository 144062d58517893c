package org.licensehub.hub.audit.internal.flags;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Flags in PostgreSQL; reasons of closing are ciphertext. */
@Repository
class FlagStore {

    private static final String REASON = "audit-flag-reason";

    private final JdbcTemplate jdbc;
    private final PersonalData protection;

    FlagStore(JdbcTemplate jdbc, PersonalData protection) {
        this.jdbc = jdbc;
        this.protection = protection;
    }

    /** @param next position of the first record that the rules have not seen; @param flags number of the last flag */
    record State(long next, long flags) {
    }

    /** How many there are of one kind. */
    @Schema(name = "AuditFlagCount")
    record Count(FlagKind kind, Flag.State state, long flags) {
    }

    /** Until the transaction ends nobody else raises, closes or counts, on any node. */
    State lock() {
        return jdbc.queryForObject("select next, flags from audit_flag_state for update", (row, number) -> new State(row.getLong(1), row.getLong(2)));
    }

    void advance(long next) {
        jdbc.update("update audit_flag_state set next = ?", next);
    }

    /** @return whether it is new; under the lock */
    boolean raise(Flag flag) {
        boolean fresh = jdbc.update("""
                insert into audit_flag (id, number, kind, period, caller, operator, starts_at, counted, threshold, usual, first_sequence, last_sequence,
                    raised_at, state)
                select ?, flags + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN' from audit_flag_state on conflict (kind, period, caller, operator, first_sequence) do nothing""",
                flag.id(), flag.kind().name(), flag.period().name(), flag.caller(), flag.operator(), Timestamp.from(flag.startsAt()), flag.counted(),
                flag.threshold(), flag.usual(), flag.first(), flag.last(), Timestamp.from(flag.raisedAt())) == 1;
        if (fresh) {
            jdbc.update("update audit_flag_state set flags = flags + 1");
        }
        return fresh;
    }

    /** What an open flag has grown to. */
    record Growth(UUID id, long counted, long last) {
    }

    /** Open flags grow while what they count goes on. */
    void grow(List<Growth> growths) {
        jdbc.update("""
                update audit_flag set counted = g.counted, last_sequence = g.last from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as g (id, counted, last)
                where audit_flag.id = g.id and state = 'OPEN' and last_sequence < g.last""", growths.stream().map(Growth::id).toArray(UUID[]::new),
                growths.stream().map(Growth::counted).toArray(Long[]::new), growths.stream().map(Growth::last).toArray(Long[]::new));
    }

    /** @return whether a run that begins there was raised before; while it is open, it grows */
    boolean growRun(String caller, long first, long counted, long last) {
        List<UUID> known = jdbc.queryForList("select id from audit_flag where kind = ? and caller = ? and first_sequence = ?", UUID.class,
                FlagKind.SEQUENTIAL_NUMBERS.name(), caller, first);
        grow(known.stream().map(id -> new Growth(id, counted, last)).toList());
        return !known.isEmpty();
    }

    boolean close(UUID id, Flag.Closure closure) {
        return jdbc.update("update audit_flag set state = 'CLOSED', closed_by = ?, closed_at = ?, reason_enc = ? where id = ? and state = 'OPEN'",
                closure.by(), Timestamp.from(closure.at()), protection.seal(REASON, closure.reason()), id) == 1;
    }

    Optional<Flag> find(UUID id) {
        return jdbc.query("select * from audit_flag where id = ?", this::flag, id).stream().findFirst();
    }

    long newest() {
        return jdbc.queryForObject("select flags from audit_flag_state", Long.class);
    }

    /** In the order in which they were raised. @param conditions with their values; no text of a caller is part of a condition */
    List<Flag> page(Map<String, Object> conditions, long after, long upTo, int limit) {
        StringBuilder sql = new StringBuilder("select * from audit_flag where number > ? and number <= ?");
        List<Object> values = new ArrayList<>(List.of(after, upTo));
        conditions.forEach((condition, value) -> {
            sql.append(" and ").append(condition);
            values.add(value);
        });
        values.add(limit);
        return jdbc.query(sql.append(" order by number limit ?").toString(), this::flag, values.toArray());
    }

    List<Count> counts() {
        return jdbc.query("select kind, state, count(*) from audit_flag group by kind, state order by kind, state",
                (row, number) -> new Count(FlagKind.valueOf(row.getString(1)), Flag.State.valueOf(row.getString(2)), row.getLong(3)));
    }

    private Flag flag(ResultSet row, int number) throws SQLException {
        Timestamp closedAt = row.getTimestamp("closed_at");
        Flag.Closure closed = closedAt == null ? null : new Flag.Closure(row.getString("closed_by"), closedAt.toInstant(),
                protection.openText(REASON, row.getBytes("reason_enc")));
        return new Flag(row.getObject("id", UUID.class), row.getLong("number"), FlagKind.valueOf(row.getString("kind")),
                FlagPeriod.valueOf(row.getString("period")), row.getString("caller"), row.getString("operator"), instant(row, "starts_at"),
                row.getLong("counted"), row.getLong("threshold"), row.getObject("usual", Long.class), row.getLong("first_sequence"), row.getLong("last_sequence"),
                instant(row, "raised_at"), closed);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
