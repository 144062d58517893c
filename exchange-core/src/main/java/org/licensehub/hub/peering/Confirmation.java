package org.licensehub.hub.peering;

import java.time.Instant;
import org.licensehub.store.model.LicenseState;

/**
 * What is known of a license that came from another hub.
 *
 * @param at up to when the issuing hub is known to have held it as it is here; by this hub's clock where this hub asked
 * @param there the state it has there; {@code null} unless the outcome is {@link Outcome#CHANGED_THERE}
 */
public record Confirmation(Instant at, Outcome outcome, LicenseState there) {

    /** Whether that is late enough, and if not, why. */
    public enum Outcome {
        /** Confirmed at or after the time that was asked for. */
        CONFIRMED,
        /** The issuing hub had a newer version, which is here now: read it again. */
        TAKEN_IN,
        /** The issuing hub has another version, which could not be taken in. */
        CHANGED_THERE,
        /** The hub it came from, or one behind that, does not answer. */
        UNREACHABLE,
        /** The hub it came from does not answer such questions of this hub. */
        REFUSED,
        /** The hub it came from does not know it, or did not send it to this hub. */
        UNKNOWN_THERE
    }

    public static Confirmation of(Instant at, Outcome outcome) {
        return new Confirmation(at, outcome, null);
    }
}
