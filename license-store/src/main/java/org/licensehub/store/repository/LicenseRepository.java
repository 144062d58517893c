package org.licensehub.store.repository;

import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Rows of licenses and of what hangs on them; every statement joins the caller's transaction. */
public final class LicenseRepository {

    private static final String COLUMNS = """
            l.*, array(select h.holder_key from license_holder h where h.license_id = l.id order by h.position) as holders
            """;
    private static final RowMapper<License> LICENSE = (row, number) -> map(row);

    private final JdbcTemplate jdbc;

    public LicenseRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws DuplicateKeyException if this revision of this source key is there already */
    public void insert(License license) {
        jdbc.update("""
                insert into license (id, identifier, serial, version, type_code, type_version, area_code, issuer_code, origin_hub,
                    source, source_key_digest, revision, state, issue_date, valid_from, valid_to, content_enc, file_digest,
                    supersedes, row_version, created_at, updated_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                license.id(), license.identifier(), license.serial(), license.version(), license.typeCode(), license.typeVersion(),
                license.areaCode(), license.issuerCode(), license.originHub(), license.source(), license.sourceKeyDigest(),
                license.revision(), license.state().name(), sql(license.issueDate()), sql(license.validFrom()),
                sql(license.validTo()), license.protectedContent(), license.fileDigest(), license.supersedes(),
                license.rowVersion(), Timestamp.from(license.createdAt()), Timestamp.from(license.updatedAt()));
        insertHolders(license);
    }

    private void insertHolders(License license) {
        for (int position = 0; position < license.holders().size(); position++) {
            jdbc.update("insert into license_holder (license_id, position, holder_key) values (?, ?, ?)", license.id(), position,
                    license.holders().get(position).bytes());
        }
    }

    void replaceHolders(License license) {
        jdbc.update("delete from license_holder where license_id = ?", license.id());
        insertHolders(license);
    }

    /**
     * Writes state, version link, content and what issuing adds, if nobody changed the row meanwhile.
     *
     * @return whether the row still had the row version before {@code license.rowVersion()}
     */
    boolean update(License license) {
        return update(license, license.rowVersion() - 1);
    }

    /** @param expected row version that the stored row must have */
    boolean update(License license, long expected) {
        return jdbc.update("""
                update license set identifier = ?, serial = ?, version = ?, state = ?, file_digest = ?, supersedes = ?,
                    content_enc = ?, type_code = ?, type_version = ?, area_code = ?, issuer_code = ?, issue_date = ?, valid_from = ?,
                    valid_to = ?, row_version = ?, updated_at = ?
                where id = ? and row_version = ?""", license.identifier(), license.serial(), license.version(),
                license.state().name(), license.fileDigest(), license.supersedes(), license.protectedContent(),
                license.typeCode(), license.typeVersion(), license.areaCode(), license.issuerCode(), sql(license.issueDate()),
                sql(license.validFrom()), sql(license.validTo()), license.rowVersion(), Timestamp.from(license.updatedAt()), license.id(), expected) == 1;
    }

    public Optional<License> find(UUID id) {
        return first("where l.id = ?", id);
    }

    /** Locks the row until the end of the transaction. */
    public Optional<License> findForUpdate(UUID id) {
        return first("where l.id = ? for update of l", id);
    }

    public Optional<License> findByIdentifier(String identifier) {
        return first("where l.identifier = ?", identifier);
    }

    /** @param digest SM3 of a sealed file, hexadecimal */
    public Optional<License> findByFileDigest(String digest) {
        return first("where l.file_digest = ?", digest);
    }

    public Optional<License> findBySource(String originHub, String source, byte[] sourceKeyDigest, long revision) {
        return first("where l.origin_hub = ? and l.source = ? and l.source_key_digest = ? and l.revision = ?", originHub, source,
                sourceKeyDigest, revision);
    }

    /** All revisions of one record of a department, the newest first. */
    public List<License> findRevisions(String originHub, String source, byte[] sourceKeyDigest) {
        return jdbc.query("select " + COLUMNS + " from license l where l.origin_hub = ? and l.source = ? and l.source_key_digest = ?"
                + " order by l.revision desc", LICENSE, originHub, source, sourceKeyDigest);
    }

    public List<License> findAll(Collection<UUID> ids) {
        return jdbc.query("select " + COLUMNS + " from license l where l.id = any (?) order by l.id", LICENSE,
                (Object) ids.toArray(UUID[]::new));
    }

    /** Oldest first; the page after the license with that creation time and id. */
    public List<License> findByState(LicenseState state, Instant afterCreated, UUID afterId, int limit) {
        return jdbc.query("select " + COLUMNS + " from license l where l.state = ? and (l.created_at, l.id) > (?, ?)"
                + " order by l.created_at, l.id limit ?", LICENSE, state.name(), Timestamp.from(afterCreated), afterId, limit);
    }

    /** Issued licenses by id, for walks over everything (rebuilding the index, reconciliation). */
    public List<License> findIssuedAfter(UUID afterId, int limit) {
        return jdbc.query("select " + COLUMNS + " from license l where l.identifier is not null and l.id > ? order by l.id limit ?",
                LICENSE, afterId, limit);
    }

    /** What two hubs compare, in ascending order of identifier, after one; {@code scope} is the hub that issued. */
    public List<LicenseDigest> digestsAfter(String scope, String identifier, int limit) {
        return jdbc.query("select identifier, row_version, state, file_digest from license where origin_hub = ? and identifier is not null"
                + " and identifier collate \"C\" > ? order by identifier collate \"C\" limit ?", (row, number) -> new LicenseDigest(row.getString(1),
                row.getLong(2), LicenseState.valueOf(row.getString(3)), row.getString(4)), scope, identifier, limit);
    }

    /** Hubs from which there are issued licenses here. */
    public List<String> origins() {
        return jdbc.queryForList("select distinct origin_hub from license where identifier is not null order by 1", String.class);
    }

    /** Takes up to {@code limit} licenses that wait in a state; rows another worker holds are left to it. */
    public List<License> claim(LicenseState state, int limit) {
        return jdbc.query("select " + COLUMNS + " from license l where l.state = ? order by l.created_at, l.id limit ?"
                + " for update of l skip locked", LICENSE, state.name(), limit);
    }

    public long count(LicenseState state) {
        Long count = jdbc.queryForObject("select count(*) from license where state = ?", Long.class, state.name());
        return count == null ? 0 : count;
    }

    /** @return hub-assigned serial: year and ten digits, never reused */
    public String nextSerial(int year) {
        Long next = jdbc.queryForObject("select nextval('license_serial')", Long.class);
        return "%04d%010d".formatted(year, next);
    }

    /** Claims the one live place of (type, holder); false if another license has it. */
    public boolean occupy(String typeCode, Collection<HolderKey> holders, UUID licenseId) {
        for (HolderKey holder : new TreeSet<>(holders)) {
            jdbc.update("insert into exclusive_holding (type_code, holder_key, license_id) values (?, ?, ?) on conflict do nothing",
                    typeCode, holder.bytes(), licenseId);
            UUID owner = jdbc.queryForObject("select license_id from exclusive_holding where type_code = ? and holder_key = ?",
                    UUID.class, typeCode, holder.bytes());
            if (!licenseId.equals(owner)) {
                return false;
            }
        }
        return true;
    }

    public void release(UUID licenseId) {
        jdbc.update("delete from exclusive_holding where license_id = ?", licenseId);
    }

    /** @return the licenses that hold the live place of (type, one of these holders) */
    public List<UUID> occupants(String typeCode, Collection<HolderKey> holders) {
        return jdbc.queryForList("select distinct license_id from exclusive_holding where type_code = ? and holder_key = any (?)",
                UUID.class, typeCode, keys(holders));
    }

    /** Live licenses of a hub whose last day is before a day; locked, and skipped by other workers. */
    public List<License> claimExpired(String originHub, LocalDate today, int limit) {
        return jdbc.query("select " + COLUMNS + " from license l where l.origin_hub = ? and l.state in ('VALID', 'SUSPENDED')"
                + " and l.valid_to < ? order by l.valid_to, l.id limit ? for update of l skip locked", LICENSE, originHub, sql(today), limit);
    }

    /** Invalidates every answer in the making about these holders; in ascending key order, so that two changes never deadlock. */
    void raiseRevisions(Collection<HolderKey> holders) {
        jdbc.update("insert into holder_revision (holder_key, revision) select key, 1 from unnest(?::bytea[]) key order by key"
                + " on conflict (holder_key) do update set revision = holder_revision.revision + 1", (Object) keys(Set.copyOf(holders)));
    }

    /** @return current revision per holder; 0 for a holder that never had a license */
    public TreeMap<HolderKey, Long> revisions(Collection<HolderKey> holders) {
        TreeMap<HolderKey, Long> found = new TreeMap<>();
        holders.forEach(holder -> found.put(holder, 0L));
        jdbc.query("select holder_key, revision from holder_revision where holder_key = any (?)",
                row -> {
                    found.put(new HolderKey(row.getBytes(1)), row.getLong(2));
                }, (Object) keys(holders));
        return found;
    }

    /** Revisions of holders and their issued licenses, as they were at one moment. */
    record Held(Map<HolderKey, Long> revisions, Collection<License> licenses) {
    }

    /** Both in one statement, so that no change falls in between. */
    Held held(Collection<HolderKey> holders) {
        Map<HolderKey, Long> revisions = new HashMap<>();
        Map<UUID, License> licenses = new LinkedHashMap<>();
        boolean one = holders.size() == 1;
        // one holder in the form of an array would be planned anew each time, which takes longer than the reading
        jdbc.query("select k.key, coalesce(r.revision, 0) as holder_revision, " + COLUMNS + " from " + (one ? "(select ?::bytea as key) k" : "unnest(?::bytea[]) as k (key)") + """
                 left join holder_revision r on r.holder_key = k.key left join license_holder m on m.holder_key = k.key
                left join license l on l.id = m.license_id and l.identifier is not null order by l.id""", row -> {
            revisions.put(new HolderKey(row.getBytes("key")), row.getLong("holder_revision"));
            UUID id = row.getObject("id", UUID.class);
            if (id != null && !licenses.containsKey(id)) {
                licenses.put(id, map(row));
            }
        }, one ? holders.iterator().next().bytes() : (Object) keys(Set.copyOf(holders)));
        return new Held(revisions, licenses.values());
    }

    void recordEvent(UUID licenseId, LicenseState from, LicenseState to, String actor, byte[] reason, Instant at) {
        jdbc.update("insert into license_event (license_id, from_state, to_state, actor, reason_enc, at) values (?, ?, ?, ?, ?, ?)",
                licenseId, from == null ? null : from.name(), to.name(), actor, reason, Timestamp.from(at));
    }

    /** The moves of one license, oldest first. */
    public List<LicenseEvent> events(UUID licenseId) {
        return jdbc.query("select * from license_event where license_id = ? order by id", (row, number) -> new LicenseEvent(
                licenseId, row.getString("from_state") == null ? null : LicenseState.valueOf(row.getString("from_state")),
                LicenseState.valueOf(row.getString("to_state")), row.getString("actor"), row.getBytes("reason_enc"),
                row.getTimestamp("at").toInstant()), licenseId);
    }

    void queueIndexing(UUID licenseId, Instant at) {
        jdbc.update("insert into index_task (license_id, queued_at) values (?, ?) on conflict (license_id)"
                + " do update set queued_at = excluded.queued_at", licenseId, Timestamp.from(at));
    }

    /** Oldest index tasks; locked, and skipped by other workers, until the transaction ends. */
    List<UUID> claimIndexing(int limit) {
        return jdbc.queryForList("select license_id from index_task order by queued_at limit ? for update skip locked", UUID.class,
                limit);
    }

    /** Issued licenses of a holder whose index entry is still to be written. */
    public List<UUID> awaitingIndex(HolderKey holder) {
        return jdbc.queryForList("select t.license_id from index_task t join license_holder h using (license_id)"
                + " where h.holder_key = ?", UUID.class, (Object) holder.bytes());
    }

    void indexed(Collection<UUID> ids) {
        jdbc.update("delete from index_task where license_id = any (?)", (Object) ids.toArray(UUID[]::new));
    }

    private Optional<License> first(String condition, Object... arguments) {
        return jdbc.query("select " + COLUMNS + " from license l " + condition, LICENSE, arguments).stream().findFirst();
    }

    private static byte[][] keys(Collection<HolderKey> holders) {
        return holders.stream().map(HolderKey::bytes).toArray(byte[][]::new);
    }

    private static Date sql(LocalDate date) {
        return date == null ? null : Date.valueOf(date);
    }

    private static LocalDate date(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    private static License map(ResultSet row) throws SQLException {
        Array array = row.getArray("holders");
        List<HolderKey> holders = Stream.of((byte[][]) array.getArray()).map(HolderKey::new).toList();
        return new License(row.getObject("id", UUID.class), row.getString("identifier"), row.getString("serial"),
                row.getInt("version"), row.getString("type_code"), row.getInt("type_version"), row.getString("area_code"),
                row.getString("issuer_code"), row.getString("origin_hub"), row.getString("source"),
                row.getBytes("source_key_digest"), row.getLong("revision"), LicenseState.valueOf(row.getString("state")),
                date(row, "issue_date"), date(row, "valid_from"), date(row, "valid_to"), row.getBytes("content_enc"),
                row.getString("file_digest"), row.getObject("supersedes", UUID.class), holders, row.getLong("row_version"),
                row.getTimestamp("created_at").toInstant(), row.getTimestamp("updated_at").toInstant());
    }
}
