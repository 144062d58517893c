package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessBasis;
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
import org.licensehub.store.model.License;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.stereotype.Service;

/**
 * Precise search (精准化搜索, L9). A page is answered after the log holds one record for each license it shows and one for the page: what is shown is
 * current, granted and counted in the transaction that keeps its record, as with every other answer.
 */
@Service
class LicenseSearches {

    private static final int READINGS = 8;
    private static final int PLACES = 4;

    private final LicenseSearchStore store;
    private final LicenseWords words;
    private final SearchCursors cursors;
    private final LicenseRepository licenses;
    private final AccessPolicy policy;
    private final UseLimits limits;
    private final LicenseViews views;
    private final Refusals refusals;
    private final AuditLog audit;
    private final PersonalData protection;
    private final ObjectMapper json;
    private final Clock clock;
    private final Semaphore places = new Semaphore(PLACES);

    LicenseSearches(LicenseSearchStore store, LicenseWords words, SearchCursors cursors, LicenseRepository licenses, AccessPolicy policy, UseLimits limits,
            LicenseViews views, Refusals refusals, AuditLog audit, PersonalData protection, ObjectMapper json, Clock clock) {
        this.store = store;
        this.words = words;
        this.cursors = cursors;
        this.licenses = licenses;
        this.policy = policy;
        this.limits = limits;
        this.views = views;
        this.refusals = refusals;
        this.audit = audit;
        this.protection = protection;
        this.json = json;
        this.clock = clock;
    }

    /** What one page is about. */
    private record Page(LicenseQuestion question, Asker asker, SearchCursors.Cursor cursor) {
    }

    /** What is granted now, and how far that lets a search look. */
    private record Sight(AccessDecision decision, List<SearchReach> reaches, List<MissingGrant> missing) {
    }

    private record Composed(UUID id, LicenseView view, GuardedDraft draft) {
    }

    /** A few at a time: each may read a thousand licenses and hold, for a moment, the log. */
    LicenseSearchAnswer answer(LicenseSearchRequest request, Asker asker) {
        LicenseQuestion question = request.checked();
        Page page = new Page(question, asker, cursors.read(request.after(), question, asker.grantee()));
        if (!places.tryAcquire()) {
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "检索较多，请稍后再试 / Many searches are being answered; try again in a moment");
        }
        try {
            return answer(page);
        } finally {
            places.release();
        }
    }

    private LicenseSearchAnswer answer(Page page) {
        Sight sight = sight(page);
        if (sight.reaches.isEmpty()) {
            throw refusals.refuse(draft(page, AuditEvent.ACCESS_REFUSED).with(page.question.facts()), AccessAction.LOOKUP.name(), sight.missing);
        }
        int limit = page.question.limit();
        List<LicenseSearchStore.Place> found = store.page(page.question, sight.reaches, page.cursor.after(), limit + 1);
        List<UUID> ids = found.stream().limit(limit).map(LicenseSearchStore.Place::id).toList();
        limits.countForPurpose(page.asker.grantee(), page.question.elements().serviceItem(), Math.max(1, ids.size()));
        Map<UUID, LicenseSearchAnswer.Found> shown = new HashMap<>();
        int withheld = show(page, sight, ids, shown);
        List<LicenseSearchAnswer.Found> items = ids.stream().map(shown::get).filter(Objects::nonNull).toList();
        String next = found.size() <= limit ? null
                : cursors.written(new SearchCursors.Cursor(page.cursor.search(), page.cursor.page() + 1, found.get(limit - 1)), page.question, page.asker.grantee());
        return recorded(page, items, withheld, next);
    }

    private Sight sight(Page page) {
        AccessDecision decision = policy.decide(page.asker.grantee(), AccessAction.LOOKUP, page.question.licenseTypes(), page.question.elements());
        List<MissingGrant> missing = new ArrayList<>(decision.missing());
        return new Sight(decision, SearchReach.of(decision, page.question, policy, missing), missing);
    }

    /** @return how many of them are not shown because a grant is gone; those that do not fit any more are simply not there */
    private int show(Page page, Sight first, List<UUID> ids, Map<UUID, LicenseSearchAnswer.Found> shown) {
        Set<UUID> open = new LinkedHashSet<>(ids);
        int withheld = 0;
        for (int reading = 0; reading < READINGS && !open.isEmpty(); reading++) {
            Map<HolderKey, Long> revisions = licenses.revisions(holdersOf(open));
            Sight sight = sight(page);
            List<UUID> fitting = store.fitting(page.question, sight.reaches, open);
            open.removeAll(fitting);
            withheld += open.isEmpty() ? 0 : store.fitting(page.question, first.reaches, open).size();
            open = settle(page, sight, fitting, revisions, shown);
        }
        if (!open.isEmpty()) {
            throw new ProblemException(ProblemType.STORE_UNAVAILABLE, "证照正在变更，请稍后重试 / The licenses are changing; try again");
        }
        return withheld;
    }

    private Set<HolderKey> holdersOf(Collection<UUID> ids) {
        return licenses.findAll(ids).stream().flatMap(license -> license.holders().stream()).collect(Collectors.toSet());
    }

    /** @return those that changed, or whose grant did, while they were read */
    private Set<UUID> settle(Page page, Sight sight, List<UUID> ids, Map<HolderKey, Long> revisions, Map<UUID, LicenseSearchAnswer.Found> shown) {
        List<Composed> composed = licenses.findAll(ids).stream().map(license -> composed(page, sight, license, revisions)).toList();
        List<AppendResult> results = audit.appendAll(composed.stream().map(Composed::draft).toList());
        Set<UUID> stale = new LinkedHashSet<>();
        for (int i = 0; i < results.size(); i++) {
            Composed each = composed.get(i);
            if (results.get(i) instanceof AppendResult.Appended appended) {
                shown.put(each.id, new LicenseSearchAnswer.Found(each.view, appended.receipt()));
            } else {
                stale.add(each.id);
            }
        }
        return stale;
    }

    private Composed composed(Page page, Sight sight, License license, Map<HolderKey, Long> revisions) {
        AccessDecision decision = sight.decision.about(license.typeCode(), license.areaCode());
        LicenseView view = views.view(license, decision, LicenseView.Origin.RECORD, clock.instant());
        AuditDraft draft = draft(page, AuditEvent.LICENSE_FOUND).about(license.holders().get(0)).with("identifier", license.identifier())
                .with("state", license.state().name()).with("answerDigest", digest("answer", written(view)));
        Map<HolderKey, Long> read = new LinkedHashMap<>();
        license.holders().forEach(holder -> read.put(holder, revisions.getOrDefault(holder, -1L)));
        return new Composed(license.id(), view, new GuardedDraft(draft, new RevisionGuard(read), decision.ground()));
    }

    /** Who is told that there is nothing got an answer too: it rests on the grants, and counts against them. */
    private LicenseSearchAnswer recorded(Page page, List<LicenseSearchAnswer.Found> items, int withheld, String next) {
        AuditDraft draft = draft(page, AuditEvent.LICENSES_SEARCHED).with(page.question.facts())
                .with("question", digest("search-question", page.question.text().getBytes(StandardCharsets.UTF_8)))
                .with("page", page.cursor.page()).with("withheld", withheld)
                .with("licenses", items.stream().map(item -> item.license().identifier()).toList());
        for (int attempt = 0; attempt < READINGS; attempt++) {
            Sight sight = sight(page);
            if (items.isEmpty() && withheld == 0 && sight.reaches.isEmpty()) {
                throw refusals.refuse(draft(page, AuditEvent.ACCESS_REFUSED).with(page.question.facts()), AccessAction.LOOKUP.name(), sight.missing);
            }
            AuditDraft whole = draft.with("refusedTypes", Refusals.refusedTypes(sight.missing));
            AppendResult result = items.isEmpty() && withheld == 0 ? audit.append(whole, RevisionGuard.none(), sight.decision.ground())
                    : audit.append(whole, RevisionGuard.none());
            if (result instanceof AppendResult.Appended appended) {
                long missing = page.question.words().isEmpty() ? 0 : words.missing();
                return new LicenseSearchAnswer(page.cursor.search(), items, next, sight.missing, withheld, missing == 0 ? null : missing, sight.decision.basis(),
                        appended.receipt());
            }
        }
        throw new ProblemException(ProblemType.STORE_UNAVAILABLE, "授权已变更，请重试 / The grant changed meanwhile; ask again");
    }

    private static AuditDraft draft(Page page, AuditEvent event) {
        return page.asker.draft(event, page.question.elements()).with("basis", AccessBasis.DUTY.name())
                .with("search", page.cursor.search().toString());
    }

    private String digest(String purpose, byte[] value) {
        return HexFormat.of().formatHex(protection.digest(purpose, value));
    }

    private byte[] written(LicenseView view) {
        try {
            return json.writeValueAsBytes(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A license is always JSON", e);
        }
    }
}
