package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.licensehub.hub.peering.Confirmation;
import org.licensehub.store.model.LicenseState;

/**
 * A license as one caller may see it.
 *
 * @param state state in the library; {@code stateLabel} is its Chinese term
 * @param standing what that means today, dates considered
 * @param answeredBy id of the hub that answered it
 * @param from CACHE, RECORD (system of record) or ABOVE
 * @param asOf when it was read
 * @param confirmedAt up to when the hub that issued it is known to hold it so; for a license of this hub, that of this
 *     answer if freshness was asked for, otherwise that of the reading
 * @param freshness whether that is as late as was asked for; absent if nothing was asked for
 * @param notRevalidated with NOT_REVALIDATED: why not
 * @param fields metadata by GB/T 36903 names; those named in {@code masked} are masked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LicenseView(UUID id, String identifier, String licenseType, String licenseTypeName, String state, String stateLabel,
        LicenseState.Standing standing, int version, String areaCode, String issuerCode, LocalDate issueDate, LocalDate validFrom,
        LocalDate validTo, String originHub, String answeredBy, Origin from, Instant asOf, Instant confirmedAt, Freshness freshness,
        Confirmation.Outcome notRevalidated, Map<String, String> fields, List<String> masked) {

    /** Where an answer was read. */
    enum Origin {
        CACHE, RECORD, ABOVE
    }

    /** Whether a license was confirmed at or after the time that was asked for. */
    enum Freshness {
        CONFIRMED, NOT_REVALIDATED
    }

    /** The same license, marked as answered by a hub above. */
    LicenseView fromAbove() {
        return new LicenseView(id, identifier, licenseType, licenseTypeName, state, stateLabel, standing, version, areaCode, issuerCode,
                issueDate, validFrom, validTo, originHub, answeredBy, Origin.ABOVE, asOf, confirmedAt, freshness,
                notRevalidated, fields, masked);
    }

    LicenseView withFields(Map<String, String> shown, List<String> hidden) {
        return new LicenseView(id, identifier, licenseType, licenseTypeName, state, stateLabel, standing, version, areaCode, issuerCode,
                issueDate, validFrom, validTo, originHub, answeredBy, from, asOf, confirmedAt, freshness, notRevalidated, shown,
                hidden);
    }

    /** With what came of asking whether it is fresh. */
    LicenseView confirmed(Instant at, Confirmation.Outcome outcome) {
        boolean fresh = outcome == Confirmation.Outcome.CONFIRMED;
        return new LicenseView(id, identifier, licenseType, licenseTypeName, state, stateLabel, standing, version, areaCode, issuerCode, issueDate, validFrom,
                validTo, originHub, answeredBy, from, asOf, at, fresh ? Freshness.CONFIRMED : Freshness.NOT_REVALIDATED, fresh ? null : outcome, fields, masked);
    }

    /** In the state that the hub which issued it says it has there. */
    LicenseView inState(LicenseState there, LocalDate today) {
        return new LicenseView(id, identifier, licenseType, licenseTypeName, there.name(), there.label(), there.standingOn(today, validFrom, validTo), version,
                areaCode, issuerCode, issueDate, validFrom, validTo, originHub, answeredBy, from, asOf, confirmedAt, freshness, notRevalidated, fields, masked);
    }
}
