package org.licensehub.hub.sharing.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.sharing.LicenseSharing;
import org.licensehub.hub.sharing.ShareCaller;
import org.licensehub.hub.sharing.SharedLicense;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.number.LicenseIdentifier;
import org.springframework.stereotype.Service;

/** Gives other interfaces the answers that approval systems get, by the same way through grants and log. */
@Service
class SharedAnswers implements LicenseSharing {

    private final Lookups lookups;
    private final LicenseUse use;
    private final Verifications verifications;
    private final AccessPolicy policy;
    private final Refusals refusals;
    private final Clock clock;

    SharedAnswers(Lookups lookups, LicenseUse use, Verifications verifications, AccessPolicy policy, Refusals refusals, Clock clock) {
        this.lookups = lookups;
        this.use = use;
        this.verifications = verifications;
        this.policy = policy;
        this.refusals = refusals;
        this.clock = clock;
    }

    @Override
    public Answer<List<SharedLicense>> search(ShareCaller caller, FiveElements elements, String licenseType, String holderCode,
            String holderCodeType) {
        List<SharedLicense> found = new ArrayList<>();
        UUID after = null;
        LookupAnswer page;
        do {
            page = lookups.answer(new LookupRequest(holderCode, holderCodeType, Set.of(licenseType), elements, true, LookupRequest.Reach.LOCAL,
                    after, LookupRequest.LARGEST_LIMIT, null).checked(), Asker.of(caller));
            page.licenses().forEach(view -> found.add(shared(view)));
            after = page.next();
        } while (after != null);
        return new Answer<>(found, page.receipt());
    }

    @Override
    public Answer<SharedLicense> data(ShareCaller caller, FiveElements elements, String identifier) {
        LicenseUse.DataAnswer answer = use.data(identifier, elements, LookupRequest.Reach.LOCAL, Asker.of(caller));
        return new Answer<>(shared(answer.license()), answer.receipt());
    }

    private static SharedLicense shared(LicenseView view) {
        return new SharedLicense(view.identifier(), view.licenseType(), view.licenseTypeName(), view.version(), LicenseState.valueOf(view.state()),
                view.standing(), view.fields(), view.masked());
    }

    @Override
    public Answer<Copy> copy(ShareCaller caller, FiveElements elements, String identifier, CopyWish wish) {
        LicenseUse.FileAnswer answer = use.copy(identifier, elements, new LicenseUse.CopyWish(wish.expires(), wish.format()), Asker.of(caller));
        return new Answer<>(new Copy(answer.content(), answer.digest()), answer.receipt());
    }

    @Override
    public AuditReceipt offerCopy(ShareCaller caller, FiveElements elements, String identifier, CopyWish wish) {
        return use.offerCopy(identifier, elements, new LicenseUse.CopyWish(wish.expires(), wish.format()), Asker.of(caller));
    }

    @Override
    public Answer<Claim> verifyInformation(ShareCaller caller, FiveElements elements, String licenseType, String holderCode,
            String holderCodeType, Map<String, String> fields) {
        Verifications.InformationResult answer = verifications.information(
                new Verifications.InformationCheck(licenseType, holderCode, holderCodeType, fields, elements), Asker.of(caller));
        return new Answer<>(Claim.valueOf(answer.result().name()), answer.receipt());
    }

    @Override
    public Answer<CheckedFile> verifyFile(ShareCaller caller, FiveElements elements, String licenseType, byte[] content) {
        Asker asker = Asker.of(caller);
        AccessDecision decision = policy.decide(caller.clientId(), AccessAction.VERIFY, Set.of(licenseType), elements.requireComplete());
        if (decision.types().isEmpty()) {
            throw refusals.refuse(asker.draft(AuditEvent.ACCESS_REFUSED, elements), AccessAction.VERIFY.name(), decision.missing());
        }
        Verifications.FileResult checked = verifications.file(content, elements, asker);
        // the identifier is there only if the grant covers the type of the file, and the type stands in it
        boolean asked = checked.identifier() != null
                && LicenseIdentifier.tryParse(checked.identifier()).filter(identifier -> identifier.typeCode().equals(licenseType)).isPresent();
        boolean expired = checked.copyExpires() != null && !clock.instant().isBefore(checked.copyExpires());
        return new Answer<>(new CheckedFile(checked.sealValid(), asked, expired, asked ? LicenseState.valueOf(checked.licenseState()) : null,
                asked ? checked.standing() : null), checked.receipt());
    }
}
