package org.licensehub.connectors;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows of the overlap window that were handed on already, so that a window is not pushed again with every poll. Only a
 * saving: it is in memory, holds at most {@value #MOST} digests, and a row it has forgotten is pushed once more.
 */
final class SeenRows {

    private static final int MOST = 100_000;
    private static final int DIGEST_BYTES = 16;

    private final Map<String, Boolean> digests = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    boolean contains(JdbcRows.Row row) {
        return digests.containsKey(digest(row));
    }

    void add(JdbcRows.Row row) {
        digests.put(digest(row), Boolean.TRUE);
    }

    private static String digest(JdbcRows.Row row) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, row.position().toText());
            row.record().ifPresent(record -> {
                add(digest, Long.toString(record.revision()));
                record.fields().forEach((name, value) -> {
                    add(digest, name);
                    add(digest, value);
                });
            });
            row.unreadable().ifPresent(unreadable -> digest.update(unreadable.raw()));
            return Base64.getEncoder().encodeToString(digest.digest()).substring(0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
