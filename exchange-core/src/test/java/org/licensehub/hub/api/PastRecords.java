package org.licensehub.hub.api;

import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.audit.internal.AuditStore;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.store.protection.HolderKey;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Records in the log of a running hub as they would have been written at another time. */
final class PastRecords {

    private static final int AT_ONCE = 500;
    private static final Random RANDOM = new Random(26);

    private PastRecords() {
    }

    /** Records at one moment. */
    static List<AuditReceipt> at(Instant moment, int count, IntFunction<AuditDraft> draft) {
        AuditStore store = new AuditStore(hub().part(JdbcTemplate.class), hub().part(ObjectMapper.class), hub().part(HubKeys.class),
                hub().part(HubProperties.class), Clock.fixed(moment, ZoneOffset.UTC));
        List<AuditReceipt> receipts = new ArrayList<>();
        for (int first = 0; first < count; first += AT_ONCE) {
            List<AuditDraft> drafts = new ArrayList<>();
            for (int i = first; i < Math.min(count, first + AT_ONCE); i++) {
                drafts.add(draft.apply(i));
            }
            hub().part(TransactionTemplate.class).executeWithoutResult(status -> receipts.addAll(store.append(drafts)));
        }
        return receipts;
    }

    /** A lookup like any other. */
    static AuditDraft lookup(String caller, String operator, HolderKey holder) {
        return AuditDraft.of(AuditEvent.LOOKUP_ANSWERED, caller).about(holder).with("organisation", "海沧区行政审批局").with("operator", operator)
                .with("serviceItem", RunningHub.SERVICE_ITEM).with("caseNumber", "CASE-2026-0001").with("purpose", "受理申请")
                .with("licenses", List.of()).with("basis", "DUTY");
    }

    /** Of nobody. */
    static HolderKey someHolder() {
        byte[] key = new byte[32];
        synchronized (RANDOM) {
            RANDOM.nextBytes(key);
        }
        return new HolderKey(key);
    }
}
