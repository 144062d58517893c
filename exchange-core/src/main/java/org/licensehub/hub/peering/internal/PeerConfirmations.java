package org.licensehub.hub.peering.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.licensehub.connectors.EnvelopeInbox;
import org.licensehub.hub.peering.Confirmation;
import org.licensehub.hub.peering.Confirmation.Outcome;
import org.licensehub.hub.peering.Confirmations;
import org.licensehub.hub.peering.Neighbours;
import org.licensehub.hub.peering.PeerAnswer;
import org.licensehub.store.model.License;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.stereotype.Component;

/**
 * Goes back the way a license came, hub by hub, to the one that issued it. A time that is claimed is one of this hub's own clock, taken before the question
 * went out: whatever the clocks of others say, the license was so then or later.
 */
@Component
class PeerConfirmations implements Confirmations {

    private final ConfirmationStore store;
    private final LicenseRepository licenses;
    private final Neighbours neighbours;
    private final EnvelopeInbox inbox;
    private final PeerDirectory peers;
    private final Clock clock;

    PeerConfirmations(ConfirmationStore store, LicenseRepository licenses, Neighbours neighbours, EnvelopeInbox inbox, PeerDirectory peers, Clock clock) {
        this.store = store;
        this.licenses = licenses;
        this.neighbours = neighbours;
        this.inbox = inbox;
        this.peers = peers;
        this.clock = clock;
    }

    @Override
    public Map<UUID, Confirmation> confirm(Collection<License> received, Instant oldest) {
        if (received.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Instant> asked = store.confirmed(received);
        Map<UUID, Confirmation> known = new LinkedHashMap<>();
        List<License> open = new ArrayList<>();
        for (License license : received) {
            Instant own = Confirmations.withoutAsking(license, clock.instant());
            Instant at = Optional.ofNullable(asked.get(license.id())).filter(own::isBefore).orElse(own);
            known.put(license.id(), Confirmation.of(at, at.isBefore(oldest) ? Outcome.UNKNOWN_THERE : Outcome.CONFIRMED));
            if (at.isBefore(oldest)) {
                open.add(license);
            }
        }
        Map<UUID, String> senders = store.senders(open.stream().map(License::id).toList());
        open.stream().filter(license -> senders.containsKey(license.id()) && peers.find(senders.get(license.id())).isPresent())
                .collect(Collectors.groupingBy(license -> senders.get(license.id())))
                .forEach((peer, some) -> known.putAll(ask(peer, some, oldest, known)));
        return known;
    }

    private Map<UUID, Confirmation> ask(String peer, List<License> some, Instant oldest, Map<UUID, Confirmation> known) {
        // to the microsecond, as it is kept
        Instant before = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<UUID> ids = some.stream().map(License::id).toList();
        PeerAnswer<ConfirmationAnswer> answer = neighbours.ask(peer, "/peer/v1/confirmations", new ConfirmationRequest(ids, oldest), ConfirmationAnswer.class);
        Map<UUID, Confirmation> outcomes = new HashMap<>();
        if (!(answer instanceof PeerAnswer.Answered<ConfirmationAnswer> answered) || !answered.body().complete()) {
            Outcome why = answer instanceof PeerAnswer.Refused ? Outcome.REFUSED : Outcome.UNREACHABLE;
            some.forEach(license -> outcomes.put(license.id(), Confirmation.of(known.get(license.id()).at(), why)));
            return outcomes;
        }
        if (!answered.body().envelopes().isEmpty()) {
            // signatures, addresses and row versions are looked at there, as of every envelope
            inbox.receive(peer, answered.body().envelopes());
        }
        Map<UUID, ConfirmationAnswer.Item> items = answered.body().licenses().stream()
                .collect(Collectors.toMap(ConfirmationAnswer.Item::id, Function.identity(), (one, other) -> one));
        for (License license : some) {
            Optional.ofNullable(items.get(license.id()))
                    .ifPresent(item -> outcomes.put(license.id(), outcome(license, item, item.now() ? before : earlier(before, item.confirmedAt()), oldest, known)));
        }
        return outcomes;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other.truncatedTo(ChronoUnit.MICROS);
    }

    /** @param at up to when the neighbour knows what it says */
    private Confirmation outcome(License license, ConfirmationAnswer.Item item, Instant at, Instant oldest, Map<UUID, Confirmation> known) {
        if (item.rowVersion() == license.rowVersion() && item.state() == license.state()) {
            Instant latest = at.isAfter(known.get(license.id()).at()) ? at : known.get(license.id()).at();
            store.keep(license.id(), license.rowVersion(), latest);
            return Confirmation.of(latest, item.outcome() != Outcome.CONFIRMED ? item.outcome() : latest.isBefore(oldest) ? Outcome.UNREACHABLE : Outcome.CONFIRMED);
        }
        License here = licenses.find(license.id()).orElse(license);
        if (here.rowVersion() > license.rowVersion()) {
            if (here.rowVersion() == item.rowVersion()) {
                store.keep(license.id(), here.rowVersion(), at);
            }
            return Confirmation.of(known.get(license.id()).at(), Outcome.TAKEN_IN);
        }
        return new Confirmation(known.get(license.id()).at(), Outcome.CHANGED_THERE, item.state());
    }
}
