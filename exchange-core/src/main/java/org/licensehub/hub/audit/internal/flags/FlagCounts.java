package org.licensehub.hub.audit.internal.flags;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What the rules have counted, in PostgreSQL; a batch reads and writes all of it in one statement each. */
@Repository
class FlagCounts {

    private final JdbcTemplate jdbc;

    FlagCounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Each looked for by its primary key: joined as a whole, the planner may read all that was ever counted for every batch.
     *
     * @return one for each key, those of nothing so far included
     */
    Map<FlagCount.Key, FlagCount> load(Collection<FlagCount.Key> keys) {
        Map<FlagCount.Key, FlagCount> found = new HashMap<>();
        keys.forEach(key -> found.put(key, FlagCount.none(key)));
        List<FlagCount.Key> ordered = List.copyOf(found.keySet());
        jdbc.query(connection -> {
            PreparedStatement select = connection.prepareStatement("""
                    select c.* from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[]) as k (kind, period, caller, operator, starts_at)
                    cross join lateral (select * from audit_flag_count c where c.kind = k.kind and c.caller = k.caller and c.operator = k.operator
                        and c.period = k.period and c.starts_at = k.starts_at offset 0) c""");
            bindKeys(select, ordered);
            return select;
        }, (ResultSet row) -> {
            FlagCount count = count(row);
            found.put(count.key(), count);
        });
        return found;
    }

    private static void bindKeys(PreparedStatement statement, List<FlagCount.Key> keys) throws SQLException {
        List<Function<FlagCount.Key, Object>> columns = List.of(key -> key.kind().name(), key -> key.period().name(), FlagCount.Key::caller,
                FlagCount.Key::operator, key -> key.startsAt().toString());
        for (int i = 0; i < columns.size(); i++) {
            statement.setArray(i + 1, statement.getConnection().createArrayOf("text", keys.stream().map(columns.get(i)).toArray()));
        }
    }

    void save(List<FlagCount> counts) {
        jdbc.update(connection -> {
            PreparedStatement upsert = connection.prepareStatement("""
                    insert into audit_flag_count (kind, period, caller, operator, starts_at, counted, first_sequence, last_sequence, sketch, flag)
                    select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[],
                        ?::uuid[])
                    on conflict (kind, caller, operator, period, starts_at) do update set counted = excluded.counted,
                        first_sequence = excluded.first_sequence, last_sequence = excluded.last_sequence, sketch = excluded.sketch, flag = excluded.flag""");
            bindKeys(upsert, counts.stream().map(FlagCount::key).toList());
            upsert.setArray(6, connection.createArrayOf("bigint", counts.stream().map(FlagCount::counted).toArray()));
            upsert.setArray(7, connection.createArrayOf("bigint", counts.stream().map(FlagCount::first).toArray()));
            upsert.setArray(8, connection.createArrayOf("bigint", counts.stream().map(FlagCount::last).toArray()));
            upsert.setArray(9, connection.createArrayOf("bytea", counts.stream().map(count -> count.holders() == null ? null : count.holders().bytes())
                    .toArray(byte[][]::new)));
            upsert.setArray(10, connection.createArrayOf("text", counts.stream().map(count -> count.flag() == null ? null : count.flag().toString()).toArray()));
            return upsert;
        });
    }

    void saveFlag(FlagCount.Key key, UUID flag) {
        jdbc.update("update audit_flag_count set flag = ? where kind = ? and caller = ? and operator = ? and period = ? and starts_at = ?", flag,
                key.kind().name(), key.caller(), key.operator(), key.period().name(), Timestamp.from(key.startsAt()));
    }

    /** Counts of one kind of a caller as a whole, from one beginning to before another. */
    List<FlagCount> ofCaller(FlagKind kind, String caller, Instant from, Instant to) {
        return jdbc.query("select * from audit_flag_count where kind = ? and caller = ? and operator = '' and starts_at >= ? and starts_at < ? order by starts_at",
                (row, number) -> count(row), kind.name(), caller, Timestamp.from(from), Timestamp.from(to));
    }

    /** Their sum, without reading sketches: never less than the different holders of all of them together. */
    long sumOfCaller(FlagKind kind, String caller, Instant from, Instant to) {
        return jdbc.queryForObject("select coalesce(sum(counted), 0)::bigint from audit_flag_count where kind = ? and caller = ? and operator = ''"
                + " and starts_at >= ? and starts_at < ?", Long.class, kind.name(), caller, Timestamp.from(from), Timestamp.from(to));
    }

    /** What is usual: the median over earlier hours or days that had records; empty if there are too few of them. */
    Optional<Long> median(FlagCount.Key key, Instant from, int fewest) {
        return jdbc.query("select count(*), percentile_disc(0.5) within group (order by counted) from audit_flag_count where kind = ? and caller = ?"
                + " and operator = '' and period = ? and starts_at >= ? and starts_at < ?",
                (row, number) -> row.getLong(1) < fewest ? Optional.<Long>empty() : Optional.of(row.getLong(2)), key.kind().name(), key.caller(),
                key.period().name(), Timestamp.from(from), Timestamp.from(key.startsAt())).get(0);
    }

    /** Counts anew what led to this flag. */
    void forget(Flag flag) {
        if (flag.kind() == FlagKind.SLOW_ENUMERATION) {
            jdbc.update("delete from audit_flag_count where kind = ? and caller = ?", flag.kind().name(), flag.caller());
        } else if (flag.kind() == FlagKind.SUDDEN_RISE) {
            // stays, since later days are compared with it, under a flag that is closed now
            return;
        }
        jdbc.update("delete from audit_flag_count where flag = ?", flag.id());
    }

    void removeBefore(Instant start) {
        jdbc.update("delete from audit_flag_count where starts_at < ?", Timestamp.from(start));
    }

    private static FlagCount count(ResultSet row) throws SQLException {
        FlagCount.Key key = new FlagCount.Key(FlagKind.valueOf(row.getString("kind")), FlagPeriod.valueOf(row.getString("period")), row.getString("caller"),
                row.getString("operator"), row.getTimestamp("starts_at").toInstant());
        return FlagCount.stored(key, row.getLong("counted"), row.getLong("first_sequence"), row.getLong("last_sequence"), row.getBytes("sketch"),
                row.getObject("flag", UUID.class));
    }
}
