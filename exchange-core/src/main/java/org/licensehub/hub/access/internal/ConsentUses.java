package org.licensehub.hub.access.internal;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** The consents that answers of one commit rest on. Reads without waiting for whoever withdraws one. */
final class ConsentUses {

    private final JdbcTemplate jdbc;
    private final Instant now;
    private final Set<UUID> usable = new HashSet<>();
    private final Set<UUID> forOneUse = new HashSet<>();
    private final Set<UUID> used = new TreeSet<>();

    ConsentUses(JdbcTemplate jdbc, Instant now, List<UUID> ids) {
        this.jdbc = jdbc;
        this.now = now;
        if (!ids.isEmpty()) {
            jdbc.query("""
                    select id, use from consent where id = any(?) and withdrawn_at is null and expires_at > ?
                        and not exists (select from consent_used where consent_id = id)""", row -> {
                UUID id = row.getObject("id", UUID.class);
                usable.add(id);
                if ("ONE_USE".equals(row.getString("use"))) {
                    forOneUse.add(id);
                }
            }, ids.toArray(UUID[]::new), Timestamp.from(now));
        }
    }

    /** @return whether an answer may rest on it; of one for a single use, only the first */
    boolean use(UUID id) {
        return usable.contains(id) && (!forOneUse.contains(id) || used.add(id));
    }

    void keep() {
        if (!used.isEmpty()) {
            jdbc.batchUpdate("insert into consent_used (consent_id, used_at) values (?, ?)",
                    used.stream().map(id -> new Object[] {id, Timestamp.from(now)}).toList());
        }
    }
}
