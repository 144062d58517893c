package org.licensehub.hub.seals.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.seals.Seal;
import org.licensehub.hub.seals.SealApplication;
import org.licensehub.hub.seals.SealPictures;
import org.licensehub.hub.seals.SealState;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves seals through their life. Each move is one transaction with its line of history and its audit record, or joins the
 * caller's. The time of a move is taken when the seal's row is held: every sealing that began before has committed by then.
 */
@Service
class SealRegister {

    static final int APPROVALS = 2;

    private final SealRepository seals;
    private final SealMaker maker;
    private final OpenedSeals opened;
    private final SealPictures pictures;
    private final RevocationLists revocations;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final HubProperties hub;
    private final Clock clock;

    SealRegister(SealRepository seals, SealMaker maker, OpenedSeals opened, SealPictures pictures, RevocationLists revocations,
            AuditLog audit, TransactionTemplate transaction, HubProperties hub, Clock clock) {
        this.seals = seals;
        this.maker = maker;
        this.opened = opened;
        this.pictures = pictures;
        this.revocations = revocations;
        this.audit = audit;
        this.transaction = transaction;
        this.hub = hub;
        this.clock = clock;
    }

    /** @throws ProblemException if the owner has a live seal of this kind, which can only be changed, or the name cannot be drawn */
    Seal apply(SealApplication application, String actor) {
        byte[] picture = draw(application);
        return transaction.execute(status -> {
            if (application.replaces() == null && seals.ownerHasLive(application.ownerName(), application.ownerCode(), application.kind())) {
                throw sealExists();
            }
            SealRow row = SealRow.applied(UUID.randomUUID(), application, picture, actor, now());
            insert(row);
            seals.recordEvent(row.id(), null, SealState.APPLIED, actor, application.reason(), row.appliedAt());
            note(AuditEvent.SEAL_APPLIED, row, actor);
            return view(row.id());
        });
    }

    private void insert(SealRow row) {
        try {
            seals.insert(row);
        } catch (DuplicateKeyException e) {
            throw new ProblemException(ProblemType.SEAL_EXISTS, "该印章已有变更申请 / A change of this seal is under way", e);
        }
    }

    private byte[] draw(SealApplication application) {
        try {
            return pictures.round(application.ownerName(), application.kind().secondLine(), application.star(), application.diameterMm());
        } catch (SealPictures.NotDrawable e) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, e.getMessage(), e)
                    .at("ownerName", "not_drawable", "含有字库中没有的字符", "holds a character without a glyph");
        }
    }

    /** Two people approve, neither of them the applicant; the second approval moves the seal on. */
    Seal approve(UUID id, String reason, String actor) {
        return transaction.execute(status -> {
            SealRow seal = held(id);
            require(seal, SealState.APPROVED);
            if (seal.applicant().equals(actor)) {
                throw new ProblemException(ProblemType.SECOND_PERSON, "申请人不得审批自己的申请 / An applicant does not approve what he applied for");
            }
            Instant now = now();
            if (!seals.approve(id, actor, now)) {
                throw new ProblemException(ProblemType.SECOND_PERSON, "须由另一人作第二次审批 / The second approval is another person's");
            }
            boolean complete = seals.approvals(id) >= APPROVALS;
            seals.move(id, SealState.APPLIED, complete ? SealState.APPROVED : SealState.APPLIED, actor, reason, now);
            note(AuditEvent.SEAL_APPROVED, seal, actor);
            return view(id);
        });
    }

    Seal reject(UUID id, String reason, String actor) {
        return move(id, SealState.REJECTED, AuditEvent.SEAL_REJECTED, reason, actor);
    }

    /** Gives it its number, key, certificate and the maker's signature. */
    Seal make(UUID id, String reason, String actor) {
        return transaction.execute(status -> {
            SealRow seal = held(id);
            require(seal, SealState.MADE);
            Instant now = now();
            String number = hub.region() + "%07d".formatted(seals.nextSerial());
            seals.storeMade(id, number, maker.make(seal, number, now), now);
            seals.move(id, seal.state(), SealState.MADE, actor, reason, now);
            note(AuditEvent.SEAL_MADE, seal, actor);
            return view(id);
        });
    }

    /** @param filingNumber as the filing authority gave it */
    Seal file(UUID id, String filingNumber, String reason, String actor) {
        return transaction.execute(status -> {
            Seal filed = move(id, SealState.FILED, AuditEvent.SEAL_FILED, reason, actor);
            seals.storeFilingNumber(filed.id(), filingNumber);
            return view(id);
        });
    }

    /** Puts a filed seal to use; the seal it replaces leaves use at the same moment. */
    Seal activate(UUID id, String reason, String actor) {
        try {
            return transaction.execute(status -> {
                SealRow seal = held(id);
                if (seal.state() != SealState.FILED) {
                    throw illegal(seal.state(), SealState.IN_USE);
                }
                if (seal.replaces() != null) {
                    end(held(seal.replaces()), SealState.CHANGED, AuditEvent.SEAL_CHANGED, reason, actor);
                }
                seals.move(id, seal.state(), SealState.IN_USE, actor, reason, now());
                note(AuditEvent.SEAL_IN_USE, seal, actor);
                return view(id);
            });
        } catch (DuplicateKeyException e) {
            throw sealExists();
        }
    }

    Seal suspend(UUID id, String reason, String actor) {
        return move(id, SealState.SUSPENDED, AuditEvent.SEAL_SUSPENDED, reason, actor);
    }

    Seal resume(UUID id, String reason, String actor) {
        return transaction.execute(status -> {
            SealRow seal = held(id);
            if (seal.state() != SealState.SUSPENDED) {
                throw illegal(seal.state(), SealState.IN_USE);
            }
            return move(id, SealState.IN_USE, AuditEvent.SEAL_RESUMED, reason, actor);
        });
    }

    /** For good: its signing key is destroyed and its certificate revoked in the same transaction. */
    Seal cancel(UUID id, String reason, String actor) {
        return transaction.execute(status -> {
            end(held(id), SealState.CANCELLED, AuditEvent.SEAL_CANCELLED, reason, actor);
            return view(id);
        });
    }

    /** Applies for a successor of a live seal; the old one stays as it is until the new one comes into use. */
    Seal change(UUID id, String ownerName, Integer diameterMm, Boolean star, String reason, String actor) {
        return transaction.execute(status -> {
            SealRow old = held(id);
            require(old, SealState.CHANGED);
            return apply(new SealApplication(ownerName == null ? old.ownerName() : ownerName, old.ownerCode(), old.kind(),
                    diameterMm == null ? old.diameterMm() : diameterMm, star == null ? old.star() : star, id, null, reason), actor);
        });
    }

    private Seal move(UUID id, SealState to, AuditEvent event, String reason, String actor) {
        return transaction.execute(status -> {
            SealRow seal = held(id);
            require(seal, to);
            opened.forget(id);
            seals.move(id, seal.state(), to, actor, reason, now());
            note(event, seal, actor);
            return view(id);
        });
    }

    private void end(SealRow seal, SealState to, AuditEvent event, String reason, String actor) {
        require(seal, to);
        opened.forget(seal.id());
        seals.destroyKey(seal.id());
        seals.move(seal.id(), seal.state(), to, actor, reason, now());
        if (seal.certificateSerial() != null) {
            revocations.signerRevoked();
        }
        note(event, seal, actor);
    }

    /** @throws ProblemException if there is no such seal */
    Seal view(UUID id) {
        return seals.view(id).orElseThrow(SealRegister::notFound);
    }

    SealRow row(UUID id) {
        return seals.find(id).orElseThrow(SealRegister::notFound);
    }

    private SealRow held(UUID id) {
        return seals.findForUpdate(id).orElseThrow(SealRegister::notFound);
    }

    private static void require(SealRow seal, SealState to) {
        if (!seal.state().mayMoveTo(to)) {
            throw illegal(seal.state(), to);
        }
    }

    private void note(AuditEvent event, SealRow seal, String actor) {
        audit.appendInTransaction(AuditDraft.of(event, actor).with("seal", seal.id().toString()).with("sealKind", seal.kind().name())
                .with("replaces", seal.replaces() == null ? null : seal.replaces().toString()));
    }

    private static ProblemException illegal(SealState from, SealState to) {
        return new ProblemException(ProblemType.ILLEGAL_MOVE, from.label() + " → " + to.label() + " 不被允许 / is no legal move")
                .with("from", from.name()).with("to", to.name());
    }

    private static ProblemException sealExists() {
        return new ProblemException(ProblemType.SEAL_EXISTS, "该单位已有同类印章，请申请变更 / The owner has a live seal of this kind; apply for a change of it");
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "没有该印章 / No such seal");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
