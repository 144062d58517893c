package org.licensehub.hub.access.internal;

import java.io.Serializable;
import java.security.Principal;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/**
 * Somebody who has given a right password.
 *
 * @param credential which password of the account it was; with the next one this log-in, its codes and its tokens are worth nothing
 */
record LoggedInPerson(String username, long credential) implements Principal, Serializable {

    @Override
    public String getName() {
        return username;
    }

    static Optional<LoggedInPerson> of(Principal authentication) {
        return authentication instanceof Authentication whole && whole.getPrincipal() instanceof LoggedInPerson person ? Optional.of(person)
                : Optional.empty();
    }
}
