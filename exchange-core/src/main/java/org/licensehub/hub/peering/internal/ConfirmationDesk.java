package org.licensehub.hub.peering.internal;

import io.swagger.v3.oas.annotations.Hidden;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.audit.AppendResult;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.GuardedDraft;
import org.licensehub.hub.audit.RevisionGuard;
import org.licensehub.hub.peering.Confirmation;
import org.licensehub.hub.peering.Confirmation.Outcome;
import org.licensehub.hub.peering.Confirmations;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.model.License;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells a neighbour whether licenses that were sent to it are still so. Nothing is told of others, and each is in the log, held to the revisions of its holders,
 * before it is told.
 */
@RestController
@Hidden
class ConfirmationDesk {

    private static final int READINGS = 8;

    private final ConfirmationStore store;
    private final LicenseRepository licenses;
    private final Confirmations confirmations;
    private final Outbox outbox;
    private final AuditLog audit;
    private final HubProperties hub;
    private final Clock clock;

    ConfirmationDesk(ConfirmationStore store, LicenseRepository licenses, Confirmations confirmations, Outbox outbox, AuditLog audit, HubProperties hub, Clock clock) {
        this.store = store;
        this.licenses = licenses;
        this.confirmations = confirmations;
        this.outbox = outbox;
        this.audit = audit;
        this.hub = hub;
        this.clock = clock;
    }

    private record Read(License license, ConfirmationAnswer.Item item, GuardedDraft draft) {
    }

    @PostMapping("/peer/v1/confirmations")
    ConfirmationAnswer confirm(@RequestBody ConfirmationRequest request, Principal peer) {
        ConfirmationRequest question = request.checked();
        Instant begun = clock.instant();
        List<UUID> sent = store.sentTo(peer.getName(), question.licenses());
        List<ConfirmationAnswer.Item> items = new ArrayList<>();
        List<UUID> open = sent;
        for (int reading = 0; reading < READINGS && !open.isEmpty(); reading++) {
            open = settle(open, question.oldest(), begun, peer.getName(), items);
        }
        if (!open.isEmpty()) {
            throw new ProblemException(ProblemType.STORE_UNAVAILABLE, "证照正在变更，请稍后重试 / The licenses are changing; try again");
        }
        return new ConfirmationAnswer(items, outbox.waiting(peer.getName(), sent));
    }

    /** @return those that changed while they were read */
    private List<UUID> settle(List<UUID> ids, Instant oldest, Instant begun, String peer, List<ConfirmationAnswer.Item> items) {
        List<License> known = licenses.findAll(ids);
        Map<UUID, Confirmation> elsewhere = confirmations.confirm(known.stream().filter(license -> !license.originHub().equals(hub.id())).toList(), oldest);
        Map<HolderKey, Long> revisions = licenses.revisions(known.stream().flatMap(license -> license.holders().stream()).toList());
        List<UUID> stale = new ArrayList<>(elsewhere.entrySet().stream().filter(each -> each.getValue().outcome() == Outcome.TAKEN_IN).map(Map.Entry::getKey).toList());
        List<Read> read = licenses.findAll(ids).stream().filter(license -> !stale.contains(license.id()))
                .map(license -> read(license, Optional.ofNullable(elsewhere.get(license.id())), begun, peer, revisions)).toList();
        List<AppendResult> results = audit.appendAll(read.stream().map(Read::draft).toList());
        for (int i = 0; i < results.size(); i++) {
            Read each = read.get(i);
            if (results.get(i) instanceof AppendResult.Appended) {
                items.add(each.item);
            } else {
                stale.add(each.license.id());
            }
        }
        return stale;
    }

    /** @param elsewhere for a license of another hub; empty for one of this hub, which the record itself confirms */
    private Read read(License license, Optional<Confirmation> elsewhere, Instant begun, String peer, Map<HolderKey, Long> revisions) {
        Instant at = elsewhere.map(Confirmation::at).orElseGet(clock::instant);
        Outcome outcome = elsewhere.map(Confirmation::outcome).orElse(Outcome.CONFIRMED);
        ConfirmationAnswer.Item item = new ConfirmationAnswer.Item(license.id(), license.rowVersion(), elsewhere.map(Confirmation::there).orElse(license.state()), at,
                !at.isBefore(begun), outcome);
        AuditDraft draft = AuditDraft.of(AuditEvent.LICENSE_CONFIRMED, "peer:" + peer).about(license.holders().get(0)).with("identifier", license.identifier())
                .with("state", item.state().name()).with("rowVersion", license.rowVersion()).with("confirmedAt", at.toString()).with("outcome", outcome.name());
        Map<HolderKey, Long> guarded = new LinkedHashMap<>();
        license.holders().forEach(holder -> guarded.put(holder, revisions.getOrDefault(holder, -1L)));
        return new Read(license, item, new GuardedDraft(draft, new RevisionGuard(guarded)));
    }
}
