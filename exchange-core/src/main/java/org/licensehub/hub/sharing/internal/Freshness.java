package org.licensehub.hub.sharing.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.licensehub.hub.peering.Confirmation;
import org.licensehub.hub.peering.Confirmations;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.springframework.stereotype.Component;

/** Sees to it that what is answered was confirmed as late as the caller wants it, or says so of what was not. */
@Component
class Freshness {

    /** Clocks of callers and hubs differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final Confirmations confirmations;
    private final HubProperties hub;
    private final Clock clock;

    Freshness(Confirmations confirmations, HubProperties hub, Clock clock) {
        this.confirmations = confirmations;
        this.hub = hub;
        this.clock = clock;
    }

    /** @throws ProblemException if nothing could be as fresh as is asked for */
    void requireUsable(LookupRequest request) {
        if (request.oldestConfirmation() != null && request.oldestConfirmation().isAfter(clock.instant().plus(TOLERANCE))) {
            throw ProblemException.invalid("oldestConfirmation", "in_the_future", "不得晚于当前时间", "must not be in the future");
        }
    }

    /** @return the answer with what was found out; empty if licenses have changed for it and have to be read again */
    Optional<LookupAnswer> of(LookupAnswer answer, LookupRequest request, List<License> read) {
        if (request.oldestConfirmation() == null) {
            return Optional.of(answer);
        }
        Instant now = clock.instant();
        Instant oldest = request.oldestConfirmation().isAfter(now) ? now : request.oldestConfirmation();
        Map<UUID, Confirmation> known = confirmations.confirm(received(answer, read), oldest);
        if (known.values().stream().anyMatch(each -> each.outcome() == Confirmation.Outcome.TAKEN_IN)) {
            return Optional.empty();
        }
        List<LicenseView> views = answer.licenses().stream().map(view -> confirmed(view, known.get(view.id()), now))
                .filter(view -> request.includeEnded() || view.standing() != LicenseState.Standing.INVALID).toList();
        return Optional.of(new LookupAnswer(views, answer.refusals(), answer.next(), answer.above(), answer.basis(), null));
    }

    private Collection<License> received(LookupAnswer answer, List<License> read) {
        Set<UUID> shown = answer.licenses().stream().filter(view -> view.from() != LicenseView.Origin.ABOVE).map(LicenseView::id).collect(Collectors.toSet());
        return read.stream().filter(license -> shown.contains(license.id()) && !license.originHub().equals(hub.id())).toList();
    }

    /** A license of this hub is confirmed by the record of this answer, which is kept after now or not at all. */
    private LicenseView confirmed(LicenseView view, Confirmation known, Instant now) {
        if (view.from() == LicenseView.Origin.ABOVE) {
            return view;
        }
        if (known == null) {
            return view.confirmed(now, Confirmation.Outcome.CONFIRMED);
        }
        LicenseView confirmed = view.confirmed(known.at(), known.outcome());
        return known.there() == null ? confirmed : confirmed.inState(known.there(), LocalDate.now(clock));
    }

    /** What the record of an answer says of it. */
    static Map<String, Object> facts(LookupRequest request, LookupAnswer answer) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (request.oldestConfirmation() != null) {
            facts.put("oldestConfirmation", request.oldestConfirmation().toString());
            facts.put("notRevalidated", answer.licenses().stream().filter(view -> view.freshness() == LicenseView.Freshness.NOT_REVALIDATED)
                    .map(LicenseView::identifier).toList());
        }
        return facts;
    }
}
