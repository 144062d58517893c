package org.licensehub.hub.sharing.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Missing licenses in PostgreSQL; holders' numbers and answers are ciphertext. */
@Repository
class MissingLicenseStore {

    private static final UUID FIRST = new UUID(0, 0);
    private static final String PURPOSE = "missing-license";
    private static final String COLUMNS = "m.*, l.identifier as arrived_identifier";
    private static final String FROM = " from missing_license m left join license l on l.id = m.license_id ";

    private final JdbcTemplate jdbc;
    private final PersonalData protection;

    MissingLicenseStore(JdbcTemplate jdbc, PersonalData protection) {
        this.jdbc = jdbc;
        this.protection = protection;
    }

    /** Who looked for what in vain. */
    record Report(HolderKey holder, String holderCodeType, String holderCode, String licenseType, String areaCode, String issuerCode, String owner,
            String reportedBy, Instant at) {
    }

    /** An open one whose license may be here now. */
    record Candidate(UUID id, HolderKey holder, String licenseType, String areaCode, UUID license, String identifier, String licenseArea) {
    }

    /** Opens a task, or counts one more report of one that is open. */
    UUID report(Report report) {
        return jdbc.queryForObject("""
                insert into missing_license (id, holder_key, holder_enc, license_type, area_code, issuer_code, owner, state, reports, reported_by,
                    first_reported_at, last_reported_at)
                values (?, ?, ?, ?, ?, ?, ?, 'OPEN', 1, ?, ?, ?)
                on conflict (holder_key, license_type, area_code) where state = 'OPEN' do update set reports = missing_license.reports + 1,
                    last_reported_at = excluded.last_reported_at, issuer_code = coalesce(missing_license.issuer_code, excluded.issuer_code)
                returning id""", UUID.class, UUID.randomUUID(), report.holder().bytes(),
                protection.seal(PURPOSE, report.holderCodeType() + " " + report.holderCode()), report.licenseType(), report.areaCode(), report.issuerCode(),
                report.owner(), report.reportedBy(), Timestamp.from(report.at()), Timestamp.from(report.at()));
    }

    Optional<MissingLicense> find(UUID id) {
        return jdbc.query("select " + COLUMNS + FROM + "where m.id = ?", this::missing, id).stream().findFirst();
    }

    /** The holder's code type and code. */
    String[] holder(UUID id) {
        return protection.openText(PURPOSE, jdbc.queryForObject("select holder_enc from missing_license where id = ?", byte[].class, id)).split(" ", 2);
    }

    String reportedBy(UUID id) {
        return jdbc.queryForObject("select reported_by from missing_license where id = ?", String.class, id);
    }

    /** In order of id. @param party those it reported or has to act on; {@code null}: everybody's */
    List<MissingLicense> page(String party, MissingLicense.State state, UUID after, int limit) {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + FROM + "where m.id > ?");
        List<Object> arguments = new ArrayList<>(List.of(after == null ? FIRST : after));
        if (party != null) {
            sql.append(" and (m.reported_by = ? or m.owner = ?)");
            arguments.addAll(List.of(party, party));
        }
        if (state != null) {
            sql.append(" and m.state = ?");
            arguments.add(state.name());
        }
        arguments.add(limit);
        return jdbc.query(sql.append(" order by m.id limit ?").toString(), this::missing, arguments.toArray());
    }

    boolean dismiss(UUID id, String by, String answer, Instant at) {
        return jdbc.update("update missing_license set state = 'DISMISSED', closed_at = ?, closed_by = ?, answer_enc = ? where id = ? and state = 'OPEN'",
                Timestamp.from(at), by, protection.seal(PURPOSE, answer), id) == 1;
    }

    boolean arrived(UUID id, UUID license, Instant at) {
        return jdbc.update("update missing_license set state = 'ARRIVED', closed_at = ?, closed_by = 'hub:sharing', license_id = ? where id = ? and state = 'OPEN'",
                Timestamp.from(at), license, id) == 1;
    }

    /** Open ones after an id for whose holder there is a license in force of that type. */
    List<Candidate> candidates(UUID after, int limit) {
        return jdbc.query("""
                select m.id, m.holder_key, m.license_type, m.area_code, l.id as license, l.identifier, l.area_code as license_area
                from missing_license m join license_holder h on h.holder_key = m.holder_key join license l on l.id = h.license_id
                where m.state = 'OPEN' and m.id > ? and l.type_code = m.license_type and l.state = 'VALID'
                order by m.id, l.id limit ?""", (row, number) -> new Candidate(row.getObject("id", UUID.class), new HolderKey(row.getBytes("holder_key")),
                row.getString("license_type"), row.getString("area_code"), row.getObject("license", UUID.class), row.getString("identifier"),
                row.getString("license_area")), after == null ? FIRST : after, limit);
    }

    List<MissingLicense.Count> counts() {
        return jdbc.query("""
                select license_type, area_code, issuer_code, state, count(*), sum(reports) from missing_license
                group by license_type, area_code, issuer_code, state order by license_type, area_code, issuer_code nulls first, state""",
                (row, number) -> new MissingLicense.Count(row.getString(1), row.getString(2), row.getString(3), MissingLicense.State.valueOf(row.getString(4)),
                        row.getLong(5), row.getLong(6)));
    }

    private MissingLicense missing(ResultSet row, int number) throws SQLException {
        byte[] answer = row.getBytes("answer_enc");
        Timestamp closed = row.getTimestamp("closed_at");
        return new MissingLicense(row.getObject("id", UUID.class), row.getString("license_type"), row.getString("area_code"), row.getString("issuer_code"),
                row.getString("owner"), MissingLicense.State.valueOf(row.getString("state")), row.getInt("reports"),
                row.getTimestamp("first_reported_at").toInstant(), row.getTimestamp("last_reported_at").toInstant(),
                closed == null ? null : closed.toInstant(), row.getString("arrived_identifier"), answer == null ? null : protection.openText(PURPOSE, answer));
    }
}
