package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.access.Consents;
import org.licensehub.hub.access.KnownCaller;
import org.licensehub.hub.access.UseLimits;
import org.licensehub.hub.audit.AppendResult;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.audit.NumberRuns;
import org.licensehub.hub.audit.RevisionGuard;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.HolderReader;
import org.springframework.stereotype.Service;

/** Lookup by holder code (一证通办, L5), for callers of this hub and for the hubs below. */
@Service
class Lookups {

    /** A holder whose licenses change faster than this many readings is answered with 503. */
    private static final int READINGS = 8;

    private final AccessPolicy policy;
    private final UseLimits limits;
    private final Consents consents;
    private final PersonalData protection;
    private final HolderReader reader;
    private final LicenseViews views;
    private final HubAbove hubAbove;
    private final AuditLog audit;
    private final Refusals refusals;
    private final Freshness freshness;
    private final RecentAnswers recent;
    private final NumberRuns runs;
    private final ObjectMapper json;
    private final Clock clock;

    Lookups(AccessPolicy policy, UseLimits limits, Consents consents, PersonalData protection, HolderReader reader, LicenseViews views, HubAbove hubAbove,
            AuditLog audit, Refusals refusals, Freshness freshness, RecentAnswers recent, NumberRuns runs, ObjectMapper json, Clock clock) {
        this.policy = policy;
        this.limits = limits;
        this.consents = consents;
        this.protection = protection;
        this.reader = reader;
        this.views = views;
        this.hubAbove = hubAbove;
        this.audit = audit;
        this.refusals = refusals;
        this.freshness = freshness;
        this.recent = recent;
        this.runs = runs;
        this.json = json;
        this.clock = clock;
    }

    /**
     * How an answer is cut down before it is recorded and leaves.
     *
     * @param name what the record calls that by which it is cut down
     * @param value code or version of it; {@code null}: the answer stays whole
     */
    record Shape(String name, String value, UnaryOperator<LookupAnswer> cut) {

        private static final Shape WHOLE = new Shape("form", null, UnaryOperator.identity());
    }

    LookupAnswer answer(LookupRequest request, Asker asker) {
        return answer(request, asker, Shape.WHOLE);
    }

    LookupAnswer answer(LookupRequest request, Asker asker, Shape shape) {
        freshness.requireUsable(request);
        limits.countForPurpose(asker.grantee(), request.elements().serviceItem(), 1);
        HolderKey holder = protection.holderKey(request.holderCodeType(), request.holderCode());
        AccessDecision decision = decide(request, asker, holder);
        limits.countForHolder(asker.grantee(), holder);
        HubAbove.Result fromAbove = request.reach() == LookupRequest.Reach.ABOVE ? hubAbove.lookup(request, decision.types(), asker) : null;
        for (int reading = 0; reading < READINGS; reading++) {
            HolderReader.Reading found = reader.read(holder);
            Optional<LookupAnswer> fresh = freshness.of(shape.cut().apply(compose(request, decision, found, fromAbove)), request, found.holder().licenses());
            if (fresh.isEmpty()) {
                // something newer came in, and is read again
                reader.forget(holder);
                continue;
            }
            LookupAnswer answer = fresh.get();
            AuditDraft draft = draft(request, asker, holder, answer).with(shape.name(), shape.value()).with(Freshness.facts(request, answer))
                    .with("consent", decision.consent() == null ? null : decision.consent().id().toString());
            if (audit.append(draft, guard(holder, found), decision.ground()) instanceof AppendResult.Appended appended) {
                asked(request, asker, appended.receipt());
                return answer.with(appended.receipt());
            }
            reader.forget(holder);
            decision = decide(request, asker, holder);
        }
        throw new ProblemException(ProblemType.STORE_UNAVAILABLE, "证照正在变更，请稍后重试 / The holder's licenses are changing; try again");
    }

    /**
     * Answers from what memory knows of the caller, in one attempt.
     *
     * @param request for licenses of this hub, by grant
     * @return the answer as it leaves, JSON in UTF-8, its record kept; empty if it was not to be had that way: {@link #answer} tells why, or answers
     */
    Optional<byte[]> answerKnown(LookupRequest request, KnownCaller caller) {
        String clientId = caller.caller().clientId();
        AccessDecision decision = caller.hasQuotas() ? policy.decide(clientId, AccessAction.LOOKUP, request.licenseTypes(), request.elements())
                : policy.decide(caller, AccessAction.LOOKUP, request.licenseTypes(), request.elements());
        if (decision.types().isEmpty()) {
            return Optional.empty();
        }
        limits.countForPurpose(clientId, request.elements().serviceItem(), 1);
        HolderKey holder = protection.holderKey(request.holderCodeType(), request.holderCode());
        limits.countForHolder(clientId, holder);
        HolderReader.Reading found = reader.read(holder);
        RecentAnswers.Key key = RecentAnswers.Key.of(request, caller, decision, holder, found, LocalDate.now(clock));
        RecentAnswers.Prepared prepared = recent.get(key, () -> prepare(compose(request, decision, found, null)));
        AuditDraft draft = draft(request, Asker.caller(clientId), holder, prepared);
        if (audit.append(draft, guard(holder, found), decision.ground(caller.version())) instanceof AppendResult.Appended appended) {
            asked(request, Asker.caller(clientId), appended.receipt());
            return Optional.of(withReceipt(prepared.written(), appended.receipt()));
        }
        reader.forget(holder);
        return Optional.empty();
    }

    /** What only somebody sees who has the number. */
    void asked(LookupRequest request, Asker asker, AuditReceipt receipt) {
        runs.asked(asker.grantee(), request.elements().operator(), request.holderCode(), receipt.sequence());
    }

    private static RevisionGuard guard(HolderKey holder, HolderReader.Reading found) {
        return new RevisionGuard(Map.of(holder, found.holder().revision()));
    }

    /** The receipt is the last property of an answer: what was digested need not be written a second time. */
    private byte[] withReceipt(byte[] answer, AuditReceipt receipt) {
        byte[] end = (",\"receipt\":" + text(receipt) + "}").getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(answer, answer.length - 1 + end.length);
        System.arraycopy(end, 0, whole, answer.length - 1, end.length);
        return whole;
    }

    private String text(AuditReceipt receipt) {
        try {
            return json.writeValueAsString(receipt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A receipt is always JSON", e);
        }
    }

    /** @throws ProblemException if nothing is granted or the consent is not usable; the refusal is in the log then */
    private AccessDecision decide(LookupRequest request, Asker asker, HolderKey holder) {
        if (request.consent() != null) {
            return consents.decide(request.consent(), asker.grantee(), holder, request.licenseTypes(), request.elements().serviceItem())
                    .orElseThrow(() -> refusals.refuseConsent(asker.draft(AuditEvent.ACCESS_REFUSED, request.elements()).about(holder)));
        }
        AccessDecision decision = policy.decide(asker.grantee(), AccessAction.LOOKUP, request.licenseTypes(), request.elements());
        if (decision.types().isEmpty()) {
            throw refusals.refuse(asker.draft(AuditEvent.ACCESS_REFUSED, request.elements()).about(holder), "LOOKUP", decision.missing());
        }
        return decision;
    }

    LookupAnswer compose(LookupRequest request, AccessDecision decision, HolderReader.Reading found, HubAbove.Result above) {
        LicenseView.Origin from = found.fromCache() ? LicenseView.Origin.CACHE : LicenseView.Origin.RECORD;
        LocalDate today = LocalDate.now(clock);
        List<License> own = found.holder().licenses().stream().filter(license -> decision.covers(license.typeCode(), license.areaCode(), license.identifier()))
                .filter(license -> request.includeEnded() || license.standingOn(today) != LicenseState.Standing.INVALID)
                .filter(license -> request.after() == null || text(license.id()).compareTo(text(request.after())) > 0)
                .sorted(Comparator.comparing(license -> text(license.id()))).toList();
        List<LicenseView> shown = new ArrayList<>(own.stream().limit(request.limit())
                .map(license -> views.view(license, decision, from, found.holder().readAt())).toList());
        UUID next = own.size() > request.limit() ? shown.get(shown.size() - 1).id() : null;
        if (above == null) {
            return new LookupAnswer(shown, decision.missing(), next, null, decision.basis(), null);
        }
        // what this hub has itself is its own answer; the hub above adds what is not here
        List<UUID> here = found.holder().licenses().stream().map(License::id).toList();
        List<LicenseView> added = above.licenses().stream().filter(view -> !here.contains(view.id()))
                .filter(view -> decision.covers(view.licenseType(), view.areaCode())).map(view -> views.fromAbove(view, decision)).toList();
        List<LicenseView> all = Stream.concat(shown.stream(), request.after() == null ? added.stream() : Stream.empty()).toList();
        return new LookupAnswer(all, decision.missing(), next, above.summary(), decision.basis(), null);
    }

    private static String text(UUID id) {
        return id.toString();
    }

    AuditDraft draft(LookupRequest request, Asker asker, HolderKey holder, LookupAnswer answer) {
        return draft(request, asker, holder, prepare(answer));
    }

    private static AuditDraft draft(LookupRequest request, Asker asker, HolderKey holder, RecentAnswers.Prepared prepared) {
        return asker.draft(AuditEvent.LOOKUP_ANSWERED, request.elements()).about(holder).with("holderCodeType", request.holderCodeType()).with(prepared.facts());
    }

    /** The digest of the answer is keyed, since an answer could be guessed from it. */
    private RecentAnswers.Prepared prepare(LookupAnswer answer) {
        byte[] written = written(answer);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("licenses", answer.licenses().stream().map(LicenseView::identifier).toList());
        facts.put("basis", answer.basis().name());
        facts.put("refusedTypes", Refusals.refusedTypes(answer.refusals()));
        facts.put("above", answer.above() == null ? null : answer.above().status());
        facts.put("aboveReceipt", answer.above() == null || answer.above().receipt() == null ? null : answer.above().receipt().leafHash());
        facts.put("answerDigest", HexFormat.of().formatHex(protection.digest("answer", written)));
        return new RecentAnswers.Prepared(written, facts);
    }

    /** Without its receipt, which there is none of yet. */
    private byte[] written(LookupAnswer answer) {
        try {
            return json.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer is always JSON", e);
        }
    }
}
