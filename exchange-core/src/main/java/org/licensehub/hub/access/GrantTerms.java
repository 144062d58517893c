package org.licensehub.hub.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Set;

/**
 * What a grant is asked or given for; see {@link AccessGrant} for each part.
 *
 * @param regions absent means everywhere
 * @param validFrom absent means from now on
 * @param validTo absent means until withdrawn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GrantTerms(String licenseType, Set<AccessAction> actions, Set<String> fields, Set<String> serviceItems, Set<String> regions,
        Instant validFrom, Instant validTo, Long dailyQuota, Long totalQuota) {
}
