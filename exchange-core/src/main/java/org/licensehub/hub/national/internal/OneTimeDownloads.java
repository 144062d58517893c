package org.licensehub.hub.national.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.store.file.FileFormat;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Downloads that were promised and not fetched. No file lies here: it is made when it is fetched, by the grants and the state of the license
 * of that moment. The secret of an address is known by keyed digest only, what was promised is ciphertext.
 */
@Component
class OneTimeDownloads {

    private static final String PURPOSE = "one-time-download";
    private static final int SECRET_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{64}");

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final ObjectMapper json;
    private final NationalProperties national;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    OneTimeDownloads(JdbcTemplate jdbc, PersonalData protection, ObjectMapper json, NationalProperties national, Clock clock) {
        this.jdbc = jdbc;
        this.protection = protection;
        this.json = json;
        this.national = national;
        this.clock = clock;
    }

    /**
     * What was promised.
     *
     * @param expires until when the copy is good; fixed at the promise
     * @param format {@code null} for that of the license type
     */
    record Promise(String identifier, FiveElements elements, List<String> defaulted, Instant expires, FileFormat format) {
    }

    /** A promise that this call, and no other, is to keep. */
    record Claimed(UUID id, String clientId, Promise promise) {
    }

    /** @return the secret part of the address, 256 random bits in lower-case hexadecimal */
    String promise(UUID id, String clientId, Promise promise) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        Instant now = clock.instant();
        jdbc.update("insert into one_time_download (id, secret_digest, client_id, promise_enc, created_at, expires_at) values (?, ?, ?, ?, ?, ?)", id,
                protection.digest(PURPOSE, secret), clientId, protection.seal(PURPOSE, written(promise)), Timestamp.from(now),
                Timestamp.from(now.plus(national.downloadLife())));
        return secret;
    }

    /** Of many calls at once, on whatever node, one gets it: the row decides. */
    Optional<Claimed> claim(String secret) {
        if (!SECRET.matcher(secret).matches()) {
            return Optional.empty();
        }
        Timestamp now = Timestamp.from(clock.instant());
        return jdbc.query("""
                update one_time_download set used_at = ? where secret_digest = ? and used_at is null and expires_at > ?
                returning id, client_id, promise_enc""", (row, number) -> new Claimed(row.getObject("id", UUID.class), row.getString("client_id"),
                read(protection.openText(PURPOSE, row.getBytes("promise_enc")))), now, protection.digest(PURPOSE, secret), now).stream().findFirst();
    }

    /** After a failure that is not the caller's: nothing left the hub, so the address may be used again. */
    void release(UUID id) {
        jdbc.update("update one_time_download set used_at = null where id = ?", id);
    }

    @Scheduled(fixedDelayString = "PT5M")
    void forgetExpired() {
        jdbc.update("delete from one_time_download where expires_at < ?", Timestamp.from(clock.instant()));
    }

    private String written(Promise promise) {
        try {
            return json.writeValueAsString(promise);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A promise is plain values", e);
        }
    }

    private Promise read(String text) {
        try {
            return json.readValue(text, Promise.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A promise was written by this hub", e);
        }
    }
}
