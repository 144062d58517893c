package org.licensehub.hub.issuing.internal;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.issuing.IssuingRefused;
import org.licensehub.hub.issuing.LicensePublished;
import org.licensehub.hub.issuing.face.MissingGlyphException;
import org.licensehub.hub.platform.Accidents;
import org.licensehub.hub.seals.LicenseSeals;
import org.licensehub.hub.seals.SealsWithLicenses;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.number.LicenseIdentifier;
import org.licensehub.store.number.LicenseTypeCode;
import org.licensehub.store.number.UnifiedSocialCreditCode;
import org.licensehub.store.repository.LicenseEvent;
import org.licensehub.store.repository.LicenseLedger;
import org.licensehub.store.repository.LicenseRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes licenses of what waits for its seal: identifier, face, seal, file, publication, in one transaction. */
@Component
class SealingDesk {

    private static final Logger LOG = LoggerFactory.getLogger(SealingDesk.class);
    private static final String ACTOR = "hub:issuing";

    private final LicenseRepository licenses;
    private final LicenseLedger ledger;
    private final LicenseChanges changes;
    private final LicenseContents contents;
    private final LicenseTypeCatalogue types;
    private final IssuedFiles files;
    private final FaceComposer composer;
    private final LicenseFiles faces;
    private final LicenseSeals seals;
    private final SealsWithLicenses sealWishes;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SealingDesk(LicenseRepository licenses, LicenseLedger ledger, LicenseChanges changes, LicenseContents contents, LicenseTypeCatalogue types,
            IssuedFiles files, FaceComposer composer, LicenseFiles faces, LicenseSeals seals, SealsWithLicenses sealWishes, AuditLog audit, ApplicationEventPublisher events, TransactionTemplate transaction, Clock clock) {
        this.licenses = licenses;
        this.ledger = ledger;
        this.changes = changes;
        this.contents = contents;
        this.types = types;
        this.files = files;
        this.composer = composer;
        this.faces = faces;
        this.seals = seals;
        this.sealWishes = sealWishes;
        this.audit = audit;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Seals a group in one transaction. If one of them fails, each gets a transaction of its own, and what fails alone goes
     * back to the department: one bad record must not hold up the others.
     *
     * @return how many licenses were taken, sealed or sent back
     */
    int sealWaiting(int limit) {
        try {
            Integer taken = transaction.execute(status -> {
                List<License> waiting = licenses.claim(LicenseState.PENDING_SEAL, limit);
                waiting.forEach(this::sealOne);
                return waiting.size();
            });
            return taken == null ? 0 : taken;
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (UncheckedIOException e) {
            // no time-stamp to be had, or a disk full: what can be done before it happens again is kept
            return sealSingly(limit);
        } catch (RuntimeException e) {
            LOG.error("A group could not be sealed, trying one by one: {}", Accidents.describe(e));
            return sealSingly(limit);
        }
    }

    private int sealSingly(int limit) {
        int taken = 0;
        for (License license : licenses.findByState(LicenseState.PENDING_SEAL, Instant.EPOCH, new UUID(0, 0), limit)) {
            transaction.executeWithoutResult(status -> {
                License pending = licenses.findForUpdate(license.id()).filter(now -> now.state() == LicenseState.PENDING_SEAL).orElse(null);
                if (pending != null) {
                    Object savepoint = status.createSavepoint();
                    try {
                        sealOne(pending);
                    } catch (DataAccessException | UncheckedIOException e) {
                        throw e;
                    } catch (RuntimeException e) {
                        LOG.error("License {} cannot be made: {}", pending.id(), Accidents.describe(e));
                        status.rollbackToSavepoint(savepoint);
                        sendBack(pending, "无法制证，请联系管理员 / the license could not be made; ask the administrator");
                    }
                }
            });
            taken++;
        }
        return taken;
    }

    private void sealOne(License pending) {
        LicenseType type = types.find(pending.typeCode(), pending.typeVersion()).orElseThrow(
                () -> new IllegalStateException("License type " + pending.typeCode() + " left the catalogue"));
        Map<String, String> fields = contents.fieldsOf(pending);
        LicenseSeals.Choice choice = seals.choose(CommonField.ISSUER_NAME.in(fields), pending.issuerCode());
        if (!(choice instanceof LicenseSeals.InUse seal)) {
            sendBack(pending, ((LicenseSeals.None) choice).reason());
            return;
        }
        Optional<License> predecessor = predecessorOf(pending);
        String serial = predecessor.map(License::serial).orElseGet(() -> licenses.nextSerial(LocalDate.now(clock).getYear()));
        int version = predecessor.map(License::version).orElse(0) + 1;
        String identifier = LicenseIdentifier.of(LicenseTypeCode.parse(pending.typeCode()),
                UnifiedSocialCreditCode.parse(pending.issuerCode()), serial, version).value();
        Optional<LicenseFiles.Face> face = draw(pending, type, identifier, fields);
        if (face.isEmpty()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        IssuedFiles.Stored file = files.store(face.get().seal(seal, pending.areaCode(), CommonField.ISSUER_NAME.in(fields), now));
        License issued = ledger.issue(pending, pending.issued(identifier, serial, version, predecessor.map(License::id).orElse(null),
                file.digest(), now), ACTOR);
        predecessor.ifPresent(old -> supersede(old, issued, type));
        audit.appendInTransaction(AuditDraft.of(AuditEvent.LICENSE_ISSUED, ACTOR).about(issued.holders().get(0))
                .with("licenseId", issued.id().toString()).with("identifier", identifier).with("fileDigest", file.digest())
                .with("seal", seal.id().toString()));
        seals.recordUse(seal, file.digest(), issued.id(), orderedBy(issued), now);
        files.issued(file, issued.id());
        sealWishes.licenseIssued(issued, fields);
        events.publishEvent(new LicensePublished(issued));
    }

    /** The reviewer who approved it, or the system that pushed a record of a type that needs no review. */
    private String orderedBy(License license) {
        return licenses.events(license.id()).stream().filter(event -> event.to() == LicenseState.PENDING_SEAL).reduce((first, last) -> last)
                .map(LicenseEvent::actor).orElse(ACTOR);
    }

    /** @return empty if the license was sent back, since one record that cannot be drawn must not keep the others waiting */
    private Optional<LicenseFiles.Face> draw(License pending, LicenseType type, String identifier, Map<String, String> fields) {
        try {
            return Optional.of(faces.draw(composer.compose(type, pending, identifier, fields), type.fileFormat()));
        } catch (MissingGlyphException e) {
            sendBack(pending, e.getMessage());
        } catch (RuntimeException e) {
            StackTraceElement[] trace = e.getStackTrace();
            LOG.error("A face could not be drawn: {} in {}", e.getClass().getName(), List.of(trace).subList(0, Math.min(8, trace.length)));
            sendBack(pending, "证照照面无法生成，请检查内容 / The face could not be drawn from this content");
        }
        return Optional.empty();
    }

    /** The newest issued version of the same record that is still live. */
    private Optional<License> predecessorOf(License pending) {
        return licenses.findRevisions(pending.originHub(), pending.source(), pending.sourceKeyDigest()).stream()
                .filter(other -> other.revision() < pending.revision())
                .filter(other -> other.state() == LicenseState.VALID || other.state() == LicenseState.SUSPENDED).findFirst();
    }

    private void supersede(License old, License successor, LicenseType type) {
        LicenseState end = renewed(old, successor) ? LicenseState.RENEWED : LicenseState.CHANGED;
        changes.move(old.id(), end, AuditEvent.LICENSE_ENDED, ACTOR, null, successor.identifier());
        // ending the old version freed the live place of its holders; the new one may have others
        if (type.onePerHolder() && !licenses.occupy(successor.typeCode(), successor.holders(), successor.id())) {
            throw new IllegalStateException("A holder of the new version has a live license of this type from another record");
        }
    }

    /** A later end of validity and nothing earlier: 延续; anything else: 变更. */
    private static boolean renewed(License old, License successor) {
        return old.validTo() != null && (successor.validTo() == null || successor.validTo().isAfter(old.validTo()));
    }

    private void sendBack(License pending, String reason) {
        ledger.move(pending.id(), LicenseState.DRAFT, ACTOR, reason);
        audit.appendInTransaction(AuditDraft.of(AuditEvent.LICENSE_NOT_ISSUED, ACTOR).with("licenseId", pending.id().toString())
                .with("licenseType", pending.typeCode()));
        events.publishEvent(new IssuingRefused(pending.id(), reason));
    }
}
