package org.licensehub.hub.access;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A grant and how far its quota is used. An answer counts when its audit record is kept, whether it shows a license or says that there is none.
 *
 * @param leftToday answers left of this day; {@code null} without a daily quota
 * @param leftInTotal answers left for good; {@code null} without a total quota
 */
public record HeldGrant(AccessGrant grant, @Schema(types = {"integer", "null"}, format = "int64") Long leftToday,
        @Schema(types = {"integer", "null"}, format = "int64") Long leftInTotal) {

    boolean usedUp() {
        return leftToday != null && leftToday <= 0 || leftInTotal != null && leftInTotal <= 0;
    }
}
