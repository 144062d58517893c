package org.licensehub.hub.audit.internal.flags;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** Over what a flag was counted. */
enum FlagPeriod {
    HOUR,
    DAY,
    /** Several days together; counted day by day. */
    DAYS,
    /** From the first number of a run to the last. */
    RUN;

    /** Beginning of the period an instant falls into, by the clock on the wall. */
    Instant startOf(Instant at, ZoneId zone) {
        ZonedDateTime local = at.atZone(zone);
        return switch (this) {
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
            case DAY, DAYS -> local.toLocalDate().atStartOfDay(zone).toInstant();
            case RUN -> at;
        };
    }
}
