package org.licensehub.store.repository;

import org.licensehub.store.model.LicenseState;

/** What must be equal at two hubs after an outage: identifier, version of the row, state and digest of the sealed file. */
public record LicenseDigest(String identifier, long rowVersion, LicenseState state, String fileDigest) {
}
