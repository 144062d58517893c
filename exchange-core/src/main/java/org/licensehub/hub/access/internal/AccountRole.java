package org.licensehub.hub.access.internal;

import java.util.Set;
import org.licensehub.hub.access.Scopes;

/** The three separated roles (三员, GB/T 22239 8.1.5). An account has exactly one and keeps it. */
enum AccountRole {
    /** 系统管理员: accounts, neighbours, connectors, statistics. */
    SYSTEM_ADMIN(Scopes.SYSTEM),
    /** 安全管理员: callers, grants, confirmation of accounts. */
    SECURITY_ADMIN(Scopes.SECURITY),
    /** 审计管理员: the log. */
    AUDIT_ADMIN(Scopes.AUDIT);

    private final String scope;

    AccountRole(String scope) {
        this.scope = scope;
    }

    Set<String> scopes() {
        return Set.of(scope);
    }

    /** Name of the account that the first start makes. */
    String firstUsername() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
