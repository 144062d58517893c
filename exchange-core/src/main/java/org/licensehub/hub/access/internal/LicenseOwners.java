package org.licensehub.hub.access.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.ResponsibleBodies;
import org.licensehub.store.number.DivisionCode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Who decides about grants (归口单位): one caller for each license type and region, either of which may be {@code *}. Of several that reach
 * all regions of a request, the one registered for the type itself goes before one for any type, and then the one for the smallest region.
 */
@Repository
class LicenseOwners implements ResponsibleBodies {

    private final JdbcTemplate jdbc;
    private final Clock clock;

    LicenseOwners(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param licenseType license-type code, or {@code *}
     * @param region division code, or {@code *}
     * @param clientId caller of the body that decides
     */
    record Owner(String licenseType, String region, String clientId) {

        /** District 2, city 1, province 0, everywhere -1. */
        private int closeness() {
            return DivisionCode.tryParse(region).map(code -> code.level().ordinal()).orElse(-1);
        }
    }

    void put(Owner owner, String by) {
        jdbc.update("""
                insert into license_owner (license_type, region, client_id, registered_at, registered_by) values (?, ?, ?, ?, ?)
                on conflict (license_type, region) do update set client_id = excluded.client_id, registered_at = excluded.registered_at,
                    registered_by = excluded.registered_by""", owner.licenseType(), owner.region(), owner.clientId(),
                Timestamp.from(clock.instant()), by);
    }

    boolean remove(String licenseType, String region) {
        return jdbc.update("delete from license_owner where license_type = ? and region = ?", licenseType, region) == 1;
    }

    /** In order of type and region, after one. */
    List<Owner> page(String afterType, String afterRegion, int limit) {
        return jdbc.query("""
                select * from license_owner where (license_type, region) > (?, ?) order by license_type, region limit ?""", LicenseOwners::owner,
                afterType, afterRegion, limit);
    }

    /**
     * @param requester caller that asks, which is not asked itself, nor any other of its organisation
     * @return empty: the security administrator decides
     */
    Optional<String> responsible(String licenseType, Set<String> regions, String requester) {
        return jdbc.query("""
                select o.* from license_owner o join caller c using (client_id)
                where o.license_type in (?, '*') and c.disabled_at is null
                    and c.organisation <> (select organisation from caller where client_id = ?)""", LicenseOwners::owner, licenseType, requester).stream()
                .filter(owner -> regions.stream().allMatch(region -> AccessGrant.includes(Set.of(owner.region()), region)))
                .max(Comparator.comparing((Owner owner) -> owner.licenseType().equals(licenseType)).thenComparing(Owner::closeness))
                .map(Owner::clientId);
    }

    @Override
    public Optional<String> responsible(String licenseType, String areaCode, String asking) {
        return responsible(licenseType, Set.of(areaCode), asking);
    }

    private static Owner owner(ResultSet row, int number) throws SQLException {
        return new Owner(row.getString("license_type"), row.getString("region"), row.getString("client_id"));
    }
}
