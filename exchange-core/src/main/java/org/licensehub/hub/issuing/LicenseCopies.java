package org.licensehub.hub.issuing;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.issuing.face.CopyNote;
import org.licensehub.store.file.FileFormat;
import org.licensehub.store.model.License;

/**
 * Annotated copies (加注件, GB/T 36901): the face of a license drawn anew with user, body, use, time and expiry all over it, under
 * the seal of this hub. A copy is good for one use; the license file itself need not leave the hub.
 */
public interface LicenseCopies {

    /**
     * A copy as it is handed out.
     *
     * @param content PDF or OFD
     * @param digest SM3, hexadecimal
     */
    record Copy(byte[] content, String digest) {
    }

    /** A copy made earlier. */
    record Made(UUID licenseId, Instant expires) {
    }

    /**
     * Makes a copy and remembers its digest, so that it is known when somebody has it checked.
     *
     * @param format PDF or OFD; {@code null} for the one in which the license type is issued
     * @param orderedBy who asked for it
     * @throws org.licensehub.hub.platform.ProblemException if a character of the note cannot be drawn, or the hub has no seal to use
     */
    Copy make(License license, CopyNote note, FileFormat format, String orderedBy);

    /** @param digest SM3 of a file, hexadecimal */
    Optional<Made> find(String digest);
}
