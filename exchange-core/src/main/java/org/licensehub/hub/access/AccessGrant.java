package org.licensehub.hub.access;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Permission for one caller to use licenses of one type.
 *
 * @param clientId OAuth 2 client id, or {@code peer:} and the id of a neighbour hub
 * @param licenseType license-type code
 * @param fields names of the fields shown in clear; all others are masked
 * @param serviceItems codes of the service items it holds for
 * @param validTo {@code null} means until revoked
 */
public record AccessGrant(UUID id, String clientId, String licenseType, Set<AccessAction> actions, Set<String> fields,
        Set<String> serviceItems, Instant validFrom, @Schema(types = {"string", "null"}, format = "date-time") Instant validTo) {

    /** Stands for every field or every service item. */
    public static final String ANY = "*";

    boolean covers(AccessAction action, String serviceItem, Instant at) {
        return actions.contains(action) && (serviceItems.contains(ANY) || serviceItems.contains(serviceItem))
                && !at.isBefore(validFrom) && (validTo == null || at.isBefore(validTo));
    }

    public boolean shows(String field) {
        return fields.contains(ANY) || fields.contains(field);
    }
}
