package org.licensehub.hub.issuing.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.issuing.PreservedFiles;
import org.licensehub.hub.seals.LongTermProof;
import org.licensehub.store.file.FileStore;
import org.springframework.stereotype.Component;

/** Keeps the files of licenses that are just being issued, ready to be verified for years. */
@Component
class IssuedFiles {

    private final FileStore files;
    private final LongTermProof proof;
    private final PreservedFiles preserved;

    IssuedFiles(FileStore files, LongTermProof proof, PreservedFiles preserved) {
        this.files = files;
        this.proof = proof;
        this.preserved = preserved;
    }

    /**
     * A file in the store.
     *
     * @param digest SM3, hexadecimal
     * @param renewalDue when it needs a further time-stamp; empty if it has none
     */
    record Stored(String digest, Optional<Instant> renewalDue) {
    }

    Stored store(byte[] sealed) {
        LongTermProof.Proven proven = proof.withMaterial(sealed);
        try {
            return new Stored(files.put(proven.file()), proven.renewalDue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To be called in the transaction that issues the license. */
    void issued(Stored file, UUID licenseId) {
        file.renewalDue().ifPresent(due -> preserved.issued(file.digest(), licenseId, due));
    }
}
