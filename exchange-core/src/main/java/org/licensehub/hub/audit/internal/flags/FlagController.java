package org.licensehub.hub.audit.internal.flags;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.audit.internal.AuditIndex;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Flags, for auditors. Reading them is itself in the log, as a search is. */
@RestController
class FlagController {

    private static final int LONGEST_REASON = 500;
    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    private final FlagStore store;
    private final FlagCounts counts;
    private final FlagJob job;
    private final FlagProperties limits;
    private final AuditIndex index;
    private final AuditLog log;
    private final Clock clock;

    FlagController(FlagStore store, FlagCounts counts, FlagJob job, FlagProperties limits, AuditIndex index, AuditLog log, Clock clock) {
        this.store = store;
        this.counts = counts;
        this.job = job;
        this.limits = limits;
        this.index = index;
        this.log = log;
        this.clock = clock;
    }

    /**
     * A flag as auditors see it; it names no holder.
     *
     * @param day by the clock of {@code licensehub.audit.flags.zone}
     * @param startsAt beginning of the hour or day
     * @param usual median of this caller's earlier hours or days; absent where nothing is compared with
     * @param first position in the log of the first record it rests on; absent with OWN_RECORD, where it would tell whose key stands there
     * @param last of the last one so far
     */
    @Schema(name = "AuditFlag")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shown(UUID id, FlagKind kind, FlagExplanation explanation, String caller, String operator, LocalDate day, FlagPeriod period, Instant startsAt,
            long counted, long threshold, Long usual, Long first, Long last, Instant raisedAt, Flag.State state, String closedBy, Instant closedAt,
            String reason) {

        static Shown of(Flag flag, FlagProperties limits) {
            Optional<Flag.Closure> closed = Optional.ofNullable(flag.closed());
            boolean tellsWho = flag.kind() == FlagKind.OWN_RECORD;
            return new Shown(flag.id(), flag.kind(), FlagExplanation.of(flag), flag.caller(), flag.operator().isEmpty() ? null : flag.operator(),
                    flag.startsAt().atZone(limits.zone()).toLocalDate(), flag.period(), flag.startsAt(), flag.counted(), flag.threshold(), flag.usual(),
                    tellsWho ? null : flag.first(), tellsWho ? null : flag.last(), flag.raisedAt(), flag.state(), closed.map(Flag.Closure::by).orElse(null),
                    closed.map(Flag.Closure::at).orElse(null), closed.map(Flag.Closure::reason).orElse(null));
        }
    }

    @Schema(name = "FlagClosure")
    record Closing(String reason) {
    }

    /** A place in the flags. @param upTo number of the newest when the first page was read: what was raised since then is not part of it */
    private record Cursor(long after, long upTo) {

        static Optional<Cursor> parse(String text) {
            Matcher form = CURSOR.matcher(text);
            return form.matches() ? Optional.of(new Cursor(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)))) : Optional.empty();
        }
    }

    @Operation(summary = "审计提示 / Flags: what an auditor would look for", description = "In the order in which they were raised, as many as there were when the"
            + " first page was read. They go as far as the log did then.")
    @GetMapping("/api/v1/audit/flags")
    Page<Shown> list(@ParameterObject FlagWords words, @RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit,
            Principal auditor) {
        int size = Page.limit(limit);
        Map<String, Object> conditions = words.conditions();
        Cursor cursor = after.isEmpty() ? begin() : Cursor.parse(after).filter(known -> known.upTo() <= store.newest()).orElseThrow(
                () -> ProblemException.invalid("after", "unknown_cursor", "须为上一页的 next", "must be the next of the page before"));
        List<Flag> found = store.page(conditions, cursor.after(), cursor.upTo(), size);
        log.append(words.recordedIn(AuditDraft.of(AuditEvent.FLAGS_READ, auditor.getName())).with("flags", found.size()));
        String next = found.size() < size ? null : found.get(found.size() - 1).number() + "-" + cursor.upTo();
        return new Page<>(found.stream().map(flag -> Shown.of(flag, limits)).toList(), next);
    }

    private Cursor begin() {
        index.catchUp(log.latestHead().map(TreeHead::size).orElse(0L));
        job.catchUp();
        return new Cursor(0, store.newest());
    }

    @Operation(summary = "办结审计提示 / Close a flag with what was found; counting begins anew")
    @PostMapping("/api/v1/audit/flags/{id}/closure")
    @Transactional
    public Shown close(@PathVariable UUID id, @RequestBody Closing closing, Principal auditor) {
        if (closing.reason() == null || closing.reason().isBlank() || closing.reason().length() > LONGEST_REASON) {
            throw ProblemException.invalid("reason", "missing_field", "须说明核查结果，不超过 500 字", "is required, at most 500 characters");
        }
        store.lock();
        Flag flag = store.find(id).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该提示 / No such flag"));
        if (flag.caller().equals(auditor.getName())) {
            throw new ProblemException(ProblemType.SECOND_PERSON, "不得办结关于自己的提示 / Nobody closes a flag about themselves");
        }
        if (!store.close(id, new Flag.Closure(auditor.getName(), clock.instant(), closing.reason()))) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "该提示已办结 / It is closed already");
        }
        counts.forget(flag);
        log.appendInTransaction(AuditDraft.of(AuditEvent.FLAG_CLOSED, auditor.getName()).with("flag", id.toString()).with("kind", flag.kind().name())
                .with("caller", flag.caller()));
        return Shown.of(store.find(id).orElseThrow(), limits);
    }

    @Operation(summary = "审计提示统计 / Flags by kind and state")
    @GetMapping("/api/v1/statistics/audit-flags")
    List<FlagStore.Count> counts() {
        return store.counts();
    }
}
