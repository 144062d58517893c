package org.licensehub.hub.access;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Grants in PostgreSQL; revoked ones stay for auditors. */
@Repository
public class GrantRepository {

    private final JdbcTemplate jdbc;

    public GrantRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public void add(AccessGrant grant, String grantedBy) {
        jdbc.update("""
                insert into access_grant (id, client_id, license_type, actions, fields, service_items, valid_from, valid_to, granted_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", grant.id(), grant.clientId(), grant.licenseType(),
                grant.actions().stream().map(Enum::name).toArray(String[]::new), grant.fields().toArray(String[]::new),
                grant.serviceItems().toArray(String[]::new), Timestamp.from(grant.validFrom()),
                grant.validTo() == null ? null : Timestamp.from(grant.validTo()), grantedBy);
    }

    /** @return whether there was such a grant in force */
    public boolean revoke(UUID id, Instant at) {
        return jdbc.update("update access_grant set revoked_at = ? where id = ? and revoked_at is null", Timestamp.from(at), id) == 1;
    }

    /** Grants of a caller that are not revoked. */
    public List<AccessGrant> ofCaller(String clientId) {
        return jdbc.query("select * from access_grant where client_id = ? and revoked_at is null order by id", (row, number) ->
                new AccessGrant(row.getObject("id", UUID.class), row.getString("client_id"), row.getString("license_type"),
                        strings(row.getArray("actions").getArray()).stream().map(AccessAction::valueOf).collect(Collectors.toSet()),
                        strings(row.getArray("fields").getArray()), strings(row.getArray("service_items").getArray()),
                        row.getTimestamp("valid_from").toInstant(),
                        row.getTimestamp("valid_to") == null ? null : row.getTimestamp("valid_to").toInstant()), clientId);
    }

    private static Set<String> strings(Object array) {
        return new TreeSet<>(Arrays.asList((String[]) array));
    }
}
