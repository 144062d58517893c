package org.licensehub.hub.access.internal;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits on calls and uses, prefix {@code licensehub.access.limits}. All nodes of a hub must have the same.
 *
 * @param caller calls of one caller that has no number of its own in the register
 * @param purpose uses by one caller for one service item
 * @param purposes the same for single service items, by code; they count instead
 * @param holder uses of one holder's licenses by all callers together
 * @param global calls of all callers together
 * @param patience longest wait for another node; a node that waits in vain counts alone for a while
 */
@ConfigurationProperties("licensehub.access.limits")
record LimitProperties(Rate caller, Rate purpose, Map<String, Rate> purposes, Rate holder, Rate global, @DefaultValue("100ms") Duration patience) {

    private static final Duration SHORTEST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    LimitProperties {
        caller = caller == null ? Rate.perSecond(500, 1_000) : caller;
        purpose = purpose == null ? Rate.perSecond(5_000, 20_000) : purpose;
        purposes = purposes == null ? Map.of() : Map.copyOf(purposes);
        holder = holder == null ? new Rate(600, Duration.ofMinutes(1), 600L) : holder;
        global = global == null ? Rate.perSecond(5_000, 10_000) : global;
        if (patience.compareTo(SHORTEST) < 0 || patience.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("licensehub.access.limits.patience 须为 5 毫秒至 2 秒 / must be 5 ms to 2 s: " + patience);
        }
    }

    Rate ofPurpose(String serviceItem) {
        return purposes.getOrDefault(serviceItem, purpose);
    }
}
