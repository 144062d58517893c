package org.licensehub.hub.seals;

import java.time.Instant;
import java.util.Optional;

/**
 * Keeps sealed PDF files verifiable after the certificates of their seals have ended (PAdES-B-LT and B-LTA; ETSI EN 319 142-1).
 * OFD files pass through unchanged: their format has no place for it.
 */
public interface LongTermProof {

    /**
     * A file, and how long it proves its age.
     *
     * @param renewalDue as {@link #renewalDue} says of it
     */
    record Proven(byte[] file, Optional<Instant> renewalDue) {
    }

    /**
     * Adds the certificates and lists of revoked ones that verifying the file takes, so that it verifies by its roots alone.
     *
     * @return with the file as it came where the hub is configured not to, or something of it is not at hand
     */
    Proven withMaterial(byte[] sealed);

    /**
     * When the file must have got a further time-stamp at the latest, by configuration a while before its last one ends.
     *
     * @return empty if it has no time-stamp to be renewed, or is no PDF
     */
    Optional<Instant> renewalDue(byte[] file);

    /**
     * A further time-stamp over the whole file, with what verifying the last one takes.
     *
     * @throws IllegalArgumentException if material is not at hand, or it is too late; the message says which
     * @throws IllegalStateException if no time-stamp can be had now
     */
    byte[] renewed(byte[] file);
}
