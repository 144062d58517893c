package org.licensehub.hub.holder.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Objections in PostgreSQL; what is written in them is ciphertext. */
@Repository
class ObjectionStore {

    private static final UUID FIRST = new UUID(0, 0);
    private static final String REASON = "objection-reason";
    private static final String ANSWER = "objection-answer";

    private final JdbcTemplate jdbc;
    private final PersonalData protection;

    ObjectionStore(JdbcTemplate jdbc, PersonalData protection) {
        this.jdbc = jdbc;
        this.protection = protection;
    }

    /** Who objects to what. */
    record Raised(UUID id, HolderKey holder, List<Long> positions, String caller, String organisation, String reason, String raisedBy, Instant at,
            Instant dueAt) {
    }

    /** What is said to it. */
    record Answered(String answer, boolean upheld, String by, Instant at) {
    }

    void add(Raised raised) {
        jdbc.update("""
                insert into objection (id, holder_key, positions, caller, organisation, state, reason_enc, raised_by, raised_at, due_at)
                values (?, ?, ?, ?, ?, 'OPEN', ?, ?, ?, ?)""", raised.id(), raised.holder().bytes(), raised.positions().toArray(Long[]::new), raised.caller(),
                raised.organisation(), protection.seal(REASON, raised.reason()), raised.raisedBy(), Timestamp.from(raised.at()), Timestamp.from(raised.dueAt()));
    }

    /** Whether the holder has an open one about any of these. One at a time for a holder, until the transaction ends. */
    boolean isOpenAbout(HolderKey holder, List<Long> positions) {
        jdbc.query("select pg_advisory_xact_lock(hashtext(?))", row -> { }, "objection " + holder.hex());
        return jdbc.queryForObject("select exists (select 1 from objection where holder_key = ? and state = 'OPEN' and positions && ?)", Boolean.class,
                holder.bytes(), positions.toArray(Long[]::new));
    }

    Optional<Objection> find(UUID id) {
        return jdbc.query("select * from objection where id = ?", ObjectionStore::objection, id).stream().findFirst();
    }

    HolderKey holder(UUID id) {
        return new HolderKey(jdbc.queryForObject("select holder_key from objection where id = ?", byte[].class, id));
    }

    Objection.Texts texts(UUID id) {
        return jdbc.queryForObject("select * from objection where id = ?", this::written, id);
    }

    /** In order of id. */
    List<Objection.Texts> ofHolder(HolderKey holder, UUID after, int limit) {
        return jdbc.query("select * from objection where holder_key = ? and id > ? order by id limit ?", this::written, holder.bytes(),
                after == null ? FIRST : after, limit);
    }

    /** In order of id. @param organisation {@code null}: everybody's; @param overdue {@code null}: either */
    List<Objection> page(String organisation, Objection.State state, Boolean overdue, UUID after, int limit) {
        StringBuilder sql = new StringBuilder("select * from objection where id > ?");
        List<Object> values = new ArrayList<>(List.of(after == null ? FIRST : after));
        if (organisation != null) {
            sql.append(" and organisation = ?");
            values.add(organisation);
        }
        if (state != null) {
            sql.append(" and state = ?");
            values.add(state.name());
        }
        if (overdue != null) {
            sql.append(overdue ? " and overdue_at is not null" : " and overdue_at is null");
        }
        values.add(limit);
        return jdbc.query(sql.append(" order by id limit ?").toString(), ObjectionStore::objection, values.toArray());
    }

    boolean answer(UUID id, Answered answered) {
        return jdbc.update("update objection set state = 'ANSWERED', answer_enc = ?, upheld = ?, answered_by = ?, answered_at = ? where id = ? and state = 'OPEN'",
                protection.seal(ANSWER, answered.answer()), answered.upheld(), answered.by(), Timestamp.from(answered.at()), id) == 1;
    }

    /** Marks open ones whose time is up; each is given back once, on one node. */
    List<Objection> markOverdue(Instant now, int limit) {
        return jdbc.query("""
                update objection set overdue_at = ? where id in (select id from objection where state = 'OPEN' and overdue_at is null and due_at <= ?
                    order by due_at limit ? for update skip locked) returning *""", ObjectionStore::objection, Timestamp.from(now), Timestamp.from(now), limit);
    }

    List<Objection.Count> counts() {
        return jdbc.query("select organisation, state, count(*), count(overdue_at) from objection group by organisation, state order by organisation, state",
                (row, number) -> new Objection.Count(row.getString(1), Objection.State.valueOf(row.getString(2)), row.getLong(3), row.getLong(4)));
    }

    private Objection.Texts written(ResultSet row, int number) throws SQLException {
        byte[] answer = row.getBytes("answer_enc");
        return new Objection.Texts(objection(row, number), protection.openText(REASON, row.getBytes("reason_enc")),
                answer == null ? null : protection.openText(ANSWER, answer));
    }

    private static Objection objection(ResultSet row, int number) throws SQLException {
        Timestamp answeredAt = row.getTimestamp("answered_at");
        return new Objection(row.getObject("id", UUID.class), List.of((Long[]) row.getArray("positions").getArray()), row.getString("caller"),
                row.getString("organisation"), Objection.State.valueOf(row.getString("state")), row.getTimestamp("raised_at").toInstant(),
                row.getTimestamp("due_at").toInstant(), row.getTimestamp("overdue_at") != null, row.getObject("upheld", Boolean.class),
                answeredAt == null ? null : answeredAt.toInstant());
    }
}
