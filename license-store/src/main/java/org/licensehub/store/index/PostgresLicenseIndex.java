package org.licensehub.store.index;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** The index as a table beside the licenses; entries change in the transaction that changes the license. */
public final class PostgresLicenseIndex implements LicenseIndex {

    private static final UUID LOWEST = new UUID(0, 0);
    private static final RowMapper<IndexEntry> ENTRY = (row, number) -> new IndexEntry(new HolderKey(row.getBytes("holder_key")),
            row.getObject("license_id", UUID.class), row.getString("identifier"), row.getString("type_code"),
            row.getString("area_code"), LicenseState.valueOf(row.getString("state")), row.getLong("row_version"));

    private final JdbcTemplate jdbc;

    public PostgresLicenseIndex(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void put(Collection<IndexEntry> entries) {
        jdbc.batchUpdate("""
                insert into license_index (holder_key, license_id, identifier, type_code, area_code, state, row_version)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (holder_key, license_id) do update set identifier = excluded.identifier,
                    type_code = excluded.type_code, area_code = excluded.area_code, state = excluded.state,
                    row_version = excluded.row_version
                where license_index.row_version <= excluded.row_version""",
                entries.stream().map(e -> new Object[] {e.holder().bytes(), e.licenseId(), e.identifier(), e.typeCode(),
                        e.areaCode(), e.state().name(), e.rowVersion()}).toList());
    }

    @Override
    public List<IndexEntry> findByHolder(HolderKey holder, Set<String> typeCodes, Optional<UUID> after, int limit) {
        return jdbc.query("""
                select * from license_index
                where holder_key = ? and license_id > ? and (cardinality(?::text[]) = 0 or type_code = any (?::text[]))
                order by license_id limit ?""", ENTRY, holder.bytes(), after.orElse(LOWEST),
                typeCodes.toArray(String[]::new), typeCodes.toArray(String[]::new), limit);
    }

    @Override
    public List<IndexEntry> findByHolders(Collection<HolderKey> holders) {
        return jdbc.query("select * from license_index where holder_key = any (?)", ENTRY,
                (Object) holders.stream().map(HolderKey::bytes).toArray(byte[][]::new));
    }

    @Override
    public void clear() {
        jdbc.update("delete from license_index");
    }

    @Override
    public long count() {
        Long count = jdbc.queryForObject("select count(*) from license_index", Long.class);
        return count == null ? 0 : count;
    }

    /** A committed row is visible at once. */
    @Override
    public void refresh() {
    }

    @Override
    public boolean transactional() {
        return true;
    }
}
