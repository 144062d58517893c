package org.licensehub.hub.access;

import java.util.List;

/**
 * A caller and its grants as this node remembers them.
 *
 * @param token digest of the token it came with
 * @param mayLookUp whether the token opens lookups
 * @param grants with what was left of their quotas when they were read
 * @param version of the register of callers and grants they were read in
 */
public record KnownCaller(String token, Caller caller, boolean mayLookUp, List<HeldGrant> grants, long version) {

    /** Whether what is left of a quota matters: memory does not know that. */
    public boolean hasQuotas() {
        return grants.stream().anyMatch(held -> held.grant().limited());
    }
}
