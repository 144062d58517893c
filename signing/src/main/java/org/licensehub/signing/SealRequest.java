package org.licensehub.signing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What a seal says about itself.
 *
 * @param reason why the file is sealed
 * @param location where
 * @param signerName the organisation as written into the file; the certified name is that of the certificate
 * @param signingTime when, cut to whole seconds
 * @param mark the visible picture, or null for an invisible seal
 */
public record SealRequest(String reason, String location, String signerName, Instant signingTime, SealMark mark) {

    /** Cuts the time to seconds, which is what the file can hold. */
    public SealRequest {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(signerName, "signerName");
        signingTime = signingTime.truncatedTo(ChronoUnit.SECONDS);
    }
}
