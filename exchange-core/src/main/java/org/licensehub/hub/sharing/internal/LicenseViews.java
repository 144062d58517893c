package org.licensehub.hub.sharing.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.peering.Confirmations;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.springframework.stereotype.Component;

/** Makes what a caller may see of a license. */
@Component
class LicenseViews {

    private final LicenseTypeCatalogue types;
    private final LicenseContents contents;
    private final AccessPolicy policy;
    private final HubProperties hub;
    private final Clock clock;

    LicenseViews(LicenseTypeCatalogue types, LicenseContents contents, AccessPolicy policy, HubProperties hub, Clock clock) {
        this.types = types;
        this.contents = contents;
        this.policy = policy;
        this.hub = hub;
        this.clock = clock;
    }

    LicenseView view(License license, AccessDecision decision, LicenseView.Origin from, Instant asOf) {
        LicenseType type = typeOf(license.typeCode(), license.typeVersion());
        Map<String, String> fields = contents.fieldsOf(license);
        return new LicenseView(license.id(), license.identifier(), license.typeCode(), type.name(), license.state().name(),
                license.state().label(), license.standingOn(LocalDate.now(clock)), license.version(), license.areaCode(), license.issuerCode(),
                license.issueDate(), license.validFrom(), license.validTo(), license.originHub(), hub.id(), from, asOf, confirmedAt(license, asOf), null, null,
                policy.visible(decision, type, license.areaCode(), fields), policy.masked(decision, type, license.areaCode(), fields));
    }

    /**
     * This hub is the authority on its own licenses, and no answer leaves unless they are still as they were read when its record is kept: they were so at
     * that time. Later times would be true too, but then no two answers would be alike, nor their digests in the log. Of licenses of others nobody is asked here.
     */
    private Instant confirmedAt(License license, Instant asOf) {
        return license.originHub().equals(hub.id()) ? asOf : Confirmations.withoutAsking(license, asOf);
    }

    /** What a hub above showed us, masked further by what our own caller may see. */
    LicenseView fromAbove(LicenseView view, AccessDecision decision) {
        LicenseType type = types.find(view.licenseType()).orElseThrow(
                () -> new IllegalStateException("The hub above answered a license type we do not know"));
        Map<String, String> shown = policy.visible(decision, type, view.areaCode(), view.fields());
        view.masked().forEach(name -> shown.put(name, view.fields().get(name)));
        java.util.Set<String> masked = new java.util.LinkedHashSet<>(view.masked());
        masked.addAll(policy.masked(decision, type, view.areaCode(), view.fields()));
        return view.withFields(shown, java.util.List.copyOf(masked)).fromAbove();
    }

    private LicenseType typeOf(String code, int version) {
        return types.find(code, version).or(() -> types.find(code))
                .orElseThrow(() -> new IllegalStateException("License type " + code + " left the catalogue"));
    }
}
