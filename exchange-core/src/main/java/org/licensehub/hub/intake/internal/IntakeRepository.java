package org.licensehub.hub.intake.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.quality.FieldFault;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Pushed records as kept; reasons are ciphertext too, since a reviewer's words may name people. */
@Repository
class IntakeRepository {

    private static final TypeReference<List<FieldFault>> FAULTS = new TypeReference<>() { };

    private static final String REASONS = "intake-reasons";

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final PersonalData protection;

    IntakeRepository(JdbcTemplate jdbc, ObjectMapper json, PersonalData protection) {
        this.jdbc = jdbc;
        this.json = json;
        this.protection = protection;
    }

    /** Where a pushed record stands. RETURNED: sent back by the reviewer; UNREADABLE: quarantined raw bytes that were no record. */
    enum State {
        ACCEPTED, QUARANTINED, RETURNED, UNREADABLE
    }

    record Row(UUID id, String source, byte[] sourceKeyDigest, byte[] sourceKey, long revision, String resource, String channel,
            byte[] contentDigest, byte[] body, State state, List<FieldFault> reasons, UUID licenseId, Instant receivedAt, Instant updatedAt) {
    }

    /** @return false if this revision of this source key is there already */
    boolean insert(Row row) {
        return jdbc.update("""
                insert into intake_record (id, source, source_key_digest, source_key_enc, revision, resource, channel, content_digest,
                    body_enc, state, reasons_enc, license_id, received_at, updated_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (source, source_key_digest, revision) do nothing""",
                row.id, row.source, row.sourceKeyDigest, row.sourceKey, row.revision, row.resource, row.channel, row.contentDigest,
                row.body, row.state.name(), sealed(row.reasons), row.licenseId, Timestamp.from(row.receivedAt),
                Timestamp.from(row.updatedAt)) == 1;
    }

    Optional<Row> find(String source, byte[] sourceKeyDigest, long revision) {
        return jdbc.query("select * from intake_record where source = ? and source_key_digest = ? and revision = ?", this::map, source,
                sourceKeyDigest, revision).stream().findFirst();
    }

    Optional<Row> find(UUID id) {
        return jdbc.query("select * from intake_record where id = ?", this::map, id).stream().findFirst();
    }

    Optional<Row> findForUpdate(UUID id) {
        return jdbc.query("select * from intake_record where id = ? for update", this::map, id).stream().findFirst();
    }

    /** Records that wait for correction, oldest first, after one. */
    List<Row> waiting(Collection<String> sources, UUID after, int limit) {
        return jdbc.query("""
                select * from intake_record r
                where state in ('QUARANTINED', 'RETURNED', 'UNREADABLE') and source = any (?)
                  and (?::uuid is null or (received_at, id) > (select a.received_at, a.id from intake_record a where a.id = ?))
                order by received_at, id limit ?""", this::map, sources.toArray(String[]::new), after, after, limit);
    }

    void update(UUID id, State state, List<FieldFault> reasons, byte[] body, byte[] contentDigest, UUID licenseId, Instant at) {
        jdbc.update("update intake_record set state = ?, reasons_enc = ?, body_enc = ?, content_digest = ?, license_id = ?,"
                + " updated_at = ? where id = ?", state.name(), sealed(reasons), body, contentDigest, licenseId, Timestamp.from(at), id);
    }

    void keepBeforeCorrection(Row row, String actor, Instant at) {
        jdbc.update("insert into intake_correction (record_id, actor, before_enc, reasons_enc, corrected_at) values (?, ?, ?, ?, ?)",
                row.id, actor, row.body, sealed(row.reasons), Timestamp.from(at));
    }

    void markReturned(UUID licenseId, List<FieldFault> reasons, Instant at) {
        jdbc.update("update intake_record set state = 'RETURNED', reasons_enc = ?, updated_at = ? where license_id = ?",
                sealed(reasons), Timestamp.from(at), licenseId);
    }

    private byte[] sealed(List<FieldFault> reasons) {
        try {
            return protection.seal(REASONS, json.writeValueAsBytes(reasons));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Faults are plain texts", e);
        }
    }

    private Row map(ResultSet row, int number) throws SQLException {
        try {
            return new Row(row.getObject("id", UUID.class), row.getString("source"), row.getBytes("source_key_digest"),
                    row.getBytes("source_key_enc"), row.getLong("revision"), row.getString("resource"), row.getString("channel"),
                    row.getBytes("content_digest"), row.getBytes("body_enc"), State.valueOf(row.getString("state")),
                    json.readValue(protection.openText(REASONS, row.getBytes("reasons_enc")), FAULTS), row.getObject("license_id", UUID.class),
                    row.getTimestamp("received_at").toInstant(), row.getTimestamp("updated_at").toInstant());
        } catch (JsonProcessingException e) {
            throw new SQLException("Stored reasons are no JSON", e);
        }
    }
}
