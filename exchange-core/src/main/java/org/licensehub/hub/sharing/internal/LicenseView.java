package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.licensehub.store.model.LicenseState;

/**
 * A license as one caller may see it.
 *
 * @param state state in the library; {@code stateLabel} is its Chinese term
 * @param standing what that means today, dates considered
 * @param answeredBy id of the hub that answered it
 * @param from CACHE, RECORD (system of record) or ABOVE
 * @param asOf when it was read
 * @param fields metadata by GB/T 36903 names; those named in {@code masked} are masked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LicenseView(UUID id, String identifier, String licenseType, String licenseTypeName, String state, String stateLabel,
        LicenseState.Standing standing, int version, String areaCode, String issuerCode, LocalDate issueDate, LocalDate validFrom,
        LocalDate validTo, String originHub, String answeredBy, Origin from, Instant asOf, Map<String, String> fields, List<String> masked) {

    /** Where an answer was read. */
    enum Origin {
        CACHE, RECORD, ABOVE
    }

    /** The same license, marked as answered by a hub above. */
    LicenseView fromAbove() {
        return new LicenseView(id, identifier, licenseType, licenseTypeName, state, stateLabel, standing, version, areaCode, issuerCode,
                issueDate, validFrom, validTo, originHub, answeredBy, Origin.ABOVE, asOf, fields, masked);
    }

    LicenseView withFields(Map<String, String> shown, List<String> hidden) {
        return new LicenseView(id, identifier, licenseType, licenseTypeName, state, stateLabel, standing, version, areaCode, issuerCode,
                issueDate, validFrom, validTo, originHub, answeredBy, from, asOf, shown, hidden);
    }
}
