package org.licensehub.hub.access.internal;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Accounts of people. Passwords are kept as Argon2id only. */
@Component
class Accounts {

    /** Before an account as an actor in the log; no caller can be named so. */
    static final String PERSON = "person:";

    private static final Pattern USERNAME = Pattern.compile("[a-z][a-z0-9.-]{2,49}");
    private static final int PASSWORD_BYTES = 15;
    private static final int FAILURES_TOLERATED = 5;
    private static final Duration LOCK = Duration.ofMinutes(15);

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Argon2PasswordEncoder passwords = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final String nobodysHash = passwords.encode("nobody");

    Accounts(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** PENDING until a security administrator confirms it; DISABLED for good. */
    enum State {
        PENDING, ACTIVE, DISABLED
    }

    record Account(String username, AccountRole role, State state, boolean oneTime, Instant lockedUntil, Instant createdAt, String createdBy,
            String confirmedBy, long credential) {

        boolean lockedAt(Instant now) {
            return lockedUntil != null && now.isBefore(lockedUntil);
        }
    }

    static boolean wellFormed(String username) {
        return username != null && USERNAME.matcher(username).matches();
    }

    String newOneTimePassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** An account that waits for confirmation. Until then it has no password. @return whether the name was free */
    boolean request(String username, AccountRole role, String by) {
        return jdbc.update("""
                insert into account (username, role, state, password_hash, one_time, created_at, created_by) values (?, ?, 'PENDING', null, true, ?, ?)
                on conflict do nothing""", username, role.name(), Timestamp.from(clock.instant()), by) == 1;
    }

    /** An account in force that nobody confirms. @return whether the name was free */
    boolean createFirst(String username, AccountRole role, String oneTimePassword, String by) {
        return jdbc.update("""
                insert into account (username, role, state, password_hash, one_time, created_at, created_by, was_in_force)
                values (?, ?, 'ACTIVE', ?, true, ?, ?, true) on conflict do nothing""", username, role.name(), passwords.encode(oneTimePassword),
                Timestamp.from(clock.instant()), by) == 1;
    }

    boolean noneOf(AccountRole role) {
        return Boolean.FALSE.equals(jdbc.queryForObject("select exists (select from account where role = ?)", Boolean.class, role.name()));
    }

    Optional<Account> find(String username) {
        return !wellFormed(username) ? Optional.empty()
                : jdbc.query("select * from account where username = ?", this::account, username).stream().findFirst();
    }

    List<Account> page(String after, int limit) {
        return jdbc.query("select * from account where username > ? order by username limit ?", this::account, after, limit);
    }

    /** Costs the same time whether there is such an account or not. */
    boolean passwordIs(String username, String password) {
        String hash = !wellFormed(username) ? nobodysHash : jdbc.queryForList(
                "select password_hash from account where username = ? and password_hash is not null", String.class, username).stream().findFirst().orElse(nobodysHash);
        return passwords.matches(password, hash) && !hash.equals(nobodysHash);
    }

    /** The fifth wrong password in a row locks the account for a quarter of an hour. */
    void countFailure(String username) {
        jdbc.update("""
                update account set failures = case when failures + 1 >= ? then 0 else failures + 1 end,
                    locked_until = case when failures + 1 >= ? then ? else locked_until end where username = ?""", FAILURES_TOLERATED,
                FAILURES_TOLERATED, Timestamp.from(clock.instant().plus(LOCK)), username);
    }

    void forgetFailures(String username) {
        jdbc.update("update account set failures = 0, locked_until = null where username = ? and failures > 0", username);
    }

    /** Whether the password this person gave is still the account's, and nothing is to be done before it counts. */
    boolean inForce(LoggedInPerson person) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select exists (select from account where username = ? and credential = ? and state = 'ACTIVE' and not one_time)""", Boolean.class,
                person.username(), person.credential()));
    }

    /** Replaces the one-time password that was given; one that was replaced or reset meanwhile is not replaced again. */
    boolean replaceOneTimePassword(LoggedInPerson given, String password) {
        return jdbc.update("""
                update account set password_hash = ?, one_time = false, credential = credential + 1
                where username = ? and credential = ? and one_time and state = 'ACTIVE'""", passwords.encode(password), given.username(),
                given.credential()) == 1;
    }

    /** Waits for whoever else changes accounts: what is asked about the others must still be true at the commit. */
    void keepStill() {
        jdbc.queryForList("select username from account order by username for update");
    }

    /** Whether a security administrator with a password of their own is left to confirm this account. */
    boolean confirmableByAnother(String username) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select exists (select from account where role = 'SECURITY_ADMIN' and state = 'ACTIVE' and not one_time and username <> ?)""",
                Boolean.class, username));
    }

    /** Takes the password away until somebody of the other role has confirmed; all that was begun with it ends. */
    boolean reset(String username, String by) {
        return jdbc.update("""
                update account set password_hash = null, one_time = true, state = 'PENDING', created_by = ?, confirmed_by = null,
                    credential = credential + 1 where username = ? and state <> 'DISABLED'""", by, username) == 1;
    }

    /** Never by whoever asked for the account or the reset. */
    boolean confirm(String username, String oneTimePassword, String by) {
        return jdbc.update("""
                update account set state = 'ACTIVE', was_in_force = true, password_hash = ?, one_time = true, confirmed_by = ?, failures = 0,
                    locked_until = null, credential = credential + 1 where username = ? and state = 'PENDING' and created_by <> ?""",
                passwords.encode(oneTimePassword), by, username, by) == 1;
    }

    /** For whoever has the machine: a one-time password that nobody confirms. */
    boolean recover(String username, String oneTimePassword, String by) {
        return jdbc.update("""
                update account set state = 'ACTIVE', was_in_force = true, password_hash = ?, one_time = true, created_by = ?, confirmed_by = null,
                    failures = 0, locked_until = null, credential = credential + 1 where username = ? and state <> 'DISABLED'""",
                passwords.encode(oneTimePassword), by, username) == 1;
    }

    /** Locks a person out for good, unless nobody with a password of their own would be left in the role; one never confirmed may always go. */
    boolean disable(String username) {
        return jdbc.update("""
                update account a set state = 'DISABLED' where username = ? and state <> 'DISABLED' and (not a.was_in_force or exists (
                    select from account o where o.role = a.role and o.state = 'ACTIVE' and not o.one_time and o.username <> a.username))""",
                username) == 1;
    }

    private Account account(ResultSet row, int number) throws SQLException {
        Timestamp locked = row.getTimestamp("locked_until");
        return new Account(row.getString("username"), AccountRole.valueOf(row.getString("role")), State.valueOf(row.getString("state")),
                row.getBoolean("one_time"), locked == null ? null : locked.toInstant(), row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"), row.getString("confirmed_by"), row.getLong("credential"));
    }
}
