package org.licensehub.hub.seals;

import org.licensehub.signing.SealReport;

/** Judges sealed files by what this hub trusts and the newest lists of revoked certificates. One verifier for every way to ask. */
public interface SealVerification {

    /** @return a report, whatever the bytes are; see {@link org.licensehub.signing.SealedFileVerifier#verify} */
    SealReport verify(byte[] file);
}
