package org.licensehub.hub.seals.internal;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.licensehub.hub.seals.SealState;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Every sealing ever done, and what can be counted of seals and sealings. */
@Repository
class SealUsageLog {

    private final JdbcTemplate jdbc;

    SealUsageLog(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param documentDigest SM3 of the sealed file, hexadecimal; @param orderedBy on whose order */
    record Usage(long id, String documentDigest, UUID licenseId, String orderedBy, Instant sealedAt) {
    }

    /** Seals and sealings of one owner. */
    record OwnerCount(String ownerName, @Schema(types = {"string", "null"}) String ownerCode, long seals, long inUse, long sealings) {
    }

    /** @param month as 2026-11 */
    record MonthCount(String month, long sealings) {
    }

    void add(UUID sealId, String documentDigest, UUID licenseId, String orderedBy, Instant sealedAt) {
        jdbc.update("insert into seal_usage (seal_id, document_digest, license_id, ordered_by, sealed_at) values (?, ?, ?, ?, ?)", sealId,
                documentDigest, licenseId, orderedBy, Timestamp.from(sealedAt));
    }

    /** Sealings of a seal, oldest first, after one. */
    List<Usage> page(UUID sealId, long after, int limit) {
        return jdbc.query("select * from seal_usage where seal_id = ? and id > ? order by id limit ?", (row, number) -> new Usage(row.getLong("id"),
                row.getString("document_digest"), row.getObject("license_id", UUID.class), row.getString("ordered_by"),
                row.getTimestamp("sealed_at").toInstant()), sealId, after, limit);
    }

    /** @return how many seals are in each state, zeros included */
    Map<SealState, Long> states() {
        Map<SealState, Long> counts = new LinkedHashMap<>();
        for (SealState state : SealState.values()) {
            counts.put(state, 0L);
        }
        jdbc.query("select state, count(*) from seal group by state", row -> {
            counts.put(SealState.valueOf(row.getString(1)), row.getLong(2));
        });
        return counts;
    }

    /** Sealings per month in the hub's time zone, oldest first; months without any are left out. */
    List<MonthCount> months(ZoneId zone) {
        return jdbc.query("select to_char(sealed_at at time zone ?, 'YYYY-MM') as month, count(*) from seal_usage group by month order by month",
                (row, number) -> new MonthCount(row.getString(1), row.getLong(2)), zone.getId());
    }

    /** Owners in order of name and code, after one. */
    List<OwnerCount> owners(String afterName, String afterCode, int limit) {
        return jdbc.query("""
                select s.owner_name, s.owner_code, count(*), count(*) filter (where s.state = 'IN_USE'),
                    (select count(*) from seal_usage u join seal o on o.id = u.seal_id
                     where o.owner_name = s.owner_name and coalesce(o.owner_code, '') = coalesce(s.owner_code, ''))
                from seal s where (s.owner_name, coalesce(s.owner_code, '')) > (?, ?)
                group by s.owner_name, s.owner_code order by s.owner_name, coalesce(s.owner_code, '') limit ?""", (row, number) ->
                new OwnerCount(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5)), afterName, afterCode, limit);
    }
}
