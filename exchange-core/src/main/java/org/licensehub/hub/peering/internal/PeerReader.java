package org.licensehub.hub.peering.internal;

import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.repository.LicenseDigest;

/** Reads a neighbour's side of a reconciliation. */
interface PeerReader {

    /**
     * @param scope hub that issued the licenses
     * @throws ProblemException if the neighbour does not answer
     */
    Page<LicenseDigest> reconciliation(String peer, String scope, String after, int limit);
}
