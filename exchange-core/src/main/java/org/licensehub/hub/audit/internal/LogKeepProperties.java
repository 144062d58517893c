package org.licensehub.hub.audit.internal;

import java.time.Period;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long the log is kept, and how much of it there may be; prefix {@code licensehub.audit}.
 *
 * @param keep whole months a record is kept after the month it was written in, at least six; {@code null}: for ever
 * @param zone whose calendar the months are of
 * @param sizeLimit bytes that the log's tables may take; {@code null}: as many as the disk has. Nothing stops there: it is what alarms are counted by
 * @param waiting most answers that wait for their records at one moment on a node; more are refused with 503 at once
 */
@ConfigurationProperties("licensehub.audit")
record LogKeepProperties(Period keep, @DefaultValue("Asia/Shanghai") ZoneId zone, DataSize sizeLimit, @DefaultValue("4096") int waiting) {

    /** Least that the law asks for (网络安全法 article 21). */
    private static final int LEAST_MONTHS = 6;

    LogKeepProperties {
        if (keep != null && (keep.getDays() != 0 || keep.toTotalMonths() < LEAST_MONTHS)) {
            throw new IllegalArgumentException("licensehub.audit.keep 须为至少六个月的整月 / must be whole months, at least six, such as P36M: " + keep);
        }
        if (waiting < 1 || sizeLimit != null && sizeLimit.toBytes() < 1) {
            throw new IllegalArgumentException("licensehub.audit.waiting, licensehub.audit.size-limit 须为正数 / must be positive");
        }
    }
}
