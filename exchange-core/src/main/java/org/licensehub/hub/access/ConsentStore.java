package org.licensehub.hub.access;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Consents in PostgreSQL: reading the tables gives neither a code nor a holder. */
@Repository
class ConsentStore {

    /** 160 bits. */
    private static final int CODE_BYTES = 20;
    private static final int LONGEST_CODE = 100;
    private static final UUID FIRST = new UUID(0, 0);
    private static final String SELECT = "select c.*, u.used_at from consent c left join consent_used u on u.consent_id = c.id ";

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final SecureRandom random = new SecureRandom();

    ConsentStore(JdbcTemplate jdbc, PersonalData protection) {
        this.jdbc = jdbc;
        this.protection = protection;
    }

    /** @return the code, which is nowhere else */
    String add(Consent consent, HolderKey holder, String by) {
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.update("""
                insert into consent (id, code_digest, holder_key, license_type, identifiers, fields, service_item, use, client_id, created_at,
                    created_by, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", consent.id(), digest(code), holder.bytes(), consent.licenseType(),
                consent.identifiers().toArray(String[]::new), consent.fields().toArray(String[]::new), consent.serviceItem(), consent.use().name(),
                consent.clientId(), Timestamp.from(consent.createdAt()), by, Timestamp.from(consent.expiresAt()));
        return code;
    }

    /** @param holder {@code null}: whoever it is */
    Optional<Consent> find(String code, HolderKey holder) {
        return code.length() > LONGEST_CODE ? Optional.empty() : jdbc.query(SELECT + "where c.code_digest = ?", (row, number) ->
                holder == null || Arrays.equals(holder.bytes(), row.getBytes("holder_key")) ? Optional.of(consent(row)) : Optional.<Consent>empty(),
                (Object) digest(code)).stream().flatMap(Optional::stream).findFirst();
    }

    /** Of a holder, in order of id, after one. */
    List<Consent> page(HolderKey holder, UUID after, int limit) {
        return jdbc.query(SELECT + "where c.holder_key = ? and c.id > ? order by c.id limit ?", (row, number) -> consent(row), holder.bytes(),
                after == null ? FIRST : after, limit);
    }

    /** @return whether the holder had given it and not taken it back */
    boolean withdraw(UUID id, HolderKey holder, Instant at) {
        return jdbc.update("update consent set withdrawn_at = ? where id = ? and holder_key = ? and withdrawn_at is null", Timestamp.from(at), id,
                holder.bytes()) == 1;
    }

    /** Counts a wrong code; what lies before the window is forgotten. */
    void countFailure(String clientId, Instant now, Duration window) {
        jdbc.update("""
                insert into consent_failures as f (client_id, since, failures) values (?, ?, 1)
                on conflict (client_id) do update set failures = case when f.since <= ? then 1 else f.failures + 1 end,
                    since = case when f.since <= ? then excluded.since else f.since end""", clientId, Timestamp.from(now),
                Timestamp.from(now.minus(window)), Timestamp.from(now.minus(window)));
    }

    long failures(String clientId, Instant now, Duration window) {
        return jdbc.queryForList("select failures from consent_failures where client_id = ? and since > ?", Long.class, clientId,
                Timestamp.from(now.minus(window))).stream().findFirst().orElse(0L);
    }

    private byte[] digest(String code) {
        return protection.digest("consent-code", code);
    }

    private static Consent consent(ResultSet row) throws SQLException {
        return new Consent(row.getObject("id", UUID.class), row.getString("license_type"), strings(row, "identifiers"), strings(row, "fields"),
                row.getString("service_item"), Consent.Use.valueOf(row.getString("use")), row.getString("client_id"),
                row.getTimestamp("created_at").toInstant(), row.getTimestamp("expires_at").toInstant(), instant(row.getTimestamp("used_at")),
                instant(row.getTimestamp("withdrawn_at")));
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static Set<String> strings(ResultSet row, String column) throws SQLException {
        return new TreeSet<>(Arrays.asList((String[]) row.getArray(column).getArray()));
    }
}
