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
            String confirmedBy) {

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

    /** @return whether the name was free */
    boolean create(String username, AccountRole role, State state, String oneTimePassword, String createdBy) {
        return jdbc.update("""
                insert into account (username, role, state, password_hash, one_time, created_at, created_by) values (?, ?, ?, ?, true, ?, ?)
                on conflict do nothing""", username, role.name(), state.name(), passwords.encode(oneTimePassword), Timestamp.from(clock.instant()),
                createdBy) == 1;
    }

    boolean noneYet() {
        return Boolean.FALSE.equals(jdbc.queryForObject("select exists (select from account)", Boolean.class));
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
        String hash = !wellFormed(username) ? nobodysHash : jdbc.queryForList("select password_hash from account where username = ?", String.class,
                username).stream().findFirst().orElse(nobodysHash);
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

    /** Replaces a one-time password; one that was replaced already is not replaced again. */
    boolean replaceOneTimePassword(String username, String password) {
        return jdbc.update("update account set password_hash = ?, one_time = false where username = ? and one_time and state = 'ACTIVE'",
                passwords.encode(password), username) == 1;
    }

    /** A new one-time password; somebody of the other role has to confirm, or whoever gives passwords could be anybody. */
    boolean reset(String username, String oneTimePassword, String by) {
        jdbc.update("update account_token set revoked_at = ? where username = ? and revoked_at is null", Timestamp.from(clock.instant()), username);
        return jdbc.update("""
                update account set password_hash = ?, one_time = true, state = 'PENDING', created_by = ?, confirmed_by = null, failures = 0,
                    locked_until = null where username = ? and state <> 'DISABLED'""", passwords.encode(oneTimePassword), by, username) == 1;
    }

    boolean confirm(String username, String by) {
        return jdbc.update("update account set state = 'ACTIVE', confirmed_by = ? where username = ? and state = 'PENDING' and created_by <> ?", by,
                username, by) == 1;
    }

    /** Locks a person out for good; the last active account of a role stays. */
    boolean disable(String username) {
        jdbc.queryForList("select username from account order by username for update");
        return jdbc.update("""
                update account a set state = 'DISABLED' where username = ? and state <> 'DISABLED' and (state = 'PENDING'
                    or exists (select from account o where o.role = a.role and o.state = 'ACTIVE' and o.username <> a.username))""", username) == 1;
    }

    private Account account(ResultSet row, int number) throws SQLException {
        Timestamp locked = row.getTimestamp("locked_until");
        return new Account(row.getString("username"), AccountRole.valueOf(row.getString("role")), State.valueOf(row.getString("state")),
                row.getBoolean("one_time"), locked == null ? null : locked.toInstant(), row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"), row.getString("confirmed_by"));
    }
}
