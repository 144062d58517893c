package org.licensehub.hub.access;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Which day it is for daily quotas: that of {@code licensehub.access.day-zone}, as for the daily limits of callers. */
@Component
public class QuotaDay {

    private final Clock clock;
    private final ZoneId zone;

    public QuotaDay(Clock clock, @Value("${licensehub.access.day-zone:Asia/Shanghai}") ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }
}
