package org.licensehub.store.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps the newest files in memory as well, in clear and for three minutes: a file just sealed is sent to the hub above, and one just
 * received is passed on, and neither needs to be decrypted for that. What is kept is what its digest says, so nothing can be
 * out of date.
 */
public final class RecentFiles implements FileStore {

    private static final Duration KEPT = Duration.ofMinutes(3);

    private final FileStore store;
    private final Cache<String, byte[]> recent;

    /** @param bytes most that is kept; 0 keeps nothing */
    public RecentFiles(FileStore store, long bytes) {
        this.store = store;
        // makes room at once, not in a thread of its own later
        this.recent = Caffeine.newBuilder().executor(Runnable::run).maximumWeight(bytes).expireAfterWrite(KEPT)
                .weigher((String digest, byte[] file) -> file.length + digest.length()).build();
    }

    @Override
    public String put(byte[] bytes) throws IOException {
        String digest = store.put(bytes);
        recent.put(digest, bytes.clone());
        return digest;
    }

    @Override
    public boolean putIfDigest(byte[] bytes, String digest) throws IOException {
        boolean same = store.putIfDigest(bytes, digest);
        if (same) {
            recent.put(digest, bytes.clone());
        }
        return same;
    }

    /** What is not in memory is read, and not kept: files asked for once are seldom asked for again. */
    @Override
    public Optional<byte[]> get(String digest) throws IOException {
        byte[] kept = recent.getIfPresent(digest);
        return kept == null ? store.get(digest) : Optional.of(kept.clone());
    }
}
