package org.licensehub.hub.seals.internal;

import java.time.Instant;
import java.util.UUID;
import org.licensehub.hub.seals.SealApplication;
import org.licensehub.hub.seals.SealKind;
import org.licensehub.hub.seals.SealState;

/** A row of the register; {@code number} to {@code validTo} are {@code null} until the seal is made. */
record SealRow(UUID id, SealState state, String ownerName, String ownerCode, SealKind kind, String name, int diameterMm, boolean star,
        byte[] picture, String applicant, Instant appliedAt, UUID replaces, UUID licenseId, String filingNumber, String number, byte[] ses,
        String certificateSerial, Instant validFrom, Instant validTo) {

    static SealRow applied(UUID id, SealApplication application, byte[] picture, String applicant, Instant at) {
        return new SealRow(id, SealState.APPLIED, application.ownerName(), application.ownerCode(), application.kind(), application.sealName(),
                application.diameterMm(), application.star(), picture, applicant, at, application.replaces(), application.licenseId(), null, null,
                null, null, null, null);
    }
}
