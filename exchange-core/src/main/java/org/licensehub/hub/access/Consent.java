package org.licensehub.hub.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * What a holder agreed to (授权用证), without the code that proves it.
 *
 * @param licenseType license-type code
 * @param identifiers license identifiers (证照标识) it is for; empty: every license of the type
 * @param fields names of the fields that are shown; no other is, not even masked
 * @param serviceItem code of the service item it is for
 * @param clientId the only caller that may use it; absent: any
 * @param expiresAt from then on it is worth nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Consent(UUID id, String licenseType, Set<String> identifiers, Set<String> fields, String serviceItem, Use use, String clientId,
        Instant createdAt, Instant expiresAt, Instant usedAt, Instant withdrawnAt) {

    /** How often. */
    public enum Use {
        /** One answer. */
        ONE_USE,
        /** Any number of answers until it expires. */
        UNTIL
    }

    boolean usable(Instant at) {
        return withdrawnAt == null && at.isBefore(expiresAt) && (use == Use.UNTIL || usedAt == null);
    }

    boolean isFor(String caller, Set<String> wantedTypes, String item) {
        return (clientId == null || clientId.equals(caller)) && (wantedTypes.isEmpty() || wantedTypes.contains(licenseType)) && serviceItem.equals(item);
    }
}
