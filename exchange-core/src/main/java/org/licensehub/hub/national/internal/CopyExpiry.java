package org.licensehub.hub.national.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.licensehub.hub.platform.ProblemException;

/** Until when a copy is wanted, as clients write it; times are China's. */
final class CopyExpiry {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int DATE_LENGTH = 10;

    private CopyExpiry() {
    }

    /**
     * @param latest clients ask for copies that are good as long as the license; none is for longer than this
     * @return {@code null} if it is left open, which some write as two quotation marks
     * @throws ProblemException if it is no time
     */
    static Instant of(String written, Instant latest) {
        if (written == null || written.isBlank() || "''".equals(written.strip())) {
            return null;
        }
        Instant wanted = parsed(written.strip());
        return wanted.isAfter(latest) ? latest : wanted;
    }

    private static Instant parsed(String text) {
        try {
            if (text.length() == DATE_LENGTH) {
                // the day named is the last one
                return LocalDate.parse(text).plusDays(1).atStartOfDay(CHINA).toInstant();
            }
            return text.indexOf('T') > 0 ? Instant.parse(text) : LocalDateTime.parse(text, TIME).atZone(CHINA).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.invalid("data.certificateCopyExpiringTime", "bad_time", "须为 yyyy-MM-dd 或 yyyy-MM-dd HH:mm:ss",
                    "must be yyyy-MM-dd or yyyy-MM-dd HH:mm:ss");
        }
    }

    /** As clients read it. */
    static String written(Instant time) {
        return TIME.format(LocalDateTime.ofInstant(time, CHINA));
    }
}
