package org.licensehub.hub.access.internal;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Nonces and assertion ids that were used, for all nodes and across restarts (decision 0017). If it cannot be written, nothing counts as
 * unused: the failure goes to the caller as 503.
 */
@Component
class UsedOnce {

    /** Kept for longer than they could be used, so that clocks of nodes may differ and step back that far. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final Clock clock;

    UsedOnce(JdbcTemplate jdbc, PersonalData protection, Clock clock) {
        this.jdbc = jdbc;
        this.protection = protection;
        this.clock = clock;
    }

    /**
     * Uses a value up, provided that the caller is still registered in that version: one statement for both.
     *
     * @param expiresAt when the value would be refused for its age anyway
     * @return whether it was unused and the caller is as the version says
     */
    boolean use(String purpose, String clientId, long version, String value, Instant expiresAt) {
        byte[] digest = protection.digest("used-once:" + purpose, (clientId + '\n' + value).getBytes(StandardCharsets.UTF_8));
        return jdbc.update("""
                insert into used_once (digest, expires_at)
                select ?::bytea, ?::timestamptz from caller where client_id = ? and version = ? and disabled_at is null on conflict do nothing""", digest,
                Timestamp.from(expiresAt), clientId, version) == 1;
    }

    @Scheduled(fixedDelayString = "PT5M")
    void forgetExpired() {
        jdbc.update("delete from used_once where expires_at < ?", Timestamp.from(clock.instant().minus(MARGIN)));
    }
}
