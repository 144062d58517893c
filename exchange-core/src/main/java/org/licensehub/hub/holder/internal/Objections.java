package org.licensehub.hub.holder.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.HolderRecords;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.protection.HolderKey;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Objections of holders (异议): raised about uses that are theirs, answered in time by the organisation whose caller it was. */
@Service
public class Objections {

    private static final int MOST_POSITIONS = 100;
    private static final int LONGEST = 1000;
    private static final int AT_ONCE = 100;

    private final ObjectionStore store;
    private final ObjectionProperties properties;
    private final HolderRecords records;
    private final CallerDirectory callers;
    private final AuditLog audit;
    private final ObjectMapper json;
    private final boolean works;
    private final Clock clock;

    Objections(ObjectionStore store, ObjectionProperties properties, HolderRecords records, CallerDirectory callers, AuditLog audit, ObjectMapper json,
            HubProperties hub, Clock clock) {
        this.store = store;
        this.properties = properties;
        this.records = records;
        this.callers = callers;
        this.audit = audit;
        this.json = json;
        this.works = hub.workers();
        this.clock = clock;
    }

    /** Who acts. @param administrator whether all of them are theirs to see */
    record Actor(String name, boolean administrator) {
    }

    /** What is read by who has to answer. */
    record Task(Objection objection, String reason, String answer, List<ShownUse> uses) {
    }

    @Transactional
    public Objection raise(HolderKey holder, List<Long> wanted, String reason, String portal) {
        requireText("reason", reason);
        if (wanted == null || wanted.isEmpty() || wanted.size() > MOST_POSITIONS || wanted.stream().anyMatch(position -> position == null || position < 0)) {
            throw ProblemException.invalid("positions", "out_of_range", "须给出 1 到 100 条记录的序号", "give the positions of 1 to 100 records");
        }
        List<Long> positions = List.copyOf(new TreeSet<>(wanted));
        List<HolderRecords.Use> uses = records.usesAt(holder, positions);
        if (uses.size() != positions.size()) {
            // one wording, whether there is such a record or not
            throw ProblemException.invalid("positions", "not_of_holder", "其中有的记录与该主体无关", "not all of them are uses of this holder's licenses");
        }
        List<String> actors = uses.stream().map(use -> ShownUse.actor(use, json)).distinct().toList();
        if (actors.size() != 1) {
            throw ProblemException.invalid("positions", "several_callers", "请按调用方分别提出", "object to the uses of each caller on its own");
        }
        if (store.isOpenAbout(holder, positions)) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "对其中记录的异议尚未答复 / An objection to some of them is still open");
        }
        Instant now = clock.instant();
        UUID id = UUID.randomUUID();
        store.add(new ObjectionStore.Raised(id, holder, positions, actors.get(0), organisation(actors.get(0)).orElse(""), reason, portal, now,
                now.plus(properties.due())));
        audit.appendInTransaction(AuditDraft.of(AuditEvent.OBJECTION_RAISED, portal).about(holder).with("objection", id.toString())
                .with("positions", positions).with("caller", actors.get(0)));
        return store.find(id).orElseThrow();
    }

    private Optional<String> organisation(String caller) {
        return callers.find(caller).map(Caller::organisation);
    }

    /** A holder's own, with what was written. Reading them is recorded. */
    @Transactional
    public List<Objection.Texts> ofHolder(HolderKey holder, UUID after, int limit, String portal) {
        List<Objection.Texts> found = store.ofHolder(holder, after, limit);
        audit.appendInTransaction(AuditDraft.of(AuditEvent.HOLDER_VIEW_READ, portal).about(holder).with("objections", found.size()));
        return found;
    }

    List<Objection> page(Actor actor, Objection.State state, Boolean overdue, UUID after, int limit) {
        return store.page(actor.administrator() ? null : own(actor), state, overdue, after, limit);
    }

    /** Nobody's organisation is empty: what belongs to none is for the administrators. */
    private String own(Actor actor) {
        return organisation(actor.name()).filter(organisation -> !organisation.isBlank())
                .orElseThrow(() -> new ProblemException(ProblemType.MISSING_SCOPE, "该账号不属于任何单位 / This account belongs to no organisation"));
    }

    /** With the holder's words and the uses it is about, told to who has to answer. */
    @Transactional
    public Task task(UUID id, Actor actor) {
        visible(id, actor);
        Objection.Texts texts = store.texts(id);
        HolderKey holder = store.holder(id);
        audit.appendInTransaction(AuditDraft.of(AuditEvent.OBJECTION_READ, actor.name()).with("objection", id.toString()));
        List<ShownUse> uses = records.usesAt(holder, texts.objection().positions()).stream()
                .map(use -> ShownUse.of(use, texts.objection().organisation(), null, json).withoutProof()).toList();
        return new Task(texts.objection(), texts.reason(), texts.answer(), uses);
    }

    @Transactional
    public Objection answer(UUID id, String answer, Boolean upheld, Actor actor) {
        requireText("answer", answer);
        if (upheld == null) {
            throw ProblemException.invalid("upheld", "missing_field", "须说明异议是否成立", "say whether the holder is right");
        }
        Objection objection = visible(id, actor);
        boolean own = organisation(actor.name()).filter(objection.organisation()::equals).isPresent();
        boolean fallsToAdministrator = actor.administrator() && (objection.organisation().isEmpty() || !clock.instant().isBefore(objection.dueAt()));
        if (!own && !fallsToAdministrator) {
            throw new ProblemException(ProblemType.NOT_THE_DECIDER, "到期之前由用证单位答复 / The organisation that used the licenses answers until it is due")
                    .with("dueAt", objection.dueAt().toString());
        }
        if (!store.answer(id, new ObjectionStore.Answered(answer, upheld, actor.name(), clock.instant()))) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "该异议已答复 / It is answered already");
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.OBJECTION_ANSWERED, actor.name()).about(store.holder(id)).with("objection", id.toString())
                .with("upheld", upheld));
        return store.find(id).orElseThrow();
    }

    private Objection visible(UUID id, Actor actor) {
        return store.find(id).filter(objection -> actor.administrator() || own(actor).equals(objection.organisation()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该异议，或不由本单位答复 / No such objection, or none of this organisation's"));
    }

    private static void requireText(String field, String text) {
        if (text == null || text.isBlank()) {
            throw ProblemException.invalid(field, "missing_field", "不可缺少", "is required");
        }
        if (text.length() > LONGEST) {
            throw ProblemException.invalid(field, "too_long", "超过 1000 字", "longer than 1,000 characters");
        }
    }

    List<Objection.Count> counts() {
        return store.counts();
    }

    /** Each once, on one node. */
    @Scheduled(fixedDelayString = "${licensehub.holder.overdue-interval:PT1M}")
    @Transactional
    public void noteOverdue() {
        if (!works) {
            return;
        }
        List<Objection> some;
        do {
            some = store.markOverdue(clock.instant(), AT_ONCE);
            some.forEach(objection -> audit.appendInTransaction(AuditDraft.of(AuditEvent.OBJECTION_OVERDUE, "hub:holder")
                    .with("objection", objection.id().toString()).with("caller", objection.caller())));
        } while (some.size() == AT_ONCE);
    }
}
