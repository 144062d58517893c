package org.licensehub.hub.demo;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.licensehub.hub.audit.AuditEvent;

/** What was asked of each hub, to be found again in its audit log: no more and no less. */
final class Tally {

    /** Answers, refusals, downloads, verifications. */
    static final Set<AuditEvent> QUESTIONS = EnumSet.of(AuditEvent.LOOKUP_ANSWERED, AuditEvent.ACCESS_REFUSED, AuditEvent.DATA_ANSWERED,
            AuditEvent.FILE_DOWNLOADED, AuditEvent.FILE_VERIFIED, AuditEvent.INFORMATION_VERIFIED);

    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    void count(AuditEvent event, String... sites) {
        for (String site : sites) {
            counts.computeIfAbsent(site + event, key -> new AtomicLong()).incrementAndGet();
        }
    }

    long of(AuditEvent event, String site) {
        AtomicLong count = counts.get(site + event);
        return count == null ? 0 : count.get();
    }

    long of(AuditEvent event) {
        return of(event, DemoSite.DISTRICT) + of(event, DemoSite.CITY) + of(event, DemoSite.PROVINCE);
    }
}
