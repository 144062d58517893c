package org.licensehub.hub.access;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Repository;

/** Registered callers. Their secrets are random and kept as keyed digests only. */
@Repository
public class CallerDirectory {

    private static final int SECRET_BYTES = 24;
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final RowMapper<Caller> CALLER = (row, number) -> new Caller(row.getString("client_id"), row.getString("name"),
            row.getString("organisation"), new TreeSet<>(Arrays.asList((String[]) row.getArray("scopes").getArray())),
            new TreeSet<>(Arrays.asList((String[]) row.getArray("sources").getArray())));

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public CallerDirectory(JdbcTemplate jdbc, PersonalData protection, Clock clock) {
        this.jdbc = jdbc;
        this.protection = protection;
        this.clock = clock;
    }

    /** @return the new caller's secret, shown this once; empty if the client id is taken */
    public Optional<String> register(Caller caller) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        return register(caller, secret) ? Optional.of(secret) : Optional.empty();
    }

    boolean register(Caller caller, String secret) {
        return jdbc.update("""
                insert into caller (client_id, secret_hash, name, organisation, scopes, sources, registered_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""", caller.clientId(), hash(secret), caller.name(),
                caller.organisation(), caller.scopes().toArray(String[]::new), caller.sources().toArray(String[]::new),
                Timestamp.from(clock.instant())) == 1;
    }

    /** @return whether it can be a client id at all; a colon is for hubs and their parts, which no caller must be taken for */
    public static boolean wellFormed(String clientId) {
        return clientId != null && CLIENT_ID.matcher(clientId).matches();
    }

    /** A disabled caller is not found. */
    public Optional<Caller> find(String clientId) {
        return !wellFormed(clientId) ? Optional.empty() : jdbc.query("select * from caller where client_id = ? and disabled_at is null", CALLER, clientId).stream().findFirst();
    }

    /** Callers in order of client id, after one. */
    public List<Caller> page(String after, int limit) {
        return jdbc.query("select * from caller where client_id > ? and disabled_at is null order by client_id limit ?", CALLER, after, limit);
    }

    /** Locks a caller out; its tokens stop working at once. */
    public boolean disable(String clientId) {
        return jdbc.update("update caller set disabled_at = ? where client_id = ? and disabled_at is null",
                Timestamp.from(clock.instant()), clientId) == 1;
    }

    /** @return keyed digest of the caller's secret, as {@link #hash} makes it */
    public Optional<String> secretHash(String clientId) {
        return jdbc.queryForList("select secret_hash from caller where client_id = ? and disabled_at is null", String.class, clientId)
                .stream().findFirst();
    }

    public String hash(String secret) {
        return HexFormat.of().formatHex(protection.digest("client-secret", secret));
    }
}
