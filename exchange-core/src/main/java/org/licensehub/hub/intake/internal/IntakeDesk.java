package org.licensehub.hub.intake.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.licensehub.connectors.SharedRecord;
import org.licensehub.connectors.UnreadableRecord;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.intake.IntakeReceipt;
import org.licensehub.hub.intake.IntakeReceipt.Outcome;
import org.licensehub.hub.intake.internal.IntakeRepository.Row;
import org.licensehub.hub.intake.internal.IntakeRepository.State;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.quality.FieldFault;
import org.licensehub.store.repository.LicenseLedger;
import org.licensehub.store.repository.LicenseRepository;
import org.licensehub.store.repository.MoveResult;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/** Takes one record, or one correction, inside the transaction of its caller. */
@Component
public class IntakeDesk {

    private static final String BODY = "intake-body";
    private static final String SOURCE_KEY = "source-key";

    private final IntakeRepository records;
    private final RecordGate gate;
    private final LicenseLedger ledger;
    private final LicenseRepository licenses;
    private final PersonalData protection;
    private final AuditLog audit;
    private final RecordBodies bodies;
    private final Clock clock;

    IntakeDesk(IntakeRepository records, RecordGate gate, LicenseLedger ledger, LicenseRepository licenses, PersonalData protection,
            AuditLog audit, RecordBodies bodies, Clock clock) {
        this.records = records;
        this.gate = gate;
        this.ledger = ledger;
        this.licenses = licenses;
        this.protection = protection;
        this.audit = audit;
        this.bodies = bodies;
        this.clock = clock;
    }

    public IntakeReceipt take(SharedRecord record, String actor, String channel) {
        byte[] keyDigest = keyDigest(record.source(), record.sourceKey());
        byte[] content = contentDigest(record);
        Optional<Row> known = records.find(record.source(), keyDigest, record.revision());
        if (known.isPresent()) {
            return repeated(known.get(), content, actor);
        }
        Instant now = now();
        RecordGate.Verdict verdict = gate.judge(record, keyDigest, LocalDate.now(clock));
        Row row = new Row(UUID.randomUUID(), record.source(), keyDigest, protection.seal(SOURCE_KEY, record.sourceKey()),
                record.revision(), record.resource(), channel, content, protection.seal(BODY, bodies.toJson(record.fields())),
                verdict.passed() ? State.ACCEPTED : State.QUARANTINED, verdict.faults(),
                verdict.passed() ? verdict.license().id() : null, now, now);
        if (!records.insert(row)) {
            // a push of the same revision committed between our look and our insert
            return repeated(records.find(record.source(), keyDigest, record.revision()).orElseThrow(), content, actor);
        }
        if (verdict.passed()) {
            open(verdict, actor);
        }
        audit.appendInTransaction(draft(verdict.passed() ? AuditEvent.RECORD_ACCEPTED : AuditEvent.RECORD_QUARANTINED, actor, row)
                .with("reasons", codes(verdict.faults())).with("licenseId", row.licenseId() == null ? null : row.licenseId().toString()));
        return new IntakeReceipt(row.id(), verdict.passed() ? Outcome.ACCEPTED : Outcome.QUARANTINED, false, verdict.faults());
    }

    private IntakeReceipt repeated(Row known, byte[] content, String actor) {
        if (!MessageDigest.isEqual(known.contentDigest(), content)) {
            audit.appendInTransaction(draft(AuditEvent.RECORD_CONFLICT, actor, known));
            return new IntakeReceipt(known.id(), Outcome.CONFLICT, true, List.of(Faults.revisionConflict()));
        }
        return new IntakeReceipt(known.id(), known.state() == State.ACCEPTED ? Outcome.ACCEPTED : Outcome.QUARANTINED, true, known.reasons());
    }

    private void open(RecordGate.Verdict verdict, String actor) {
        License license = verdict.license();
        for (License earlier : licenses.findRevisions(license.originHub(), license.source(), license.sourceKeyDigest())) {
            if (earlier.state() == LicenseState.PENDING_REVIEW || earlier.state() == LicenseState.PENDING_SEAL) {
                ledger.move(earlier.id(), LicenseState.DRAFT, actor, "已有新版本 / superseded by a newer revision before it was issued");
            }
        }
        ledger.open(license, actor);
        if (verdict.exclusive()) {
            occupy(license, license.id());
        }
    }

    /** A new revision leaves the place to the issued one until it takes over; any other occupant came in a race just now. */
    private void occupy(License license, UUID id) {
        if (!licenses.occupy(license.typeCode(), license.holders(), id) && gate.heldByAnother(license)) {
            throw new ConcurrencyFailureException("Another record took the live place of this type and holder");
        }
    }

    /** The raw bytes stand in for the key that could not be read: the same bytes again are the same record. */
    public IntakeReceipt takeUnreadable(UnreadableRecord record, String actor, String channel) {
        byte[] keyDigest = protection.digest("unreadable-record", (record.source() + "\n" + record.resource() + "\n"
                + new String(record.raw(), StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.UTF_8));
        FieldFault reason = new FieldFault(record.position(), record.code(), record.messageZh(), record.messageEn());
        Instant now = now();
        byte[] content = protection.digest("record-content", record.raw());
        Row row = new Row(UUID.randomUUID(), record.source(), keyDigest, protection.seal(SOURCE_KEY, record.position()), 0,
                record.resource(), channel, content, protection.seal(BODY, record.raw()), State.UNREADABLE, List.of(reason), null, now, now);
        if (!records.insert(row)) {
            Row known = records.find(record.source(), keyDigest, 0).orElseThrow();
            return new IntakeReceipt(known.id(), Outcome.QUARANTINED, true, known.reasons());
        }
        audit.appendInTransaction(draft(AuditEvent.RECORD_QUARANTINED, actor, row).with("reasons", List.of(record.code())));
        return new IntakeReceipt(row.id(), Outcome.QUARANTINED, false, List.of(reason));
    }

    /**
     * Puts corrected fields in the place of a record's, as long as no license was issued from it, and hands it in again.
     *
     * @return empty if the record does not wait for correction
     */
    public Optional<IntakeReceipt> correct(UUID id, Map<String, String> fields, String actor) {
        Row row = records.findForUpdate(id).orElseThrow();
        if (row.state() != State.QUARANTINED && row.state() != State.RETURNED) {
            return Optional.empty();
        }
        SharedRecord corrected = new SharedRecord(row.resource(), row.source(), protection.openText(SOURCE_KEY, row.sourceKey()),
                row.revision(), fields, now());
        RecordGate.Verdict verdict = gate.judge(corrected, row.sourceKeyDigest(), LocalDate.now(clock));
        records.keepBeforeCorrection(row, actor, now());
        UUID licenseId = row.licenseId();
        if (verdict.passed() && licenseId == null) {
            licenseId = verdict.license().id();
            open(verdict, actor);
        } else if (verdict.passed()) {
            resubmit(licenseId, verdict, actor);
        }
        State state = verdict.passed() ? State.ACCEPTED : row.state();
        records.update(id, state, verdict.faults(), protection.seal(BODY, bodies.toJson(fields)), contentDigest(corrected), licenseId, now());
        audit.appendInTransaction(draft(AuditEvent.RECORD_CORRECTED, actor, row).with("passed", verdict.passed())
                .with("reasons", codes(verdict.faults())));
        return Optional.of(new IntakeReceipt(id, verdict.passed() ? Outcome.ACCEPTED : Outcome.QUARANTINED, false, verdict.faults()));
    }

    private void resubmit(UUID licenseId, RecordGate.Verdict verdict, String actor) {
        MoveResult moved = ledger.resubmit(licenseId, verdict.license(), verdict.license().state(), actor);
        if (!(moved instanceof MoveResult.Moved)) {
            throw new IllegalStateException("A returned record's license is a draft, not " + moved);
        }
        if (verdict.exclusive()) {
            occupy(verdict.license(), licenseId);
        }
    }

    byte[] keyDigest(String source, String sourceKey) {
        return protection.digest(SOURCE_KEY, source + "\n" + sourceKey);
    }

    private byte[] contentDigest(SharedRecord record) {
        return protection.digest("record-content", record.resource() + "\n" + bodies.toJson(new TreeMap<>(record.fields())));
    }

    Map<String, String> fieldsOf(Row row) {
        return row.state() == State.UNREADABLE ? Map.of() : bodies.fromJson(protection.openText(BODY, row.body()));
    }

    private static AuditDraft draft(AuditEvent event, String actor, Row row) {
        return AuditDraft.of(event, actor).with("record", row.id().toString()).with("source", row.source())
                .with("licenseType", typeForLog(row.resource())).with("revision", row.revision()).with("channel", row.channel());
    }

    private static List<String> codes(List<FieldFault> faults) {
        return faults.isEmpty() ? null : faults.stream().map(FieldFault::code).distinct().toList();
    }

    /** A pushed type code goes into the log only if it looks like one: anything may stand in a bad push. */
    private static String typeForLog(String resource) {
        return resource != null && resource.matches("[0-9A-Z]{21}") ? resource : "?";
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
