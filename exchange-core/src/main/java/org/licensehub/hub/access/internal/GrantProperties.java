package org.licensehub.hub.access.internal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Requests for grants, prefix {@code licensehub.access.grants}.
 *
 * @param workingDays Mondays to Fridays the owner has to decide; after them the security administrator may
 */
@ConfigurationProperties("licensehub.access.grants")
record GrantProperties(@DefaultValue("5") int workingDays) {

    GrantProperties {
        if (workingDays < 1) {
            throw new IllegalArgumentException("licensehub.access.grants.working-days 须为正数 / must be positive");
        }
    }
}
