package org.licensehub.hub.access;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.licensehub.store.number.DivisionCode;

/**
 * Permission for one caller to use licenses of one type.
 *
 * @param clientId OAuth 2 client id, or {@code peer:} and the id of a neighbour hub
 * @param licenseType license-type code
 * @param fields names of the fields shown in clear; all others are masked
 * @param serviceItems codes of the service items it holds for
 * @param regions divisions (GB/T 2260) of the licenses it holds for; a division includes those within it: 350200 includes 350205
 * @param validTo {@code null} means until revoked
 * @param dailyQuota most answers a day; {@code null} means any number
 * @param totalQuota most answers ever; {@code null} means any number
 */
public record AccessGrant(UUID id, String clientId, String licenseType, Set<AccessAction> actions, Set<String> fields,
        Set<String> serviceItems, Set<String> regions, Instant validFrom,
        @Schema(types = {"string", "null"}, format = "date-time") Instant validTo,
        @Schema(types = {"integer", "null"}, format = "int64") Long dailyQuota,
        @Schema(types = {"integer", "null"}, format = "int64") Long totalQuota) {

    /** Stands for every field, every service item or every region. */
    public static final String ANY = "*";

    /** Whether there are only so many answers to be had by it. */
    public boolean limited() {
        return dailyQuota != null || totalQuota != null;
    }

    boolean isFor(String serviceItem) {
        return serviceItems.contains(ANY) || serviceItems.contains(serviceItem);
    }

    boolean isInForce(Instant at) {
        return !at.isBefore(validFrom) && (validTo == null || at.isBefore(validTo));
    }

    /** @param areaCode division of a license */
    boolean reaches(String areaCode) {
        return includes(regions, areaCode);
    }

    public boolean shows(String field) {
        return fields.contains(ANY) || fields.contains(field);
    }

    /** Whether one of the regions is this division or includes it. */
    public static boolean includes(Set<String> regions, String division) {
        return regions.contains(ANY) || DivisionCode.tryParse(division).filter(code -> regions.stream().map(DivisionCode::tryParse)
                .anyMatch(region -> region.isPresent() && region.get().contains(code))).isPresent();
    }
}
