package org.licensehub.hub.access.internal;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.licensehub.hub.access.AnswerGround;
import org.licensehub.hub.access.QuotaDay;
import org.licensehub.hub.audit.AnswerClaim;
import org.licensehub.hub.audit.AnswerLedger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Counts answers against the quotas of grants, uses consents up and stops answers whose grant or consent was withdrawn or ended since they
 * were decided, where their records are kept: one reading for all that share a commit. The log's lock makes it one after the other on all
 * nodes, so that the count is exact; a node that is killed has either kept record and count or neither.
 */
@Component
class GrantLedger implements AnswerLedger {

    private final JdbcTemplate jdbc;
    private final QuotaDay day;
    private final Clock clock;

    GrantLedger(JdbcTemplate jdbc, QuotaDay day, Clock clock) {
        this.jdbc = jdbc;
        this.day = day;
        this.clock = clock;
    }

    /** A grant in force and what was taken of it. */
    private static final class Account {

        private final Long dailyQuota;
        private final Long totalQuota;
        private final LocalDate day;
        private long today;
        private long total;

        Account(Long dailyQuota, Long totalQuota, LocalDate day, long today, long total) {
            this.dailyQuota = dailyQuota;
            this.totalQuota = totalQuota;
            this.day = day;
            this.today = today;
            this.total = total;
        }

        boolean limited() {
            return dailyQuota != null || totalQuota != null;
        }

        boolean hasOneLeft() {
            return (dailyQuota == null || today < dailyQuota) && (totalQuota == null || total < totalQuota);
        }

        void take() {
            today++;
            total++;
        }
    }

    @Override
    public List<Boolean> settle(List<AnswerClaim> claims) {
        Set<UUID> ids = new TreeSet<>();
        claims.forEach(claim -> ids.addAll(ground(claim).grants()));
        Map<UUID, Account> accounts = accounts(ids);
        Long version = claims.stream().anyMatch(claim -> ground(claim).version() != null) ? version() : null;
        Set<UUID> taken = new TreeSet<>();
        List<UUID> named = claims.stream().map(claim -> ground(claim).consent()).filter(Objects::nonNull).toList();
        ConsentUses consents = new ConsentUses(jdbc, clock.instant(), named);
        List<Boolean> holds = new ArrayList<>();
        for (AnswerClaim claim : claims) {
            Set<UUID> grants = ground(claim).grants();
            UUID consent = ground(claim).consent();
            boolean current = ground(claim).version() == null || ground(claim).version().equals(version);
            boolean each = current && grants.stream().allMatch(id -> accounts.containsKey(id) && accounts.get(id).hasOneLeft())
                    && (consent == null || consents.use(consent));
            if (each) {
                grants.stream().filter(id -> accounts.get(id).limited()).forEach(id -> {
                    accounts.get(id).take();
                    taken.add(id);
                });
            }
            holds.add(each);
        }
        keep(taken, accounts);
        consents.keep();
        return holds;
    }

    private Long version() {
        return jdbc.queryForObject("select version from access_version", Long.class);
    }

    private static AnswerGround ground(AnswerClaim claim) {
        return (AnswerGround) claim;
    }

    /** A plain reading: it waits for nobody, and sees every change that is in the log. */
    private Map<UUID, Account> accounts(Set<UUID> ids) {
        Map<UUID, Account> accounts = new HashMap<>();
        if (ids.isEmpty()) {
            return accounts;
        }
        LocalDate today = day.today();
        jdbc.query("""
                select g.id, g.daily_quota, g.total_quota, u.day, u.taken_today, u.taken_total
                from access_grant g left join grant_usage u on u.grant_id = g.id
                where g.id = any(?) and g.revoked_at is null and (g.valid_to is null or g.valid_to > ?)""", row -> {
            LocalDate counted = row.getObject("day", LocalDate.class);
            boolean sameDay = counted != null && !counted.isBefore(today);
            accounts.put(row.getObject("id", UUID.class), new Account(row.getObject("daily_quota", Long.class),
                    row.getObject("total_quota", Long.class), sameDay ? counted : today, sameDay ? row.getLong("taken_today") : 0,
                    row.getLong("taken_total")));
        }, ids.toArray(UUID[]::new), Timestamp.from(clock.instant()));
        return accounts;
    }

    private void keep(Set<UUID> taken, Map<UUID, Account> accounts) {
        if (taken.isEmpty()) {
            return;
        }
        jdbc.batchUpdate("""
                insert into grant_usage (grant_id, day, taken_today, taken_total) values (?, ?, ?, ?)
                on conflict (grant_id) do update set day = excluded.day, taken_today = excluded.taken_today, taken_total = excluded.taken_total""",
                taken.stream().map(id -> new Object[] {id, Date.valueOf(accounts.get(id).day), accounts.get(id).today, accounts.get(id).total}).toList());
    }
}
