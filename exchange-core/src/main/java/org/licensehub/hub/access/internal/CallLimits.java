package org.licensehub.hub.access.internal;

import com.hazelcast.core.HazelcastInstance;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.UseLimits;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.catalogue.ServiceItemCatalogue;
import org.licensehub.store.protection.HolderKey;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Sheds what goes beyond a caller's share, so that others get theirs: rates by caller, purpose and holder, and of all together. What a
 * caller loses to its own limit takes nothing from the one of all.
 */
@Component
class CallLimits implements UseLimits {

    private static final int HOLDERS_KEPT = 50_000;
    /** A node asks the others about a holder only when it sees more than this part of the limit itself. */
    private static final int QUIET = 10;

    /** What a call can be too many of; the name stands in problems and in the log. */
    enum Limit {
        CALLER("本系统调用过于频繁", "This caller calls too often"),
        PURPOSE("该事项用证过于频繁", "Too many uses for this service item"),
        HOLDER("该持证主体的证照被频繁查询", "This holder's licenses are asked for too often"),
        GLOBAL("系统繁忙", "All callers together call too often");

        private final String zh;
        private final String en;

        Limit(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        String reason() {
            return "rate_" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** A call that was too many, and how long until there is room for it. */
    record Shed(Limit limit, Duration pause) {

        ProblemException problem() {
            long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
            return new ProblemException(ProblemType.RATE_LIMITED, limit.zh + "，请在 " + seconds + " 秒后重试 / " + limit.en + "; try again in " + seconds + " s")
                    .with("limit", limit.name()).with(ProblemException.RETRY_AFTER, seconds);
        }
    }

    private final LimitProperties limits;
    private final ServiceItemCatalogue items;
    private final RefusedCalls refused;
    private final TokenBuckets buckets;
    /** {@code null} where a tenth would be less than one use. */
    private final Rate quiet;
    private final TokenBuckets quietHolders = new LocalTokenBuckets(HOLDERS_KEPT);

    CallLimits(LimitProperties limits, ServiceItemCatalogue items, RefusedCalls refused, ObjectProvider<HazelcastInstance> hazelcast) {
        this.limits = limits;
        this.quiet = limits.holder().calls() < QUIET || limits.holder().burst() < QUIET ? null : limits.holder().share(QUIET);
        for (String item : limits.purposes().keySet()) {
            if (items.find(item).isEmpty()) {
                throw new IllegalArgumentException("licensehub.access.limits.purposes 中有事项目录没有的编码 / names a code that is not in the catalogue: " + item);
            }
        }
        this.items = items;
        this.refused = refused;
        HazelcastInstance cluster = hazelcast.getIfAvailable();
        this.buckets = cluster == null ? new LocalTokenBuckets(HOLDERS_KEPT) : new SharedTokenBuckets(cluster, limits.patience());
    }

    /**
     * Counts a call among those of its caller.
     *
     * @return why it is not let through, which whoever refuses it has to record; empty if it is
     */
    Optional<Shed> countCall(Caller caller) {
        Rate own = caller.callsPerSecond() == null ? limits.caller() : Rate.perSecond(caller.callsPerSecond(), 2L * caller.callsPerSecond());
        return take(Limit.CALLER, "caller " + caller.clientId(), own, 1);
    }

    /** The same for a call among those of all callers. */
    Optional<Shed> countInAll() {
        return take(Limit.GLOBAL, "global", limits.global(), 1);
    }

    /** Nobody can name buckets into being: an item has to be in the catalogue. */
    @Override
    public void countForPurpose(String grantee, String serviceItem, int holders) {
        if (items.find(serviceItem).isEmpty()) {
            throw AccessPolicy.unknownServiceItem();
        }
        Rate rate = limits.ofPurpose(serviceItem);
        if (holders > rate.burst()) {
            // waiting would not help
            throw ProblemException.invalid("holders", "too_many", "该事项一次至多查询 " + rate.burst() + " 个持证主体",
                    "at most " + rate.burst() + " holders at once for this service item").with("atMost", rate.burst());
        }
        refuse(take(Limit.PURPOSE, "purpose " + grantee + " " + serviceItem, rate, holders), grantee);
    }

    @Override
    public void countForHolder(String grantee, HolderKey holder) {
        refuse(shed(Limit.HOLDER, waitFor(holder)), grantee);
    }

    @Override
    public boolean holderHasRoom(String grantee, HolderKey holder) {
        boolean room = waitFor(holder).isZero();
        if (!room) {
            refused.record(grantee, Limit.HOLDER.reason(), null);
        }
        return room;
    }

    private Duration waitFor(HolderKey holder) {
        String name = "holder " + holder.hex();
        return quiet != null && quietHolders.take(name, quiet, 1).isZero() ? Duration.ZERO : buckets.take(name, limits.holder(), 1);
    }

    private Optional<Shed> take(Limit limit, String name, Rate rate, long tokens) {
        return shed(limit, buckets.take(name, rate, tokens));
    }

    private static Optional<Shed> shed(Limit limit, Duration wait) {
        return wait.isZero() ? Optional.empty() : Optional.of(new Shed(limit, wait));
    }

    private void refuse(Optional<Shed> shed, String grantee) {
        if (shed.isPresent()) {
            refused.record(grantee, shed.get().limit.reason(), null);
            throw shed.get().problem();
        }
    }
}
