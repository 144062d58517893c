package org.licensehub.hub.seals.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.seals.ReceiptBook;
import org.licensehub.hub.seals.SealApplication;
import org.licensehub.hub.seals.SealKind;
import org.licensehub.hub.seals.SealsWithLicenses;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.number.UnifiedSocialCreditCode;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps what is wished for together with a license, and opens the application once the license is there. */
@Component
class SealWishes implements SealsWithLicenses {

    private static final String REASON = "seal-wish-reason";

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final LicenseRepository licenses;
    private final LicenseContents contents;
    private final ReceiptBook receipts;
    private final CallerDirectory callers;
    private final SealRegister register;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final TransactionTemplate nested;
    private final Clock clock;

    SealWishes(JdbcTemplate jdbc, PersonalData protection, LicenseRepository licenses, LicenseContents contents, ReceiptBook receipts,
            CallerDirectory callers, SealRegister register, AuditLog audit, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.protection = protection;
        this.licenses = licenses;
        this.contents = contents;
        this.receipts = receipts;
        this.callers = callers;
        this.register = register;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.nested = new TransactionTemplate(transactions);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.clock = clock;
    }

    /** WAITING for the license; OPENED: the application is there; REFUSED: the register took none, for instance because the holder has such a seal. */
    enum State {
        WAITING, OPENED, REFUSED
    }

    /** @param sealId the application, once it is opened */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Wish(UUID id, UUID licenseId, SealKind kind, State state, UUID sealId, Instant wishedAt) {
    }

    private record Row(Wish wish, String applicant, String reason) {
    }

    /** @throws ProblemException if the caller pushed no such record, or its holder is no body that may have a seal */
    Wish wish(SealRequests.WithLicense request, String applicant) {
        return transaction.execute(status -> {
            License license = ownLicense(request, applicant);
            if (owner(contents.fieldsOf(license)).isEmpty()) {
                throw ProblemException.invalid("receiptId", "holder_without_seal", "持证主体须为一个有统一社会信用代码的单位",
                        "the holder must be one body with a unified social credit code");
            }
            UUID id = UUID.randomUUID();
            jdbc.update("insert into seal_wish (id, license_id, kind, applicant, reason_enc, state, wished_at) values (?, ?, ?, ?, ?, ?, ?)", id,
                    license.id(), request.kind().name(), applicant, protection.seal(REASON, request.reason()), State.WAITING.name(),
                    Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS)));
            audit.appendInTransaction(AuditDraft.of(AuditEvent.SEAL_WISHED, applicant).with("wish", id.toString())
                    .with("licenseId", license.id().toString()).with("sealKind", request.kind().name()));
            if (license.state() == LicenseState.VALID) {
                licenseIssued(license, contents.fieldsOf(license));
            }
            return find(id);
        });
    }

    /** Held for update: either the license is not issued before the wish is kept, or the wish sees that it was issued. */
    private License ownLicense(SealRequests.WithLicense request, String applicant) {
        Optional<UUID> id = request.receiptId() == null ? licenses.findByIdentifier(request.licenseIdentifier()).map(License::id)
                : receipts.licenseOf(request.receiptId());
        Set<String> sources = callers.find(applicant).map(Caller::sources).orElse(Set.of());
        License license = id.flatMap(licenses::findForUpdate).filter(found -> sources.contains(found.source()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该记录或证照 / No such record or license of yours"));
        if (license.state().ended() || license.state() == LicenseState.SUSPENDED) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "证照" + license.state().label() + "，不能申请印章 / The license is not in force");
        }
        return license;
    }

    private record Owner(String name, String code) {
    }

    private static Optional<Owner> owner(Map<String, String> fields) {
        String code = CommonField.HOLDER_CODE.in(fields).strip();
        String name = CommonField.HOLDER_NAME.in(fields).strip();
        return UnifiedSocialCreditCode.check(code).isPresent() || name.isEmpty() ? Optional.empty() : Optional.of(new Owner(name, code));
    }

    @Override
    public void licenseIssued(License license, Map<String, String> fields) {
        jdbc.query("select * from seal_wish where license_id = ? and state = 'WAITING' order by wished_at, id for update", this::map, license.id())
                .forEach(row -> open(row, license, fields));
    }

    private void open(Row row, License license, Map<String, String> fields) {
        UUID sealId = owner(fields).flatMap(owner -> apply(row, SealApplication.usual(owner.name(), owner.code(), row.wish.kind(), license.id(),
                row.reason))).orElse(null);
        jdbc.update("update seal_wish set state = ?, seal_id = ? where id = ?", (sealId == null ? State.REFUSED : State.OPENED).name(), sealId,
                row.wish.id());
    }

    /** A seal that cannot be applied for must not keep the license from its holder: what was begun is undone up to here. */
    private Optional<UUID> apply(Row row, SealApplication application) {
        try {
            return Optional.ofNullable(nested.execute(status -> register.apply(application, row.applicant).id()));
        } catch (ProblemException refused) {
            return Optional.empty();
        }
    }

    Wish find(UUID id) {
        return jdbc.query("select * from seal_wish where id = ?", this::map, id).stream().findFirst().map(Row::wish)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该申请 / No such application"));
    }

    private Row map(ResultSet row, int number) throws SQLException {
        Wish wish = new Wish(row.getObject("id", UUID.class), row.getObject("license_id", UUID.class), SealKind.valueOf(row.getString("kind")),
                State.valueOf(row.getString("state")), row.getObject("seal_id", UUID.class), row.getTimestamp("wished_at").toInstant());
        return new Row(wish, row.getString("applicant"), protection.openText(REASON, row.getBytes("reason_enc")));
    }
}
