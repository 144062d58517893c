package org.licensehub.hub.access;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Registered callers. Their secrets are random and kept as keyed digests only; their contacts are ciphertext. */
@Repository
public class CallerDirectory {

    private static final int SECRET_BYTES = 24;
    private static final String CONTACT = "caller-contact";
    private static final char BETWEEN = '\n';
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Caller> known = new ConcurrentHashMap<>();

    public CallerDirectory(JdbcTemplate jdbc, PersonalData protection, Clock clock) {
        this.jdbc = jdbc;
        this.protection = protection;
        this.clock = clock;
    }

    /**
     * @param contact may be {@code null}
     * @return the new caller's secret, shown this once; empty if the client id is taken
     */
    public Optional<String> register(Caller caller, CallerContact contact) {
        String secret = newSecret();
        boolean registered = jdbc.update("""
                insert into caller (client_id, secret_hash, name, organisation, scopes, sources, networks, interfaces, daily_limit,
                    calls_per_second, contact_enc, registered_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""", caller.clientId(), hash(secret), caller.name(),
                caller.organisation(), array(caller.scopes()), array(caller.sources()), array(caller.networks()),
                array(names(caller.interfaces())), caller.dailyLimit(), caller.callsPerSecond(), sealed(contact), Timestamp.from(clock.instant())) == 1;
        return registered ? Optional.of(secret) : Optional.empty();
    }

    /**
     * Replaces everything that is said of a caller but its client id and its ways in.
     *
     * @param caller its version must be the one in force
     * @return whether it was
     */
    public boolean change(Caller caller, CallerContact contact) {
        return jdbc.update("""
                update caller set name = ?, organisation = ?, scopes = ?, sources = ?, networks = ?, interfaces = ?, daily_limit = ?,
                    calls_per_second = ?, contact_enc = ?, version = version + 1
                where client_id = ? and version = ? and disabled_at is null""", caller.name(), caller.organisation(),
                array(caller.scopes()), array(caller.sources()), array(caller.networks()), array(names(caller.interfaces())),
                caller.dailyLimit(), caller.callsPerSecond(), sealed(contact), caller.clientId(), caller.version()) == 1;
    }

    /** Gives the caller a new secret; the one before it gets no token from now on. Tokens it has live on. */
    public Optional<String> renewSecret(String clientId) {
        String secret = newSecret();
        return jdbc.update("update caller set secret_hash = ?, version = version + 1 where client_id = ? and disabled_at is null", hash(secret),
                clientId) == 1 ? Optional.of(secret) : Optional.empty();
    }

    /** Takes the secret away from a caller that comes in by key or certificate. */
    public boolean removeSecret(String clientId) {
        return jdbc.update("update caller set secret_hash = null, version = version + 1 where client_id = ? and disabled_at is null", clientId) == 1;
    }

    /** @return whether it can be a client id at all; a colon is for hubs and their parts, which no caller must be taken for */
    public static boolean wellFormed(String clientId) {
        return clientId != null && CLIENT_ID.matcher(clientId).matches();
    }

    /** A disabled caller is not found. */
    public Optional<Caller> find(String clientId) {
        return !wellFormed(clientId) ? Optional.empty()
                : jdbc.query("select * from caller where client_id = ? and disabled_at is null", this::caller, clientId).stream().findFirst();
    }

    /**
     * The caller from memory, if memory holds it in this version; otherwise from the database. The version comes with the token, which
     * is looked up for each request anyway: a change on any node counts for the next request on every node, without a query of its own.
     * Not for use inside a transaction that changes callers.
     */
    public Optional<Caller> current(String clientId, long version) {
        Caller remembered = known.get(clientId);
        if (remembered != null && remembered.version() == version) {
            return Optional.of(remembered);
        }
        Optional<Caller> found = find(clientId);
        found.ifPresent(caller -> known.put(clientId, caller));
        return found;
    }

    /** Callers in order of client id, after one. */
    public List<Caller> page(String after, int limit) {
        return jdbc.query("select * from caller where client_id > ? and disabled_at is null order by client_id limit ?", this::caller, after, limit);
    }

    /** @return the contact; both parts {@code null} if none was given */
    public CallerContact contact(String clientId) {
        return jdbc.queryForList("select contact_enc from caller where client_id = ? and contact_enc is not null", byte[].class, clientId).stream()
                .findFirst().map(this::opened).orElse(new CallerContact(null, null));
    }

    /** Locks a caller out; its tokens stop working at once. */
    public boolean disable(String clientId) {
        return jdbc.update("update caller set disabled_at = ?, version = version + 1 where client_id = ? and disabled_at is null",
                Timestamp.from(clock.instant()), clientId) == 1;
    }

    /** @return keyed digest of the caller's secret, as {@link #hash} makes it; empty for one that comes in another way */
    public Optional<String> secretHash(String clientId) {
        return jdbc.queryForList("select secret_hash from caller where client_id = ? and disabled_at is null and secret_hash is not null",
                String.class, clientId).stream().findFirst();
    }

    public String hash(String secret) {
        return HexFormat.of().formatHex(protection.digest("client-secret", secret));
    }

    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private byte[] sealed(CallerContact contact) {
        return contact == null ? null : protection.seal(CONTACT, text(contact.name()) + BETWEEN + text(contact.phone()));
    }

    private CallerContact opened(byte[] sealed) {
        String both = protection.openText(CONTACT, sealed);
        int end = both.indexOf(BETWEEN);
        return new CallerContact(orNull(both.substring(0, end)), orNull(both.substring(end + 1)));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private Caller caller(ResultSet row, int number) throws SQLException {
        Set<CallerInterface> interfaces = strings(row, "interfaces").stream().map(CallerInterface::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Caller(row.getString("client_id"), row.getString("name"), row.getString("organisation"), strings(row, "scopes"),
                strings(row, "sources"), strings(row, "networks"), interfaces, row.getObject("daily_limit", Long.class),
                row.getObject("calls_per_second", Integer.class), row.getLong("version"));
    }

    private static Set<String> strings(ResultSet row, String column) throws SQLException {
        return new TreeSet<>(Arrays.asList((String[]) row.getArray(column).getArray()));
    }

    private static String[] array(Set<String> values) {
        return values.toArray(String[]::new);
    }

    private static Set<String> names(Set<CallerInterface> interfaces) {
        return interfaces.stream().map(Enum::name).collect(Collectors.toSet());
    }
}
