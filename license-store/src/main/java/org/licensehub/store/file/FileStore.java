package org.licensehub.store.file;

import java.io.IOException;
import java.util.Optional;

/**
 * Files addressed by the SM3 digest of their plain bytes, 64 lower-case hexadecimal digits. Putting the same bytes again has
 * no effect. An implementation stores ciphertext only, and a file is durable before {@link #put} returns.
 */
public interface FileStore {

    /** @return the digest under which the bytes are kept */
    String put(byte[] bytes) throws IOException;

    /**
     * Keeps a file that came with its digest.
     *
     * @return whether the bytes have the digest; otherwise nothing is kept
     */
    boolean putIfDigest(byte[] bytes, String digest) throws IOException;

    /**
     * @throws IOException if the file is there but can not be read or does not have the digest it is stored under
     * @throws IllegalArgumentException if the digest is not 64 hexadecimal digits
     */
    Optional<byte[]> get(String digest) throws IOException;
}
