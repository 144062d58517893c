package org.licensehub.hub.seals.internal;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.seals.Seal;
import org.licensehub.hub.seals.SealKind;
import org.licensehub.hub.seals.SealState;
import org.licensehub.signing.Revocation;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Seals in PostgreSQL. Whoever seals holds a seal's row for share, whoever moves it holds it for update. */
@Repository
class SealRepository {

    private static final String KEY = "seal-key";
    private static final String REASON = "seal-reason";
    /** What is shown of a seal; not its picture, of which a page of a thousand would be megabytes. */
    private static final String SHOWN = """
            select id, number, state, owner_name, owner_code, kind, name, diameter_mm, star, applicant, applied_at, replaces, license_id,
                filing_number, certificate_serial, valid_from, valid_to,
                array(select approver from seal_approval a where a.seal_id = seal.id order by approved_at, approver) as approvers
            from seal""";
    /** Orders those who might make the first seal of an authority at the same time. */
    private static final long PROVISION_LOCK = 0x5345414CL;

    private final JdbcTemplate jdbc;
    private final PersonalData protection;

    SealRepository(JdbcTemplate jdbc, PersonalData protection) {
        this.jdbc = jdbc;
        this.protection = protection;
    }

    void insert(SealRow row) {
        jdbc.update("""
                insert into seal (id, owner_name, owner_code, kind, name, diameter_mm, star, picture, state, applicant, applied_at, replaces,
                    license_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", row.id(), row.ownerName(), row.ownerCode(), row.kind().name(), row.name(),
                row.diameterMm(), row.star(), row.picture(), row.state().name(), row.applicant(), Timestamp.from(row.appliedAt()),
                row.replaces(), row.licenseId());
    }

    Optional<SealRow> find(UUID id) {
        return first("where id = ?", id);
    }

    Optional<SealRow> findForUpdate(UUID id) {
        return first("where id = ? for update", id);
    }

    private Optional<SealRow> first(String condition, Object... arguments) {
        return jdbc.query("select * from seal " + condition, SealRepository::whole, arguments).stream().findFirst();
    }

    Optional<Seal> view(UUID id) {
        return jdbc.query(SHOWN + " where id = ?", SealRepository::shown, id).stream().findFirst();
    }

    /** Seals in the order of their applications, after one; {@code null} filters nothing. */
    List<Seal> page(SealState state, String ownerName, Seal after, int limit) {
        return jdbc.query(SHOWN + """
                 where (?::text is null or state = ?) and (?::text is null or owner_name = ?)
                  and (?::uuid is null or (applied_at, id) > (?, ?))
                order by applied_at, id limit ?""", SealRepository::shown, name(state), name(state), ownerName, ownerName,
                after == null ? null : after.id(), after == null ? null : Timestamp.from(after.appliedAt()), after == null ? null : after.id(), limit);
    }

    /**
     * The seal that an authority seals licenses with now, held against any move until the transaction ends. A seal recorded
     * without its owner's code counts where none has that code.
     */
    Optional<Held> holdInUse(String ownerName, String ownerCode) {
        return jdbc.query("select id, valid_to from seal where kind = 'LICENSE' and state = 'IN_USE' and owner_name = ?"
                + " and (owner_code = ? or owner_code is null) order by owner_code nulls last limit 1 for share", (row, number) ->
                new Held(row.getObject("id", UUID.class), row.getTimestamp("valid_to").toInstant()), ownerName, ownerCode).stream().findFirst();
    }

    /** A seal in use; without its picture, since this is read for every license. */
    record Held(UUID id, Instant validTo) {
    }

    /** The newest seal of an authority for licenses that was not turned down, in whatever state. */
    Optional<SealRow> newestForLicenses(String ownerName, String ownerCode) {
        return first("where kind = 'LICENSE' and state <> 'REJECTED' and owner_name = ? and (owner_code = ? or owner_code is null)"
                + " order by applied_at desc limit 1", ownerName, ownerCode);
    }

    boolean ownerHasLive(String ownerName, String ownerCode, SealKind kind) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select from seal where owner_name = ? and coalesce(owner_code, '') ="
                + " coalesce(?, '') and kind = ? and state in ('IN_USE', 'SUSPENDED'))", Boolean.class, ownerName, ownerCode, kind.name()));
    }

    /** Waits until no other transaction makes the first seal of an authority. */
    void lockProvision() {
        jdbc.query("select pg_advisory_xact_lock(?)", row -> { }, PROVISION_LOCK);
    }

    long nextSerial() {
        Long next = jdbc.queryForObject("select nextval('seal_serial')", Long.class);
        return next == null ? 0 : next;
    }

    void move(UUID id, SealState from, SealState to, String actor, String reason, Instant at) {
        jdbc.update("update seal set state = ? where id = ?", to.name(), id);
        recordEvent(id, from, to, actor, reason, at);
    }

    void recordEvent(UUID id, SealState from, SealState to, String actor, String reason, Instant at) {
        jdbc.update("insert into seal_event (seal_id, from_state, to_state, actor, reason_enc, at) values (?, ?, ?, ?, ?, ?)", id, name(from),
                to.name(), actor, reason == null ? null : protection.seal(REASON, reason), Timestamp.from(at));
    }

    /** One move of a seal. */
    record Event(long id, SealState from, SealState to, String actor, String reason, Instant at) {
    }

    List<Event> events(UUID id, long after, int limit) {
        return jdbc.query("select * from seal_event where seal_id = ? and id > ? order by id limit ?", (row, number) -> {
            byte[] reason = row.getBytes("reason_enc");
            String from = row.getString("from_state");
            return new Event(row.getLong("id"), from == null ? null : SealState.valueOf(from), SealState.valueOf(row.getString("to_state")),
                    row.getString("actor"), reason == null ? null : protection.openText(REASON, reason), row.getTimestamp("at").toInstant());
        }, id, after, limit);
    }

    /** @return false if this person approved it before */
    boolean approve(UUID id, String approver, Instant at) {
        return jdbc.update("insert into seal_approval (seal_id, approver, approved_at) values (?, ?, ?) on conflict do nothing", id, approver,
                Timestamp.from(at)) == 1;
    }

    int approvals(UUID id) {
        Integer count = jdbc.queryForObject("select count(*) from seal_approval where seal_id = ?", Integer.class, id);
        return count == null ? 0 : count;
    }

    void storeMade(UUID id, String number, MadeSeal made, Instant at) {
        jdbc.update("update seal set number = ?, ses = ?, certificate_serial = ?, valid_from = ?, valid_to = ? where id = ?", number,
                made.ses(), made.certificateSerial(), Timestamp.from(made.validFrom()), Timestamp.from(made.validTo()), id);
        jdbc.update("insert into seal_key (seal_id, key_enc, made_at) values (?, ?, ?)", id, protection.seal(KEY, made.key()), Timestamp.from(at));
    }

    void storeFilingNumber(UUID id, String filingNumber) {
        jdbc.update("update seal set filing_number = ? where id = ?", filingNumber, id);
    }

    /** @return the signing key as {@link MadeSeal#key()} */
    Optional<byte[]> key(UUID id) {
        return jdbc.queryForList("select key_enc from seal_key where seal_id = ?", byte[].class, id).stream().findFirst()
                .map(sealed -> protection.open(KEY, sealed));
    }

    /** Certificates of seals that ended for good, whoever asks how: the key is gone, nothing signed from then on is genuine. */
    List<Revocation> revoked() {
        return jdbc.query("select certificate_serial, state, e.at from seal join seal_event e on e.seal_id = seal.id and e.to_state = seal.state"
                + " where certificate_serial is not null and state in ('CANCELLED', 'CHANGED') order by e.id", (row, number) ->
                new Revocation(new BigInteger(row.getString("certificate_serial"), 16), row.getTimestamp("at").toInstant(),
                        SealState.valueOf(row.getString("state")) == SealState.CHANGED ? Revocation.Reason.SUPERSEDED
                                : Revocation.Reason.CESSATION_OF_OPERATION));
    }

    void destroyKey(UUID id) {
        jdbc.update("delete from seal_key where seal_id = ?", id);
    }

    private static Seal shown(ResultSet row, int number) throws SQLException {
        return new Seal(row.getObject("id", UUID.class), row.getString("number"), SealState.valueOf(row.getString("state")),
                row.getString("owner_name"), row.getString("owner_code"), SealKind.valueOf(row.getString("kind")), row.getString("name"),
                row.getInt("diameter_mm"), row.getBoolean("star"), row.getString("applicant"), row.getTimestamp("applied_at").toInstant(),
                List.of((String[]) row.getArray("approvers").getArray()), row.getObject("replaces", UUID.class),
                row.getObject("license_id", UUID.class), row.getString("filing_number"), row.getString("certificate_serial"),
                instant(row.getTimestamp("valid_from")), instant(row.getTimestamp("valid_to")));
    }

    private static String name(Enum<?> value) {
        return value == null ? null : value.name();
    }

    private static SealRow whole(ResultSet row, int number) throws SQLException {
        return new SealRow(row.getObject("id", UUID.class), SealState.valueOf(row.getString("state")), row.getString("owner_name"),
                row.getString("owner_code"), SealKind.valueOf(row.getString("kind")), row.getString("name"), row.getInt("diameter_mm"),
                row.getBoolean("star"), row.getBytes("picture"), row.getString("applicant"), row.getTimestamp("applied_at").toInstant(),
                row.getObject("replaces", UUID.class), row.getObject("license_id", UUID.class), row.getString("filing_number"),
                row.getString("number"), row.getBytes("ses"), row.getString("certificate_serial"), instant(row.getTimestamp("valid_from")),
                instant(row.getTimestamp("valid_to")));
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
