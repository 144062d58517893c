package org.licensehub.hub.access.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.AuditUnavailableException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Judges name and password. A one-time password opens nothing but the change of itself. All refusals look alike from outside: that an
 * account exists, or is locked, is nobody's business.
 */
@Component
class AccountLogIn {

    /** Argon2 takes memory and time on purpose; a flood of guesses must not take all of it. */
    private final Semaphore places = new Semaphore(4);
    private final Accounts accounts;
    private final RefusedCalls refused;
    private final CallOrigin origin;
    private final AuditLog audit;
    private final Clock clock;

    AccountLogIn(Accounts accounts, RefusedCalls refused, CallOrigin origin, AuditLog audit, Clock clock) {
        this.accounts = accounts;
        this.refused = refused;
        this.origin = origin;
        this.audit = audit;
        this.clock = clock;
    }

    /** A right one-time password. */
    static final class MustChange extends CredentialsExpiredException {

        private static final long serialVersionUID = 1L;

        private final LoggedInPerson person;

        MustChange(LoggedInPerson person) {
            super("One-time password");
            this.person = person;
        }

        LoggedInPerson person() {
            return person;
        }
    }

    Authentication authenticate(Authentication authentication) {
        if (!places.tryAcquire()) {
            throw new InternalAuthenticationServiceException("Too many at once");
        }
        try {
            return judge(authentication.getName(), String.valueOf(authentication.getCredentials()));
        } catch (AuditUnavailableException e) {
            throw new InternalAuthenticationServiceException("Nobody gets in without a record", e);
        } finally {
            places.release();
        }
    }

    private Authentication judge(String username, String password) {
        // the account is read before its password: at worst what was given is newer than the log-in says, and then it counts for nothing
        Optional<Accounts.Account> found = accounts.find(username);
        boolean right = accounts.passwordIs(username, password);
        if (found.isEmpty()) {
            throw new BadCredentialsException("Refused");
        }
        Accounts.Account account = found.get();
        if (account.lockedAt(clock.instant())) {
            refused.recordUnproven(Accounts.PERSON + username, "account_locked", address());
            throw new BadCredentialsException("Refused");
        }
        if (!right) {
            accounts.countFailure(username);
            refused.recordUnproven(Accounts.PERSON + username, "wrong_password", address());
            throw new BadCredentialsException("Refused");
        }
        if (account.state() != Accounts.State.ACTIVE) {
            throw new BadCredentialsException("Refused");
        }
        accounts.forgetFailures(username);
        if (account.oneTime()) {
            throw new MustChange(new LoggedInPerson(username, account.credential()));
        }
        audit.append(AuditDraft.of(AuditEvent.LOGGED_IN, Accounts.PERSON + username).with("account", username).with("role", account.role().name())
                .with("address", address()));
        return UsernamePasswordAuthenticationToken.authenticated(new LoggedInPerson(username, account.credential()), null, List.of(new SimpleGrantedAuthority(account.role().name())));
    }

    private String address() {
        HttpServletRequest request = ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
        return origin.of(request);
    }
}
