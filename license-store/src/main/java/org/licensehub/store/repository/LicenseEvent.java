package org.licensehub.store.repository;

import java.time.Instant;
import java.util.UUID;
import org.licensehub.store.model.LicenseState;

/**
 * One move of a license.
 *
 * @param from {@code null} for the first state
 * @param actor who moved it: an account, never a personal number
 * @param protectedReason ciphertext of the reason, or {@code null}
 */
public record LicenseEvent(UUID licenseId, LicenseState from, LicenseState to, String actor, byte[] protectedReason, Instant at) {
}
