package org.licensehub.hub.access;

import java.util.Set;

/** OAuth 2 scopes of the API. A caller never holds both the administrator's and the auditor's (三员分立, GB/T 22239 8.1.5). */
public final class Scopes {

    public static final String PUSH = "records.push";
    public static final String REVIEW = "licenses.review";
    public static final String MANAGE = "licenses.manage";
    public static final String READ = "licenses.read";
    /** Of systems of staff: find licenses without the number of their holder, as far as grants reach. */
    public static final String SEARCH = "licenses.search";
    public static final String SEALS_APPLY = "seals.apply";
    public static final String SEALS_APPROVE = "seals.approve";
    public static final String SEALS_MANAGE = "seals.manage";
    public static final String SEALS_READ = "seals.read";
    /** Of a needing department: ask for grants. */
    public static final String GRANTS_REQUEST = "grants.request";
    /** Of an owning department: decide about grants on the licenses it is responsible for. */
    public static final String GRANTS_DECIDE = "grants.decide";
    /** Of a system that has made sure who a person is: give, list and withdraw that person's consent. */
    public static final String CONSENTS = "consents.give";
    /** Of a system that has made sure who a person is: show that person the uses of its licenses, and pass its objections on. */
    public static final String HOLDER_VIEW = "holder.view";
    /** Of a department: answer objections of holders to what its systems asked. */
    public static final String OBJECTIONS = "objections.answer";
    public static final String AUDIT = "audit.read";
    public static final String ADMIN = "hub.admin";
    /** Of people only (系统管理员): accounts, neighbours, connectors, statistics. */
    public static final String SYSTEM = "system.manage";
    /** Of people only (安全管理员): callers, grants, confirmation of accounts. */
    public static final String SECURITY = "security.manage";

    /** Those that a caller can be registered with. */
    public static final Set<String> ALL = Set.of(PUSH, REVIEW, MANAGE, READ, SEARCH, SEALS_APPLY, SEALS_APPROVE, SEALS_MANAGE, SEALS_READ,
            GRANTS_REQUEST, GRANTS_DECIDE, CONSENTS, HOLDER_VIEW, OBJECTIONS, AUDIT, ADMIN);

    private Scopes() {
    }
}
