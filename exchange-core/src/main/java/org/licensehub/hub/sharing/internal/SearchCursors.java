package org.licensehub.hub.sharing.internal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.protection.PersonalData;
import org.springframework.stereotype.Component;

/**
 * Places in a search as callers hold them: ciphertext, so that nobody makes one up or learns the day and id of a license from it, and good for the same
 * question of the same caller only.
 */
@Component
class SearchCursors {

    private static final String PURPOSE = "search-cursor";
    private static final int LONGEST = 400;
    private static final int BINDING = 32;

    private final PersonalData protection;

    SearchCursors(PersonalData protection) {
        this.protection = protection;
    }

    /**
     * @param search id of the search, the same for all its pages
     * @param page from 0
     * @param after {@code null} for the first page
     */
    record Cursor(UUID search, int page, LicenseSearchStore.Place after) {
    }

    String written(Cursor cursor, LicenseQuestion question, String clientId) {
        ByteBuffer plain = ByteBuffer.allocate(BINDING + 16 + 4 + 8 + 16).put(binding(question, clientId)).putLong(cursor.search().getMostSignificantBits())
                .putLong(cursor.search().getLeastSignificantBits()).putInt(cursor.page()).putLong(cursor.after().issued().toEpochDay())
                .putLong(cursor.after().id().getMostSignificantBits()).putLong(cursor.after().id().getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(protection.seal(PURPOSE, plain.array()));
    }

    /** @throws ProblemException if it is none, or of another question or caller */
    Cursor read(String text, LicenseQuestion question, String clientId) {
        if (text == null) {
            return new Cursor(UUID.randomUUID(), 0, null);
        }
        if (text.length() > LONGEST) {
            throw unknown();
        }
        try {
            ByteBuffer plain = ByteBuffer.wrap(protection.open(PURPOSE, Base64.getUrlDecoder().decode(text)));
            byte[] binding = new byte[BINDING];
            plain.get(binding);
            if (!MessageDigest.isEqual(binding, binding(question, clientId))) {
                throw unknown();
            }
            return new Cursor(new UUID(plain.getLong(), plain.getLong()), plain.getInt(),
                    new LicenseSearchStore.Place(LocalDate.ofEpochDay(plain.getLong()), new UUID(plain.getLong(), plain.getLong())));
        } catch (IllegalArgumentException | PersonalData.UnreadableException e) {
            throw unknown();
        }
    }

    private byte[] binding(LicenseQuestion question, String clientId) {
        return protection.digest(PURPOSE, clientId + "\n" + question.text());
    }

    private static ProblemException unknown() {
        return ProblemException.invalid("after", "unknown_cursor", "须为同一检索上一页的 next", "must be the next of the page before of the same search");
    }
}
