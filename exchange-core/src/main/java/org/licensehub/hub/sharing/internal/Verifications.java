package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessBasis;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.access.UseLimits;
import org.licensehub.hub.audit.AppendResult;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.audit.NumberRuns;
import org.licensehub.hub.audit.RevisionGuard;
import org.licensehub.hub.issuing.LicenseCopies;
import org.licensehub.hub.issuing.PreservedFiles;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.seals.SealVerification;
import org.licensehub.signing.SealReport;
import org.licensehub.signing.Sm3;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.HolderReader;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.stereotype.Service;

/** Checks claims and files against the library (证照信息验证、证照文件验证, GB/T 36906). */
@Service
class Verifications {

    private static final int READINGS = 8;

    private final AccessPolicy policy;
    private final UseLimits limits;
    private final PersonalData protection;
    private final HolderReader reader;
    private final LicenseRepository licenses;
    private final LicenseContents contents;
    private final PreservedFiles preserved;
    private final LicenseCopies copies;
    private final Refusals refusals;
    private final AuditLog audit;
    private final SealVerification seals;
    private final NumberRuns runs;
    private final Clock clock;

    Verifications(AccessPolicy policy, UseLimits limits, PersonalData protection, HolderReader reader, LicenseRepository licenses, LicenseContents contents,
            PreservedFiles preserved, LicenseCopies copies, Refusals refusals, AuditLog audit, SealVerification seals, NumberRuns runs, Clock clock) {
        this.policy = policy;
        this.limits = limits;
        this.protection = protection;
        this.reader = reader;
        this.licenses = licenses;
        this.contents = contents;
        this.preserved = preserved;
        this.copies = copies;
        this.refusals = refusals;
        this.audit = audit;
        this.seals = seals;
        this.runs = runs;
        this.clock = clock;
    }

    /** Result of an information check; {@code code} is the number used by share services in the field. */
    enum Result {
        MATCH(0), NOT_YET_VALID(1), SUSPENDED(2), INVALID(3), NONE(5), MISMATCH(6);

        private final int code;

        Result(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** @param fields claimed metadata by field name; compared letter for letter after trimming */
    record InformationCheck(String licenseType, String holderCode, String holderCodeType, Map<String, String> fields, FiveElements elements) {

        @Override
        public String toString() {
            return "InformationCheck[" + licenseType + "]";
        }
    }

    /**
     * @param mismatched names of claimed fields that differ
     * @param grantedRegions the divisions whose licenses were looked at, if the grant does not reach all
     * @param basis on what ground it was answered
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InformationResult(Result result, int code, List<String> mismatched, Set<String> grantedRegions, AccessBasis basis, AuditReceipt receipt) {
    }

    /**
     * @param code 0 if the seal is good and the file is no copy that has expired, otherwise 1
     * @param known whether this very file was issued by a library of ours, or is an annotated copy made here
     * @param licenseState shown if a grant covers the type
     * @param copyExpires until when an annotated copy may be used; absent for other files
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FileResult(int code, boolean sealValid, boolean known, String identifier, String licenseState, LicenseState.Standing standing,
            Instant copyExpires, SealReport seal, AuditReceipt receipt) {
    }

    InformationResult information(InformationCheck check, Asker asker) {
        if (check.elements() == null) {
            throw ProblemException.invalid("elements", "missing_field", "须提供五要素", "the five elements are required");
        }
        check.elements().requireComplete();
        LookupRequest.Holders.require(check.holderCodeType(), check.holderCode());
        if (check.licenseType() == null) {
            throw ProblemException.invalid("licenseType", "missing_field", "须给出证照类型代码", "is required");
        }
        limits.countForPurpose(asker.grantee(), check.elements().serviceItem(), 1);
        HolderKey holder = protection.holderKey(check.holderCodeType(), check.holderCode());
        for (int reading = 0; reading < READINGS; reading++) {
            AccessDecision decision = policy.decide(asker.grantee(), AccessAction.VERIFY, Set.of(check.licenseType()), check.elements());
            if (decision.types().isEmpty()) {
                throw refusals.refuse(asker.draft(AuditEvent.ACCESS_REFUSED, check.elements()).about(holder), "VERIFY", decision.missing());
            }
            if (reading == 0) {
                limits.countForHolder(asker.grantee(), holder);
            }
            HolderReader.Reading found = reader.read(holder);
            InformationResult result = judge(check, found.holder().licenses().stream()
                    .filter(license -> decision.covers(license.typeCode(), license.areaCode())).toList());
            AuditDraft draft = asker.draft(AuditEvent.INFORMATION_VERIFIED, check.elements()).about(holder).with("basis", decision.basis().name())
                    .with("licenseType", check.licenseType()).with("result", result.result().name());
            RevisionGuard guard = new RevisionGuard(Map.of(holder, found.holder().revision()));
            if (audit.append(draft, guard, decision.ground()) instanceof AppendResult.Appended appended) {
                runs.asked(asker.grantee(), check.elements().operator(), check.holderCode(), appended.receipt().sequence());
                Set<String> regions = decision.regions(check.licenseType());
                return new InformationResult(result.result(), result.code(), result.mismatched(),
                        regions.contains(AccessGrant.ANY) ? null : regions, decision.basis(), appended.receipt());
            }
            reader.forget(holder);
        }
        throw new ProblemException(ProblemType.STORE_UNAVAILABLE, "证照正在变更，请稍后重试 / The holder's licenses are changing; try again");
    }

    /** The license that agrees best decides: a live one before one that ended, one that matches before one that does not. */
    private InformationResult judge(InformationCheck check, List<License> held) {
        InformationResult best = new InformationResult(Result.NONE, Result.NONE.code(), null, null, null, null);
        Map<String, String> claimed = check.fields() == null ? Map.of() : check.fields();
        for (License license : held) {
            if (license.typeCode().equals(check.licenseType())) {
                InformationResult result = compare(license, claimed);
                if (best.result() == Result.NONE || rank(result.result()) < rank(best.result())) {
                    best = result;
                }
            }
        }
        return best;
    }

    private static int rank(Result result) {
        return List.of(Result.MATCH, Result.NOT_YET_VALID, Result.SUSPENDED, Result.INVALID, Result.MISMATCH, Result.NONE).indexOf(result);
    }

    private InformationResult compare(License license, Map<String, String> claimed) {
        Map<String, String> actual = contents.fieldsOf(license);
        List<String> mismatched = claimed.entrySet().stream()
                .filter(claim -> claim.getValue() == null || !claim.getValue().strip().equals(actual.getOrDefault(claim.getKey(), "").strip()))
                .map(Map.Entry::getKey).toList();
        Result result = !mismatched.isEmpty() ? Result.MISMATCH : switch (license.standingOn(LocalDate.now(clock))) {
            case IN_FORCE -> Result.MATCH;
            case NOT_YET_VALID -> Result.NOT_YET_VALID;
            case SUSPENDED -> Result.SUSPENDED;
            case INVALID -> Result.INVALID;
        };
        return new InformationResult(result, result.code(), mismatched.isEmpty() ? null : mismatched, null, null, null);
    }

    FileResult file(byte[] content, FiveElements elements, Asker asker) {
        elements.requireComplete();
        limits.countForPurpose(asker.grantee(), elements.serviceItem(), 1);
        SealReport report = seals.verify(content);
        String digest = HexFormat.of().formatHex(Sm3.digest(content));
        Optional<LicenseCopies.Made> copy = copies.find(digest);
        Instant copyExpires = copy.map(LicenseCopies.Made::expires).orElse(null);
        boolean outOfDate = copyExpires != null && !clock.instant().isBefore(copyExpires);
        for (int reading = 0; reading < READINGS; reading++) {
            Optional<License> known = byDigest(digest, copy);
            Map<HolderKey, Long> revisions = new LinkedHashMap<>();
            known.ifPresent(license -> revisions.putAll(licenses.revisions(license.holders())));
            // read again after the revisions, so that a change in between makes this stale
            Optional<License> license = byDigest(digest, copy);
            AccessDecision decision = license.map(found -> policy.decide(asker.grantee(), AccessAction.VERIFY, Set.of(found.typeCode()), elements)
                    .about(found.typeCode(), found.areaCode())).orElse(new AccessDecision(Map.of(), List.of()));
            if (reading == 0) {
                license.ifPresent(found -> limits.countForHolders(asker.grantee(), found.holders()));
            }
            boolean mayKnow = !decision.types().isEmpty();
            // known files of other hubs were sealed under roots that this hub checked when it took them in
            boolean sealValid = report.valid() || license.isPresent();
            AuditDraft draft = asker.draft(AuditEvent.FILE_VERIFIED, elements).with("fileDigest", digest).with("sealValid", sealValid)
                    .with("known", license.isPresent()).with("basis", mayKnow ? decision.basis().name() : null);
            if (license.isPresent()) {
                draft = draft.about(license.get().holders().get(0)).with("identifier", license.get().identifier());
            }
            if (audit.append(draft, new RevisionGuard(revisions), decision.ground()) instanceof AppendResult.Appended appended) {
                return new FileResult(sealValid && !outOfDate ? 0 : 1, sealValid, license.isPresent(), mayKnow ? license.get().identifier() : null,
                        mayKnow ? license.get().state().name() : null, mayKnow ? license.get().standingOn(LocalDate.now(clock)) : null,
                        copyExpires, report, appended.receipt());
            }
        }
        throw new ProblemException(ProblemType.STORE_UNAVAILABLE, "证照正在变更，请稍后重试 / The license is changing; try again");
    }

    /** The license a file stands for: as issued, with further time-stamps, or an annotated copy. */
    private Optional<License> byDigest(String digest, Optional<LicenseCopies.Made> copy) {
        return copy.isPresent() ? licenses.find(copy.get().licenseId()) : licenses.findByFileDigest(preserved.issuedAs(digest));
    }
}
