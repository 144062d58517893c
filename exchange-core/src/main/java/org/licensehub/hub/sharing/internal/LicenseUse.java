package org.licensehub.hub.sharing.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessBasis;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.access.UseLimits;
import org.licensehub.hub.audit.AppendResult;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.audit.RevisionGuard;
import org.licensehub.hub.issuing.LicenseCopies;
import org.licensehub.hub.issuing.PreservedFiles;
import org.licensehub.hub.issuing.face.CopyNote;
import org.licensehub.hub.peering.PeerAnswer;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.sharing.LicenseSharing;
import org.licensehub.signing.Sm3;
import org.licensehub.store.file.FileFormat;
import org.licensehub.store.file.FileStore;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.number.LicenseIdentifier;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.stereotype.Service;

/** Data and file of one license by its identifier (证照标识). */
@Service
class LicenseUse {

    static final Duration USUAL_COPY = LicenseSharing.USUAL_COPY;
    static final Duration LONGEST_COPY = LicenseSharing.LONGEST_COPY;
    private static final int READINGS = 8;

    private final LicenseRepository licenses;
    private final AccessPolicy policy;
    private final UseLimits limits;
    private final LicenseViews views;
    private final FileStore files;
    private final PreservedFiles preserved;
    private final LicenseCopies copies;
    private final AuditLog audit;
    private final Refusals refusals;
    private final HubAbove hubAbove;
    private final Clock clock;

    LicenseUse(LicenseRepository licenses, AccessPolicy policy, UseLimits limits, LicenseViews views, FileStore files, PreservedFiles preserved,
            LicenseCopies copies, AuditLog audit, Refusals refusals, HubAbove hubAbove, Clock clock) {
        this.licenses = licenses;
        this.policy = policy;
        this.limits = limits;
        this.views = views;
        this.files = files;
        this.preserved = preserved;
        this.copies = copies;
        this.audit = audit;
        this.refusals = refusals;
        this.hubAbove = hubAbove;
        this.clock = clock;
    }

    /**
     * @param basis on what ground it was answered
     * @param receipt proof that this answer is in the audit log
     */
    record DataAnswer(LicenseView license, AccessBasis basis, AuditReceipt receipt) {
    }

    record FileAnswer(byte[] content, String digest, AuditReceipt receipt) {
    }

    DataAnswer data(String identifier, FiveElements elements, LookupRequest.Reach reach, Asker asker) {
        if (isElsewhere(identifier, reach)) {
            return dataFromAbove(identifier, elements, asker);
        }
        return answer(identifier, elements, asker, AccessAction.DATA, AuditEvent.DATA_ANSWERED,
                use -> views.view(use.license(), use.decision(), LicenseView.Origin.RECORD, clock.instant()), (view, receipt) -> new DataAnswer(view, AccessBasis.DUTY, receipt));
    }

    FileAnswer file(String identifier, FiveElements elements, LookupRequest.Reach reach, Asker asker) {
        if (isElsewhere(identifier, reach)) {
            return fileFromAbove(identifier, elements, asker);
        }
        return answer(identifier, elements, asker, AccessAction.FILE, AuditEvent.FILE_DOWNLOADED, use -> read(use.license()),
                (content, receipt) -> new FileAnswer(content.bytes(), content.digest(), receipt));
    }

    /** A copy that is asked for; {@code expires} and {@code format} as {@link CopyWish} says. */
    FileAnswer copy(String identifier, FiveElements elements, Instant expires, Asker asker) {
        return copy(identifier, elements, new CopyWish(expires, null), asker);
    }

    /**
     * What a copy is to be like.
     *
     * @param expires until when it may be used, at most {@link #LONGEST_COPY} from now; {@code null} for {@link #USUAL_COPY}
     * @param format {@code null} for that of the license type
     */
    record CopyWish(Instant expires, FileFormat format) {
    }

    /** An annotated copy for this use. */
    FileAnswer copy(String identifier, FiveElements elements, CopyWish wish, Asker asker) {
        CopyNote note = note(elements, wish.expires());
        return answer(identifier, elements, asker, AccessAction.FILE, AuditEvent.FILE_COPIED, use -> {
            requireInForce(use.license(), asker.draft(AuditEvent.FILE_COPIED, elements));
            LicenseCopies.Copy copy = copies.make(use.license(), note, wish.format(), asker.grantee());
            return new Content(copy.content(), copy.digest());
        }, (content, receipt) -> new FileAnswer(content.bytes(), content.digest(), receipt));
    }

    /** Says whether this caller would get a copy now, and records that it was told. The copy itself is asked for again later. */
    AuditReceipt offerCopy(String identifier, FiveElements elements, CopyWish wish, Asker asker) {
        note(elements, wish.expires());
        return answer(identifier, elements, asker, AccessAction.FILE, AuditEvent.DOWNLOAD_OFFERED, use -> {
            requireInForce(use.license(), asker.draft(AuditEvent.DOWNLOAD_OFFERED, elements));
            return use;
        }, (use, receipt) -> receipt);
    }

    private void requireInForce(License license, AuditDraft refusal) {
        LicenseState.Standing standing = license.standingOn(LocalDate.now(clock));
        if (standing != LicenseState.Standing.IN_FORCE) {
            audit.append(refusal.about(license.holders().get(0)).with("identifier", license.identifier())
                    .with("state", license.state().name()).with("refused", ProblemType.NOT_IN_FORCE.name()));
            throw new ProblemException(ProblemType.NOT_IN_FORCE, "只为有效的证照制作加注件 / Copies are made of licenses in force only")
                    .with("state", license.state().name()).with("standing", standing.name());
        }
    }

    private CopyNote note(FiveElements elements, Instant expires) {
        Instant now = clock.instant();
        Instant until = expires == null ? now.plus(USUAL_COPY) : expires;
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_COPY))) {
            throw ProblemException.invalid("expires", "out_of_range", "有效期须在现在之后、366 天之内", "must be later than now and within 366 days");
        }
        try {
            return new CopyNote(elements.operator(), elements.organisation(), elements.purpose(), now, until);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("elements", "not_printable", e.getMessage().split(" / ")[0], e.getMessage().split(" / ")[1]);
        }
    }

    private record Use(License license, AccessDecision decision) {
    }

    private record Content(byte[] bytes, String digest) {
    }

    private interface Completion<P, T> {
        T complete(P prepared, AuditReceipt receipt);
    }

    /** Prepares the answer, records it against the revisions it was made from, and only then lets it go. */
    private <P, T> T answer(String identifier, FiveElements elements, Asker asker, AccessAction action, AuditEvent event,
            Function<Use, P> prepare, Completion<P, T> completion) {
        limits.countForPurpose(asker.grantee(), elements.serviceItem(), 1);
        for (int reading = 0; reading < READINGS; reading++) {
            Optional<License> known = licenses.findByIdentifier(identifier);
            if (known.isEmpty()) {
                audit.append(asker.draft(event, elements).with("found", false));
                throw new ProblemException(ProblemType.NOT_FOUND, "没有该证照 / No such license");
            }
            var revisions = licenses.revisions(known.get().holders());
            License license = licenses.find(known.get().id()).orElseThrow();
            HolderKey holder = license.holders().get(0);
            AccessDecision decision = decide(license.typeCode(), license.areaCode(), elements, asker, action,
                    () -> asker.draft(AuditEvent.ACCESS_REFUSED, elements).about(holder).with("identifier", identifier));
            if (reading == 0) {
                limits.countForHolders(asker.grantee(), license.holders());
            }
            P prepared = prepare.apply(new Use(license, decision));
            AuditDraft draft = asker.draft(event, elements).about(holder).with("basis", decision.basis().name()).with("identifier", identifier).with("state", license.state().name())
                    .with("fileDigest", prepared instanceof Content content ? content.digest() : null);
            // an offer takes nothing from a quota: the copy does when it is fetched, and is decided about again then
            AppendResult result = event == AuditEvent.DOWNLOAD_OFFERED ? audit.append(draft, new RevisionGuard(revisions))
                    : audit.append(draft, new RevisionGuard(revisions), decision.ground());
            if (result instanceof AppendResult.Appended appended) {
                return completion.complete(prepared, appended.receipt());
            }
        }
        throw new ProblemException(ProblemType.STORE_UNAVAILABLE, "证照正在变更，请稍后重试 / The license is changing; try again");
    }

    /** @throws ProblemException if no grant covers a license of this type and division; the refusal is in the log then */
    private AccessDecision decide(String type, String areaCode, FiveElements elements, Asker asker, AccessAction action, Supplier<AuditDraft> refusal) {
        AccessDecision decision = policy.decide(asker.grantee(), action, Set.of(type), elements);
        if (decision.types().isEmpty()) {
            throw refusals.refuse(refusal.get(), action.name(), decision.missing());
        }
        if (!decision.covers(type, areaCode)) {
            MissingGrant region = policy.missingRegion(decision, action, type, areaCode, elements);
            throw refusals.refuse(refusal.get(), action.name(), List.of(region));
        }
        return decision.about(type, areaCode);
    }

    private Content read(License license) {
        try {
            String digest = preserved.newest(license.fileDigest());
            return new Content(files.get(digest).orElseThrow(
                    () -> new ProblemException(ProblemType.STORE_UNAVAILABLE, "证照文件暂不可用 / The license file is not at hand")), digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isElsewhere(String identifier, LookupRequest.Reach reach) {
        return reach == LookupRequest.Reach.ABOVE && licenses.findByIdentifier(identifier).isEmpty();
    }

    private DataAnswer dataFromAbove(String identifier, FiveElements elements, Asker asker) {
        decideByType(identifier, elements, asker, AccessAction.DATA);
        DataAnswer said = above(identifier, "data", elements, asker, DataAnswer.class);
        AccessDecision decision = decide(said.license().licenseType(), said.license().areaCode(), elements, asker, AccessAction.DATA,
                () -> refusedAbove(identifier, elements, asker));
        AuditReceipt receipt = record(asker.draft(AuditEvent.DATA_ANSWERED, elements).with("basis", decision.basis().name())
                .with("identifier", identifier).with("above", "ANSWERED").with("aboveReceipt", said.receipt().leafHash()), decision);
        return new DataAnswer(views.fromAbove(said.license(), decision), decision.basis(), receipt);
    }

    /**
     * The license type stands in the identifier, so our own caller's grant is checked before the hub above is asked. The division does not:
     * where the grant reaches some only, the hub above is asked for the license's data first.
     */
    private FileAnswer fileFromAbove(String identifier, FiveElements elements, Asker asker) {
        AccessDecision decision = decideByType(identifier, elements, asker, AccessAction.FILE);
        String type = decision.types().iterator().next();
        if (!decision.regions(type).contains(AccessGrant.ANY)) {
            LicenseView license = above(identifier, "data", elements, asker, DataAnswer.class).license();
            decision = decide(license.licenseType(), license.areaCode(), elements, asker, AccessAction.FILE,
                    () -> refusedAbove(identifier, elements, asker));
        }
        byte[] content = above(identifier, "file", elements, asker, byte[].class);
        String digest = HexFormat.of().formatHex(Sm3.digest(content));
        AuditReceipt receipt = record(asker.draft(AuditEvent.FILE_DOWNLOADED, elements).with("basis", decision.basis().name())
                .with("identifier", identifier).with("above", "ANSWERED").with("fileDigest", digest), decision);
        return new FileAnswer(content, digest, receipt);
    }

    /** Nobody above is asked, and nothing of a quota there is used up, for a caller who may not see such licenses here. */
    private AccessDecision decideByType(String identifier, FiveElements elements, Asker asker, AccessAction action) {
        limits.countForPurpose(asker.grantee(), elements.serviceItem(), 1);
        String type = LicenseIdentifier.tryParse(identifier).map(LicenseIdentifier::typeCode)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该证照 / No such license"));
        AccessDecision decision = policy.decide(asker.grantee(), action, Set.of(type), elements);
        if (decision.types().isEmpty()) {
            throw refusals.refuse(refusedAbove(identifier, elements, asker), action.name(), decision.missing());
        }
        return decision;
    }

    private static AuditDraft refusedAbove(String identifier, FiveElements elements, Asker asker) {
        return asker.draft(AuditEvent.ACCESS_REFUSED, elements).with("identifier", identifier);
    }

    /** What the hub above gave depends on none of our licenses, but on our grants. */
    private AuditReceipt record(AuditDraft draft, AccessDecision decision) {
        if (audit.append(draft, RevisionGuard.none(), decision.ground()) instanceof AppendResult.Appended appended) {
            return appended.receipt();
        }
        throw new ProblemException(ProblemType.STORE_UNAVAILABLE, "授权已变更，请重试 / The grant changed meanwhile; ask again");
    }

    private <T> T above(String identifier, String what, FiveElements elements, Asker asker, Class<T> type) {
        PeerAnswer<T> answer = hubAbove.use(identifier, what, elements, asker, type)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该证照 / No such license"));
        if (answer instanceof PeerAnswer.Answered<T> answered) {
            return answered.body();
        }
        if (answer instanceof PeerAnswer.Refused<T> refused) {
            boolean unknown = refused.status() == ProblemType.NOT_FOUND.status().value();
            audit.append(asker.draft(AuditEvent.ACCESS_REFUSED, elements).with("identifier", identifier).with("above", "REFUSED"));
            throw new ProblemException(unknown ? ProblemType.NOT_FOUND : ProblemType.MISSING_GRANT,
                    unknown ? "没有该证照 / No such license" : "上级库未授权 / The hub above refused");
        }
        throw new ProblemException(ProblemType.PEER_UNAVAILABLE, null);
    }
}
