package org.licensehub.hub.seals.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.HubProperties.Provision;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.seals.LicenseSeals;
import org.springframework.stereotype.Component;

/** Takes the seals for licenses from the register. */
@Component
class RegisteredLicenseSeals implements LicenseSeals {

    private final SealRepository seals;
    private final OpenedSeals opened;
    private final SealProvision provision;
    private final SealUsageLog usages;
    private final boolean automatic;
    private final Clock clock;

    RegisteredLicenseSeals(SealRepository seals, OpenedSeals opened, SealProvision provision, SealUsageLog usages, HubProperties hub, Clock clock) {
        this.seals = seals;
        this.opened = opened;
        this.provision = provision;
        this.usages = usages;
        this.automatic = hub.seals().provision() == Provision.AUTOMATIC;
        this.clock = clock;
    }

    @Override
    public Choice choose(String issuerName, String issuerCode) {
        Optional<SealRepository.Held> found = hold(issuerName, issuerCode);
        if (found.isEmpty() && automatic && seals.newestForLicenses(issuerName, issuerCode).isEmpty()) {
            try {
                provision.provide(issuerName, issuerCode);
            } catch (ProblemException e) {
                return new None("无法配发印章 / no seal can be provided: " + e.getMessage());
            }
            found = hold(issuerName, issuerCode);
        }
        if (found.isEmpty()) {
            return new None(seals.newestForLicenses(issuerName, issuerCode)
                    .map(seal -> "颁发机构的电子证照专用章" + seal.state().label() + "，不能签章 / the authority's seal is not in use: " + seal.state())
                    .orElse("颁发机构没有电子证照专用章，请先申领 / the issuing authority has no seal for licenses; apply for one first"));
        }
        Instant now = clock.instant();
        if (now.isAfter(found.get().validTo())) {
            return new None("颁发机构的电子证照专用章已过有效期，请申请变更 / the authority's seal is out of date; apply for a change");
        }
        return opened.open(found.get().id());
    }

    /** A second look, because a seal that was just replaced hides its successor from the look that waited for it. */
    private Optional<SealRepository.Held> hold(String issuerName, String issuerCode) {
        return seals.holdInUse(issuerName, issuerCode).or(() -> seals.holdInUse(issuerName, issuerCode));
    }

    @Override
    public void recordUse(InUse seal, String documentDigest, UUID licenseId, String orderedBy, Instant sealedAt) {
        usages.add(seal.id(), documentDigest, licenseId, orderedBy, sealedAt);
    }
}
