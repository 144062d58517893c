package org.licensehub.hub.access;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Grants in PostgreSQL, which is asked for each question: a change counts for the next one on every node. Revoked ones stay for auditors. */
@Repository
public class GrantRepository {

    private final JdbcTemplate jdbc;

    public GrantRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public void add(AccessGrant grant, String grantedBy) {
        jdbc.update("""
                insert into access_grant (id, client_id, license_type, actions, fields, service_items, regions, valid_from, valid_to,
                    daily_quota, total_quota, granted_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", grant.id(), grant.clientId(), grant.licenseType(),
                grant.actions().stream().map(Enum::name).toArray(String[]::new), grant.fields().toArray(String[]::new),
                grant.serviceItems().toArray(String[]::new), grant.regions().toArray(String[]::new), Timestamp.from(grant.validFrom()),
                grant.validTo() == null ? null : Timestamp.from(grant.validTo()), grant.dailyQuota(), grant.totalQuota(), grantedBy);
    }

    /** @return whether there was such a grant in force */
    public boolean revoke(UUID id, Instant at) {
        return jdbc.update("update access_grant set revoked_at = ? where id = ? and revoked_at is null", Timestamp.from(at), id) == 1;
    }

    public Optional<AccessGrant> find(UUID id) {
        return jdbc.query("select * from access_grant where id = ? and revoked_at is null", (row, number) -> grant(row), id).stream().findFirst();
    }

    /** Grants of a caller that are not revoked, with what is left of their quotas on a day. */
    public List<HeldGrant> ofCaller(String clientId, LocalDate today) {
        return jdbc.query("""
                select g.*, coalesce(u.taken_total, 0) as taken_total, case when u.day >= ? then u.taken_today else 0 end as taken_today
                from access_grant g left join grant_usage u on u.grant_id = g.id
                where g.client_id = ? and g.revoked_at is null order by g.id""", (row, number) -> held(row), Date.valueOf(today), clientId);
    }

    private static HeldGrant held(ResultSet row) throws SQLException {
        AccessGrant grant = grant(row);
        return new HeldGrant(grant, left(grant.dailyQuota(), row.getLong("taken_today")), left(grant.totalQuota(), row.getLong("taken_total")));
    }

    private static Long left(Long quota, long taken) {
        return quota == null ? null : Math.max(0, quota - taken);
    }

    private static AccessGrant grant(ResultSet row) throws SQLException {
        return new AccessGrant(row.getObject("id", UUID.class), row.getString("client_id"), row.getString("license_type"),
                strings(row, "actions").stream().map(AccessAction::valueOf).collect(Collectors.toCollection(TreeSet::new)), strings(row, "fields"),
                strings(row, "service_items"), strings(row, "regions"), row.getTimestamp("valid_from").toInstant(),
                row.getTimestamp("valid_to") == null ? null : row.getTimestamp("valid_to").toInstant(), row.getObject("daily_quota", Long.class),
                row.getObject("total_quota", Long.class));
    }

    private static Set<String> strings(ResultSet row, String column) throws SQLException {
        return new TreeSet<>(Arrays.asList((String[]) row.getArray(column).getArray()));
    }
}
