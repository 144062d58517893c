package org.licensehub.hub.audit.internal.flags;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What is counted where, and from when on it is a flag. */
@Component
class FlagRules {

    private final FlagProperties limits;
    private final FlagCounts counts;

    FlagRules(FlagProperties limits, FlagCounts counts) {
        this.limits = limits;
        this.counts = counts;
    }

    /** @param holders whether different holders are counted, or records */
    record Counted(FlagCount.Key key, boolean holders) {
    }

    /** @param usual what was compared with, or {@code null}; @param first position of the first record that counts */
    record Exceeded(long counted, long threshold, Long usual, long first) {
    }

    /** Everything that a record adds to. */
    List<Counted> countedBy(ObservedRecord record) {
        List<Counted> all = new ArrayList<>();
        if (record.own()) {
            all.add(records(FlagKind.OWN_RECORD, FlagPeriod.DAY, record, record.operator()));
        }
        if (record.isUse()) {
            ofUse(record, all);
        }
        if (record.isUse() || record.isForHolder()) {
            ofCaller(record, all);
        }
        all.removeIf(counted -> !limits.concerns(counted.key().kind(), record.caller()));
        return all;
    }

    private void ofUse(ObservedRecord record, List<Counted> all) {
        if (limits.noCase().isNone(record.caseNumber())) {
            all.add(records(FlagKind.NO_CASE_NUMBER, FlagPeriod.DAY, record, record.operator()));
        }
        if (limits.offHours().contains(record.at(), limits.zone())) {
            all.add(records(FlagKind.OFF_HOURS, FlagPeriod.DAY, record, record.operator()));
        }
        if (record.holder() != null && record.operator() != null) {
            all.add(holders(FlagKind.MANY_HOLDERS, FlagPeriod.HOUR, record, record.operator()));
            all.add(holders(FlagKind.MANY_HOLDERS, FlagPeriod.DAY, record, record.operator()));
        }
    }

    private void ofCaller(ObservedRecord record, List<Counted> all) {
        all.add(records(FlagKind.SUDDEN_RISE, FlagPeriod.HOUR, record, ""));
        all.add(records(FlagKind.SUDDEN_RISE, FlagPeriod.DAY, record, ""));
        if (record.holder() != null) {
            all.add(holders(FlagKind.SLOW_ENUMERATION, FlagPeriod.DAYS, record, ""));
        }
    }

    private Counted records(FlagKind kind, FlagPeriod period, ObservedRecord record, String operator) {
        return new Counted(key(kind, period, record, operator), false);
    }

    private Counted holders(FlagKind kind, FlagPeriod period, ObservedRecord record, String operator) {
        return new Counted(key(kind, period, record, operator), true);
    }

    private FlagCount.Key key(FlagKind kind, FlagPeriod period, ObservedRecord record, String operator) {
        return new FlagCount.Key(kind, period, record.caller(), operator == null ? "" : operator, period.startOf(record.at(), limits.zone()));
    }

    /** Whether what was counted is a flag. */
    Optional<Exceeded> exceeded(FlagCount count) {
        boolean hour = count.key().period() == FlagPeriod.HOUR;
        return switch (count.key().kind()) {
            case NO_CASE_NUMBER -> from(count, limits.noCase().records());
            case OFF_HOURS -> from(count, limits.offHours().records());
            case OWN_RECORD -> from(count, 1);
            case MANY_HOLDERS -> from(count, hour ? limits.manyHolders().hour() : limits.manyHolders().day());
            case SUDDEN_RISE -> rise(count, hour ? limits.rise().leastInHour() : limits.rise().leastInDay());
            case SLOW_ENUMERATION -> enumeration(count);
            case SEQUENTIAL_NUMBERS -> Optional.empty();
        };
    }

    private static Optional<Exceeded> from(FlagCount count, long threshold) {
        return count.counted() < threshold ? Optional.empty() : Optional.of(new Exceeded(count.counted(), threshold, null, count.first()));
    }

    private Optional<Exceeded> rise(FlagCount count, int least) {
        if (count.counted() < least) {
            return Optional.empty();
        }
        Instant from = count.key().startsAt().minus(Duration.ofDays(limits.rise().days()));
        return counts.median(count.key(), from, limits.rise().leastPast()).filter(usual -> count.counted() > usual * limits.rise().times())
                .map(usual -> new Exceeded(count.counted(), usual * limits.rise().times(), usual, count.first()));
    }

    /** The last days together; the day at hand as it is in memory. */
    private Optional<Exceeded> enumeration(FlagCount today) {
        FlagCount.Key key = today.key();
        Instant from = key.startsAt().minus(Duration.ofDays(limits.enumeration().days() - 1L));
        int threshold = limits.enumeration().holders();
        if (today.counted() + counts.sumOfCaller(key.kind(), key.caller(), from, key.startsAt()) < threshold) {
            return Optional.empty();
        }
        HolderSketch all = new HolderSketch();
        all.merge(today.holders());
        long first = today.first();
        for (FlagCount earlier : counts.ofCaller(key.kind(), key.caller(), from, key.startsAt())) {
            all.merge(earlier.holders());
            first = Math.min(first, earlier.first());
        }
        return all.count() < threshold ? Optional.empty() : Optional.of(new Exceeded(all.count(), threshold, null, first));
    }

    /** The flag that an earlier day of the same enumeration led to, which goes on then. */
    Optional<UUID> begunEarlier(FlagCount count) {
        FlagCount.Key key = count.key();
        return key.kind() != FlagKind.SLOW_ENUMERATION ? Optional.empty()
                : counts.ofCaller(key.kind(), key.caller(), key.startsAt().minus(Duration.ofDays(limits.enumeration().days() - 1L)), key.startsAt()).stream()
                        .map(FlagCount::flag).filter(java.util.Objects::nonNull).findFirst();
    }
}
