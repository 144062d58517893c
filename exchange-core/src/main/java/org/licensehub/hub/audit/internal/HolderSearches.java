package org.licensehub.hub.audit.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Searches by holder that were asked for and confirmed. Two people stand behind each, which the table demands as well. */
@Repository
class HolderSearches {

    /** How long the one who asked may search after the confirmation. */
    static final Duration USABLE = Duration.ofHours(24);

    private static final String REASON = "holder-search-reason";

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final Clock clock;

    HolderSearches(JdbcTemplate jdbc, PersonalData protection, Clock clock) {
        this.jdbc = jdbc;
        this.protection = protection;
        this.clock = clock;
    }

    /**
     * A search by holder.
     *
     * @param confirmedBy {@code null} until a second person has confirmed it
     * @param validTo end of its use; {@code null} until confirmed
     */
    record HolderSearch(UUID id, HolderKey holder, String reason, String requestedBy, Instant requestedAt, String confirmedBy, Instant validTo) {
    }

    HolderSearch request(HolderKey holder, String reason, String auditor) {
        UUID id = UUID.randomUUID();
        jdbc.update("insert into holder_search (id, holder_key, reason_enc, requested_by, requested_at) values (?, ?, ?, ?, ?)", id, holder.bytes(),
                protection.seal(REASON, reason), auditor, Timestamp.from(clock.instant()));
        return find(id).orElseThrow();
    }

    /** @return whether it was open and asked for by somebody else */
    boolean confirm(UUID id, String auditor) {
        Instant now = clock.instant();
        return jdbc.update("""
                update holder_search set confirmed_by = ?, confirmed_at = ?, valid_to = ?
                where id = ? and confirmed_by is null and requested_by <> ?""", auditor, Timestamp.from(now), Timestamp.from(now.plus(USABLE)), id,
                auditor) == 1;
    }

    Optional<HolderSearch> find(UUID id) {
        return jdbc.query("select * from holder_search where id = ?", this::search, id).stream().findFirst();
    }

    /** The holder that this auditor may look for now by this search. */
    Optional<HolderKey> usable(UUID id, String auditor) {
        return find(id).filter(search -> search.requestedBy().equals(auditor) && search.validTo() != null && clock.instant().isBefore(search.validTo()))
                .map(HolderSearch::holder);
    }

    /** In order of id, after one. */
    List<HolderSearch> page(UUID after, int limit) {
        return jdbc.query("select * from holder_search where id > ? order by id limit ?", this::search, after, limit);
    }

    private HolderSearch search(ResultSet row, int number) throws SQLException {
        Timestamp validTo = row.getTimestamp("valid_to");
        return new HolderSearch(row.getObject("id", UUID.class), new HolderKey(row.getBytes("holder_key")), protection.openText(REASON,
                row.getBytes("reason_enc")), row.getString("requested_by"), row.getTimestamp("requested_at").toInstant(), row.getString("confirmed_by"),
                validTo == null ? null : validTo.toInstant());
    }
}
