package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.GrantTerms;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Requests for grants in PostgreSQL; what people wrote in their own words is ciphertext. */
@Repository
class GrantRequestStore {

    private static final UUID FIRST = new UUID(0, 0);

    private final JdbcTemplate jdbc;
    private final PersonalData protection;

    GrantRequestStore(JdbcTemplate jdbc, PersonalData protection) {
        this.jdbc = jdbc;
        this.protection = protection;
    }

    /** Whose requests: those of or for a caller, or everybody's if it is {@code null}. */
    record Filter(String party, GrantRequest.State state, Instant overdueAt) {
    }

    void add(GrantRequest request) {
        GrantTerms terms = request.terms();
        jdbc.update("""
                insert into grant_request (id, client_id, license_type, actions, fields, service_items, regions, valid_from, valid_to, daily_quota,
                    total_quota, reason_enc, owner, state, requested_at, due_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', ?, ?)""", request.id(), request.clientId(), terms.licenseType(),
                terms.actions().stream().map(Enum::name).toArray(String[]::new), terms.fields().toArray(String[]::new),
                terms.serviceItems().toArray(String[]::new), terms.regions().toArray(String[]::new), timestamp(terms.validFrom()),
                timestamp(terms.validTo()), terms.dailyQuota(), terms.totalQuota(), protection.seal("grant-request", request.reason()),
                request.owner(), Timestamp.from(request.requestedAt()), Timestamp.from(request.dueAt()));
    }

    /** @param forChange whether it is held until the transaction ends, so that two people cannot decide at once */
    Optional<GrantRequest> find(UUID id, boolean forChange) {
        return jdbc.query("select * from grant_request where id = ?" + (forChange ? " for update" : ""), this::request, id).stream().findFirst();
    }

    void decide(GrantRequest decided) {
        jdbc.update("update grant_request set state = ?, decided_at = ?, decided_by = ?, answer_enc = ?, grant_id = ? where id = ?",
                decided.state().name(), Timestamp.from(decided.decidedAt()), decided.decidedBy(),
                decided.answer() == null ? null : protection.seal("grant-request", decided.answer()), decided.grant(), decided.id());
    }

    /** In order of id, after one. */
    List<GrantRequest> page(Filter filter, UUID after, int limit) {
        List<Object> arguments = new ArrayList<>(List.of(after == null ? FIRST : after));
        StringBuilder sql = new StringBuilder("select * from grant_request where id > ?");
        if (filter.party() != null) {
            sql.append(" and (client_id = ? or owner = ?)");
            arguments.addAll(List.of(filter.party(), filter.party()));
        }
        if (filter.state() != null) {
            sql.append(" and state = ?");
            arguments.add(filter.state().name());
        }
        if (filter.overdueAt() != null) {
            sql.append(" and state = 'PENDING' and due_at <= ?");
            arguments.add(Timestamp.from(filter.overdueAt()));
        }
        arguments.add(limit);
        return jdbc.query(sql.append(" order by id limit ?").toString(), this::request, arguments.toArray());
    }

    /** Open requests past their time that were not passed on yet, held until the transaction ends; what another node holds is left to it. */
    List<GrantRequest> overdueAndNotEscalated(Instant now, int limit) {
        return jdbc.query("""
                select * from grant_request where state = 'PENDING' and due_at <= ? and escalated_at is null
                order by due_at limit ? for update skip locked""", this::request, Timestamp.from(now), limit);
    }

    void escalate(UUID id, Instant at) {
        jdbc.update("update grant_request set escalated_at = ? where id = ?", Timestamp.from(at), id);
    }

    /** @param oldestDue when the oldest open one is or was due; {@code null} if none is open */
    record Counts(long pending, long overdue, long approved, long refused,
            @Schema(types = {"string", "null"}, format = "date-time") Instant oldestDue) {
    }

    Counts counts(Instant now) {
        return jdbc.queryForObject("""
                select count(*) filter (where state = 'PENDING'), count(*) filter (where state = 'PENDING' and due_at <= ?),
                    count(*) filter (where state = 'APPROVED'), count(*) filter (where state = 'REFUSED'),
                    min(due_at) filter (where state = 'PENDING') from grant_request""", (row, number) -> new Counts(row.getLong(1), row.getLong(2),
                row.getLong(3), row.getLong(4), instant(row.getTimestamp(5))), Timestamp.from(now));
    }

    private GrantRequest request(ResultSet row, int number) throws SQLException {
        GrantTerms terms = new GrantTerms(row.getString("license_type"), strings(row, "actions").stream().map(AccessAction::valueOf)
                .collect(Collectors.toCollection(TreeSet::new)), strings(row, "fields"), strings(row, "service_items"), strings(row, "regions"),
                instant(row.getTimestamp("valid_from")), instant(row.getTimestamp("valid_to")), row.getObject("daily_quota", Long.class),
                row.getObject("total_quota", Long.class));
        byte[] answer = row.getBytes("answer_enc");
        return new GrantRequest(row.getObject("id", UUID.class), row.getString("client_id"), terms,
                protection.openText("grant-request", row.getBytes("reason_enc")), row.getString("owner"),
                GrantRequest.State.valueOf(row.getString("state")), instant(row.getTimestamp("requested_at")), instant(row.getTimestamp("due_at")),
                instant(row.getTimestamp("decided_at")), row.getString("decided_by"),
                answer == null ? null : protection.openText("grant-request", answer), row.getObject("grant_id", UUID.class));
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static Timestamp timestamp(Instant time) {
        return time == null ? null : Timestamp.from(time);
    }

    private static Set<String> strings(ResultSet row, String column) throws SQLException {
        return new TreeSet<>(Arrays.asList((String[]) row.getArray(column).getArray()));
    }
}
