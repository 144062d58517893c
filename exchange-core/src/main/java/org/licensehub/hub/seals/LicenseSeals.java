package org.licensehub.hub.seals;

import java.time.Instant;
import java.util.UUID;
import org.licensehub.signing.OfdSealer;
import org.licensehub.signing.PdfSealer;

/** The seals that license files get: each authority's own (电子证照专用章), as long as it is in use. */
public interface LicenseSeals {

    /**
     * Finds the seal an issuing authority seals with now and holds it until the caller's transaction ends: nobody moves it
     * meanwhile, so what is sealed in this transaction was sealed by a seal in use. Where the hub is configured so
     * ({@code licensehub.seals.provision: automatic}), an authority that never had a seal gets one first.
     *
     * @param issuerName the authority as the license names it
     * @param issuerCode its unified social credit code
     */
    Choice choose(String issuerName, String issuerCode);

    /**
     * Adds a line to the usage log, in the caller's transaction.
     *
     * @param documentDigest SM3 of the sealed file, hexadecimal
     * @param orderedBy who had it sealed: a reviewer, or the system that pushed a record which needs no review
     */
    void recordUse(InUse seal, String documentDigest, UUID licenseId, String orderedBy, Instant sealedAt);

    /** A seal, or why there is none. */
    sealed interface Choice {
    }

    /**
     * A seal in use, held by the caller's transaction.
     *
     * @param number seal number
     * @param picture PNG; not copied, the sealer wants this very picture shown
     * @param diameterMm size of the picture in whole millimetres
     */
    record InUse(UUID id, String number, byte[] picture, int diameterMm, PdfSealer sealer, OfdSealer ofdSealer) implements Choice {

        @Override
        public String toString() {
            return "InUse[" + number + "]";
        }
    }

    /** @param reason for the department, Chinese first */
    record None(String reason) implements Choice {
    }
}
