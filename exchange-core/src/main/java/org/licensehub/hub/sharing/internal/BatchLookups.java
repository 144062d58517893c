package org.licensehub.hub.sharing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.access.UseLimits;
import org.licensehub.hub.audit.AppendResult;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.GuardedDraft;
import org.licensehub.hub.audit.RevisionGuard;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.number.HolderCode;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.HolderReader;
import org.springframework.stereotype.Service;

/** Lookups of many holders in one question: each has an outcome and a record of its own, all records share one commit. */
@Service
class BatchLookups {

    private static final int READINGS = 8;
    private static final int PLACES = 4;

    private final AccessPolicy policy;
    private final UseLimits limits;
    private final PersonalData protection;
    private final HolderReader reader;
    private final Lookups lookups;
    private final Refusals refusals;
    private final AuditLog audit;
    private final Semaphore places = new Semaphore(PLACES);

    BatchLookups(AccessPolicy policy, UseLimits limits, PersonalData protection, HolderReader reader, Lookups lookups, Refusals refusals,
            AuditLog audit) {
        this.policy = policy;
        this.limits = limits;
        this.protection = protection;
        this.reader = reader;
        this.lookups = lookups;
        this.refusals = refusals;
        this.audit = audit;
    }

    /** A holder that is still to be answered. */
    private record Open(int index, LookupRequest request, HolderKey holder) {
    }

    /** @param types those granted when the question came: what is lost of them meanwhile is said item by item */
    private record Question(BatchRequest request, Asker asker, UUID batch, Set<String> types) {
    }

    private record Composed(Open open, LookupAnswer answer, GuardedDraft draft) {
    }

    /** A few at a time: each holds up to a thousand holders and, for a moment, the log. */
    BatchAnswer answer(BatchRequest request, Asker asker) {
        if (!places.tryAcquire()) {
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "批量查询较多，请稍后再试 / Many batches are being answered; try again in a moment");
        }
        try {
            return answerAll(request, asker);
        } finally {
            places.release();
        }
    }

    private BatchAnswer answerAll(BatchRequest request, Asker asker) {
        AccessDecision decision = policy.decide(asker.grantee(), AccessAction.LOOKUP, request.licenseTypes(), request.elements());
        if (decision.types().isEmpty()) {
            throw refusals.refuse(asker.draft(AuditEvent.ACCESS_REFUSED, request.elements()).with("holders", request.holders().size()), "LOOKUP",
                    decision.missing());
        }
        limits.countForPurpose(asker.grantee(), request.elements().serviceItem(), request.holders().size());
        BatchAnswer.Item[] items = new BatchAnswer.Item[request.holders().size()];
        List<Open> open = open(request, asker, items);
        UUID batch = UUID.randomUUID();
        for (int reading = 0; reading < READINGS && !open.isEmpty(); reading++) {
            open = answerCurrent(open, new Question(request, asker, batch, decision.types()), items);
        }
        open.forEach(stale -> items[stale.index] = BatchAnswer.Item.couldNotAsk(stale.index, "changing"));
        List<MissingGrant> missing = policy.decide(asker.grantee(), AccessAction.LOOKUP, request.licenseTypes(), request.elements()).missing();
        return new BatchAnswer(batch, List.of(items), missing, decision.basis());
    }

    /** Numbers that are none are answered as such; they keep nobody else from an answer. */
    private List<Open> open(BatchRequest request, Asker asker, BatchAnswer.Item[] items) {
        List<Open> open = new ArrayList<>();
        for (int i = 0; i < items.length; i++) {
            BatchRequest.Holder holder = request.holders().get(i);
            boolean wellFormed = holder != null && holder.holderCodeType() != null && holder.holderCode() != null
                    && HolderCode.tryParse(holder.holderCodeType(), holder.holderCode()).isPresent();
            if (!wellFormed) {
                items[i] = BatchAnswer.Item.couldNotAsk(i, "bad_number");
                continue;
            }
            HolderKey key = protection.holderKey(holder.holderCodeType(), holder.holderCode());
            if (limits.holderHasRoom(asker.grantee(), key)) {
                open.add(new Open(i, request.of(holder), key));
            } else {
                items[i] = BatchAnswer.Item.couldNotAsk(i, "too_often");
            }
        }
        return open;
    }

    /**
     * One reading of all that are open, with one decision. A grant that was withdrawn or used up before an item's record is kept does not
     * answer that item: it is decided again here, as the next reading.
     *
     * @return those whose licenses or grants changed while they were read
     */
    private List<Open> answerCurrent(List<Open> open, Question question, BatchAnswer.Item[] items) {
        Map<HolderKey, HolderReader.Reading> readings = reader.readAll(open.stream().map(Open::holder).toList());
        AccessDecision decision = policy.decide(question.asker.grantee(), AccessAction.LOOKUP, question.request.licenseTypes(), question.request.elements());
        List<String> lost = question.types.stream().filter(type -> !decision.types().contains(type)).sorted().toList();
        List<Composed> composed = new ArrayList<>();
        for (Open each : open) {
            HolderReader.Reading found = readings.get(each.holder);
            LookupAnswer answer = lookups.compose(each.request, decision, found, null);
            composed.add(new Composed(each, answer, new GuardedDraft(draft(each, question, decision, answer, lost),
                    new RevisionGuard(Map.of(each.holder, found.holder().revision())), decision.ground())));
        }
        List<AppendResult> results = audit.appendAll(composed.stream().map(Composed::draft).toList());
        List<Open> stale = new ArrayList<>();
        for (int i = 0; i < composed.size(); i++) {
            Open each = composed.get(i).open;
            if (results.get(i) instanceof AppendResult.Appended appended) {
                lookups.asked(each.request, question.asker, appended.receipt());
                items[each.index] = BatchAnswer.Item.of(each.index, composed.get(i).answer.with(appended.receipt()), decision, lost);
            } else {
                reader.forget(each.holder);
                stale.add(each);
            }
        }
        return stale;
    }

    /** An item that nothing is granted for any more was not answered, whatever others of the batch were. */
    private AuditDraft draft(Open open, Question question, AccessDecision decision, LookupAnswer answer, List<String> lost) {
        AuditDraft draft = decision.types().isEmpty()
                ? question.asker.draft(AuditEvent.ACCESS_REFUSED, question.request.elements()).about(open.holder).with("action", AccessAction.LOOKUP.name())
                        .with("basis", decision.basis().name()).with("refusedTypes", lost)
                : lookups.draft(open.request, question.asker, open.holder, answer);
        return draft.with("batch", question.batch.toString());
    }
}
