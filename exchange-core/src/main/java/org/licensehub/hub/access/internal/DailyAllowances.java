package org.licensehub.hub.access.internal;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.licensehub.hub.platform.Accidents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts the calls of callers with a daily limit. A node takes calls from the database in blocks of one hundredth of the limit and
 * counts a block down in memory, so that 99 of 100 calls cost no query. What was taken is durable: a restart or a second node never lets
 * more than the limit through. A node that is killed loses the rest of its block, at most one hundredth of the limit; one that stops in
 * order gives it back.
 */
@Component
class DailyAllowances {

    private static final Logger LOG = LoggerFactory.getLogger(DailyAllowances.class);
    private static final int BLOCKS_A_DAY = 100;
    private static final int LARGEST_BLOCK = 1000;
    private static final int DAYS_KEPT = 32;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String GIVE_BACK = "update caller_usage set taken = taken - ? where client_id = ? and day = ?";

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final ZoneId zone;
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

    DailyAllowances(JdbcTemplate jdbc, Clock clock, AccessProperties access) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.zone = access.dayZone();
    }

    /** @return whether one more call fits into the caller's day */
    boolean take(String clientId, long limit) {
        return allowances.computeIfAbsent(clientId, Allowance::new).take(today(), limit);
    }

    /** Calls let through today, with what nodes hold in blocks and have not used yet. */
    long takenToday(String clientId) {
        List<Long> taken = jdbc.queryForList("select taken from caller_usage where client_id = ? and day = ?", Long.class, clientId, today());
        return taken.isEmpty() ? 0 : taken.get(0);
    }

    /** When the next day begins. */
    Instant resetsAt() {
        return today().plusDays(1).atStartOfDay(zone).toInstant();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    @PreDestroy
    void giveBackAll() {
        try {
            allowances.values().forEach(Allowance::giveBack);
        } catch (RuntimeException e) {
            LOG.warn("Daily allowances could not be given back, so less is left for today: {}", Accidents.describe(e));
        }
    }

    @Scheduled(fixedDelayString = "PT6H")
    void forgetOldDays() {
        jdbc.update("delete from caller_usage where day < ?", today().minusDays(DAYS_KEPT));
    }

    private record Block(LocalDate day, long limit, AtomicLong left) {

        boolean countDown(LocalDate on, long under) {
            return day.equals(on) && limit == under && left.getAndDecrement() > 0;
        }
    }

    /** What this node holds of one caller's day. */
    private final class Allowance {

        private final String clientId;
        private volatile Block block = new Block(LocalDate.MIN, 0, new AtomicLong());
        private volatile Block usedUp = block;
        private volatile Instant askAgain = Instant.MIN;

        Allowance(String clientId) {
            this.clientId = clientId;
        }

        boolean take(LocalDate day, long limit) {
            return block.countDown(day, limit) || !knownToBeUsedUp(day, limit) && takeFromNextBlock(day, limit);
        }

        /** Somebody who goes on calling after the last call of the day must not make a query each time. */
        private boolean knownToBeUsedUp(LocalDate day, long limit) {
            return usedUp.day.equals(day) && usedUp.limit == limit && clock.instant().isBefore(askAgain);
        }

        private synchronized boolean takeFromNextBlock(LocalDate day, long limit) {
            if (block.countDown(day, limit)) {
                return true;
            }
            giveBack();
            long size = Math.max(1, Math.min(LARGEST_BLOCK, limit / BLOCKS_A_DAY));
            long got = reserve(day, limit, size);
            if (got == 0) {
                usedUp = new Block(day, limit, new AtomicLong());
                askAgain = clock.instant().plus(RETRY);
                return false;
            }
            block = new Block(day, limit, new AtomicLong(got - 1));
            return true;
        }

        /** Near the end of the day's calls, where a whole block fits no more, calls are taken one by one. */
        private long reserve(LocalDate day, long limit, long size) {
            jdbc.update("insert into caller_usage (client_id, day, taken) values (?, ?, 0) on conflict do nothing", clientId, day);
            return fits(day, limit, size) ? size : fits(day, limit, 1) ? 1 : 0;
        }

        private boolean fits(LocalDate day, long limit, long calls) {
            return jdbc.update("update caller_usage set taken = taken + ? where client_id = ? and day = ? and taken + ? <= ?", calls, clientId,
                    day, calls, limit) == 1;
        }

        /** After a change of day or limit, and at the end. */
        synchronized void giveBack() {
            long rest = block.left.getAndSet(0);
            if (rest > 0) {
                jdbc.update(GIVE_BACK, rest, clientId, block.day);
            }
        }
    }
}
