package org.licensehub.hub.audit.internal.flags;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.NumberRuns;
import org.licensehub.hub.platform.Accidents;
import org.licensehub.hub.platform.HubProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Follows the log's index and raises flags, each of them once: in the order of the log, one node at a time, and with nothing kept in memory. */
@Component
class FlagJob {

    static final String ACTOR = "hub:audit";

    private static final Logger LOG = LoggerFactory.getLogger(FlagJob.class);
    private static final int AT_ONCE = 500;
    /** Other workers wait for the same thread; what is left is for the next time. */
    private static final int BATCHES_A_TIME = 5;

    private final JdbcTemplate jdbc;
    private final FlagStore store;
    private final FlagCounts counts;
    private final FlagRules rules;
    private final FlagProperties limits;
    private final NumberRuns runs;
    private final AuditLog log;
    private final TransactionTemplate transaction;
    private final ObjectMapper json;
    private final boolean works;
    private final Clock clock;

    FlagJob(JdbcTemplate jdbc, FlagStore store, FlagCounts counts, FlagRules rules, FlagProperties limits, NumberRuns runs, AuditLog log,
            TransactionTemplate transaction, ObjectMapper json, HubProperties hub, Clock clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.counts = counts;
        this.rules = rules;
        this.limits = limits;
        this.runs = runs;
        this.log = log;
        this.transaction = transaction;
        this.json = json;
        this.works = hub.workers();
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void follow() {
        if (!works) {
            return;
        }
        try {
            raiseRuns();
            int batches = 0;
            while (batches < BATCHES_A_TIME && more()) {
                batches++;
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Flags do not follow the log for now: {}", Accidents.describe(e));
        }
    }

    /** Everything that the index of the log holds now. */
    void catchUp() {
        raiseRuns();
        boolean more = true;
        while (more) {
            more = more();
        }
    }

    private boolean more() {
        return Boolean.TRUE.equals(transaction.execute(status -> lookAtNext()));
    }

    private boolean lookAtNext() {
        long next = store.lock().next();
        long indexed = jdbc.queryForObject("select next from audit_index_state", Long.class);
        if (next >= indexed) {
            return false;
        }
        long end = Math.min(next + AT_ONCE, indexed);
        List<ObservedRecord> observed = observed(next, end);
        count(observed);
        store.advance(end);
        if (!observed.isEmpty()) {
            counts.removeBefore(observed.get(0).at().minus(Duration.ofDays(limits.memory())));
        }
        return true;
    }

    /** The body is read only where the national interface put registered elements in place of some that were not in the call. */
    private List<ObservedRecord> observed(long from, long end) {
        return jdbc.query("""
                select i.sequence, i.at, r.event, i.actor, i.operator, i.case_number, r.holder_key,
                    case when strpos(r.body, '"defaulted":[') > 0 then r.body end as defaulted,
                    r.holder_key is not null and exists (select 1 from operator_holder o where o.holder_key = r.holder_key and o.caller = i.actor
                        and o.operator in ('', i.operator)) as own
                from audit_index i join audit_record r using (sequence) where i.sequence >= ? and i.sequence < ? order by i.sequence""",
                (row, number) -> new ObservedRecord(row.getLong(1), row.getTimestamp(2).toInstant(), AuditEvent.valueOf(row.getString(3)), row.getString(4),
                        row.getString(5), isDefaulted(row.getString(8)) ? null : row.getString(6), row.getBytes(7), row.getBoolean(9)), from, end);
    }

    private boolean isDefaulted(String body) {
        if (body == null) {
            return false;
        }
        try {
            for (JsonNode element : json.readTree(body).path("defaulted")) {
                if ("caseNumber".equals(element.asText())) {
                    return true;
                }
            }
            return false;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of the log is not as it was written", e);
        }
    }

    private void count(List<ObservedRecord> observed) {
        Map<FlagCount.Key, List<ObservedRecord>> byKey = new LinkedHashMap<>();
        Map<FlagCount.Key, Boolean> countsHolders = new LinkedHashMap<>();
        for (ObservedRecord record : observed) {
            for (FlagRules.Counted counted : rules.countedBy(record)) {
                byKey.computeIfAbsent(counted.key(), key -> new ArrayList<>()).add(record);
                countsHolders.put(counted.key(), counted.holders());
            }
        }
        if (byKey.isEmpty()) {
            return;
        }
        Map<FlagCount.Key, FlagCount> all = counts.load(byKey.keySet());
        byKey.forEach((key, records) -> records.forEach(record -> all.get(key).add(record.sequence(), countsHolders.get(key) ? record.holder() : null)));
        counts.save(List.copyOf(all.values()));
        // days in their order: each is judged by those before it, which may be of the same batch
        Map<UUID, FlagStore.Growth> grown = new LinkedHashMap<>();
        all.values().stream().sorted(Comparator.comparing(each -> each.key().startsAt())).forEach(count -> judge(count, grown));
        store.grow(List.copyOf(grown.values()));
    }

    /** @param grown takes flags that go on; a later day of the same takes the place of an earlier one */
    private void judge(FlagCount count, Map<UUID, FlagStore.Growth> grown) {
        rules.exceeded(count).ifPresent(exceeded -> {
            if (count.flag() == null) {
                rules.begunEarlier(count).ifPresent(flag -> flagged(count, flag));
            }
            if (count.flag() != null) {
                grown.put(count.flag(), new FlagStore.Growth(count.flag(), exceeded.counted(), count.last()));
                return;
            }
            FlagCount.Key key = count.key();
            Flag flag = new Flag(UUID.randomUUID(), 0, key.kind(), key.period(), key.caller(), key.operator(), key.startsAt(), exceeded.counted(),
                    exceeded.threshold(), exceeded.usual(), exceeded.first(), count.last(), clock.instant(), null);
            if (raise(flag)) {
                flagged(count, flag.id());
            }
        });
    }

    private void flagged(FlagCount count, UUID flag) {
        count.flagged(flag);
        counts.saveFlag(count.key(), flag);
    }

    private boolean raise(Flag flag) {
        if (!store.raise(flag)) {
            return false;
        }
        log.appendInTransaction(AuditDraft.of(AuditEvent.FLAG_RAISED, ACTOR).with("flag", flag.id().toString()).with("kind", flag.kind().name())
                .with("caller", flag.caller()).with("operator", flag.operator().isEmpty() ? null : flag.operator()).with("counted", flag.counted())
                .with("threshold", flag.threshold()));
        return true;
    }

    /** What this node noticed while it answered. If it is killed before, runs of the last second are not told. */
    private void raiseRuns() {
        List<NumberRuns.Noticed> noticed = runs.take();
        if (noticed.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> {
                store.lock();
                noticed.stream().filter(run -> limits.concerns(FlagKind.SEQUENTIAL_NUMBERS, run.caller())).forEach(this::raise);
            });
        } catch (DataAccessException | TransactionException e) {
            runs.putBack(noticed);
            throw e;
        }
    }

    /** A run that goes on is the same flag. */
    private void raise(NumberRuns.Noticed run) {
        Instant now = clock.instant();
        if (!store.growRun(run.caller(), run.first(), run.length(), run.last())) {
            raise(new Flag(UUID.randomUUID(), 0, FlagKind.SEQUENTIAL_NUMBERS, FlagPeriod.RUN, run.caller(), run.operator(), now, run.length(),
                    limits.sequence().run(), null, run.first(), run.last(), now, null));
        }
    }
}
