package org.licensehub.hub.seals;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A seal as the register shows it, from its application on.
 *
 * @param number seal number: six digits of the division, seven of a running number; from the making on
 * @param name what people read: owner and purpose
 * @param diameterMm whole millimetres
 * @param approvers who approved it so far; two are needed
 * @param replaces the seal it is to replace
 * @param licenseId the license it was applied for together with
 * @param filingNumber number given by the filing authority (备案编号)
 * @param certificateSerial serial number of its signing certificate, hexadecimal
 * @param validFrom start of its validity, from the making on
 * @param validTo end of its validity
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Seal(UUID id, String number, SealState state, String ownerName, String ownerCode, SealKind kind, String name, int diameterMm,
        boolean star, String applicant, Instant appliedAt, List<String> approvers, UUID replaces, UUID licenseId, String filingNumber,
        String certificateSerial, Instant validFrom, Instant validTo) {
}
