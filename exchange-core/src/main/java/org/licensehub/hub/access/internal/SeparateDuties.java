package org.licensehub.hub.access.internal;

import java.security.Principal;
import java.util.Set;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.Scopes;
import org.licensehub.hub.platform.ProblemException;
import org.springframework.stereotype.Component;

/**
 * Keeps roles apart where callers are administered: a person who may register callers could otherwise make one that administers or reads the
 * log, and be somebody else by its secret.
 */
@Component
class SeparateDuties {

    private static final Set<String> OF_OTHERS = Set.of(Scopes.ADMIN, Scopes.AUDIT);

    private final CallerDirectory callers;

    SeparateDuties(CallerDirectory callers) {
        this.callers = callers;
    }

    void requireMayAdminister(String clientId, Principal admin) {
        requireMayAdminister(callers.find(clientId).map(Caller::scopes).orElse(Set.of()), admin);
    }

    /** @throws ProblemException if a person administers a caller with scopes of another role */
    void requireMayAdminister(Set<String> scopes, Principal admin) {
        if (admin.getName().startsWith(Accounts.PERSON) && scopes.stream().anyMatch(OF_OTHERS::contains)) {
            throw ProblemException.invalid("scopes", "separation_of_duties", "安全管理员不得登记或变更具有管理或审计权限的调用方",
                    "a security administrator must not administer callers that administer or read the log");
        }
    }
}
