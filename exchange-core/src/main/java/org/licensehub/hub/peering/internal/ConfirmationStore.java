package org.licensehub.hub.peering.internal;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.licensehub.store.model.License;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What issuing hubs have confirmed, and from whom licenses came and to whom they went. */
@Repository
class ConfirmationStore {

    private final JdbcTemplate jdbc;

    ConfirmationStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that are still about the version that is here. */
    Map<UUID, Instant> confirmed(Collection<License> licenses) {
        Map<UUID, Long> versions = new HashMap<>();
        licenses.forEach(license -> versions.put(license.id(), license.rowVersion()));
        Map<UUID, Instant> found = new HashMap<>();
        jdbc.query("select license_id, row_version, confirmed_at from license_confirmation where license_id = any (?)", row -> {
            UUID id = row.getObject(1, UUID.class);
            if (versions.get(id) == row.getLong(2)) {
                found.put(id, row.getTimestamp(3).toInstant());
            }
        }, (Object) array(versions.keySet()));
        return found;
    }

    /** Of two confirmations, the one of the newer version counts, and of one version the later. */
    void keep(UUID license, long rowVersion, Instant at) {
        jdbc.update("""
                insert into license_confirmation (license_id, row_version, confirmed_at) values (?, ?, ?)
                on conflict (license_id) do update set row_version = excluded.row_version, confirmed_at = excluded.confirmed_at
                where (license_confirmation.row_version, license_confirmation.confirmed_at) < (excluded.row_version, excluded.confirmed_at)""",
                license, rowVersion, Timestamp.from(at));
    }

    /** The neighbour that brought each license last. */
    Map<UUID, String> senders(Collection<UUID> licenses) {
        Map<UUID, String> senders = new HashMap<>();
        jdbc.query("select distinct on (license_id) license_id, peer from inbox where license_id = any (?) order by license_id, received_at desc",
                row -> {
                    senders.put(row.getObject(1, UUID.class), row.getString(2));
                }, (Object) array(licenses));
        return senders;
    }

    /** Those of these licenses that were made known to a neighbour, or are about to be. */
    List<UUID> sentTo(String peer, Collection<UUID> licenses) {
        return jdbc.queryForList("select distinct license_id from outbox where peer = ? and license_id = any (?)", UUID.class, peer, array(licenses));
    }

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }
}
