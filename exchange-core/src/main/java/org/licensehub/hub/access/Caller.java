package org.licensehub.hub.access;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Set;

/**
 * A system that calls the hub: a department's or an approval system.
 *
 * @param clientId OAuth 2 client id
 * @param organisation the body that runs it (用证单位 or 制发单位)
 * @param sources sources it may push records for
 * @param networks where it may call from, in CIDR notation; empty means anywhere
 * @param interfaces what it may call of that which its scopes open; empty means all of it
 * @param dailyLimit most calls in a day; {@code null} means no limit
 * @param callsPerSecond most calls in a second, over time; {@code null} means what the configuration gives every caller
 * @param version counted up by each change
 */
public record Caller(String clientId, String name, String organisation, Set<String> scopes, Set<String> sources, Set<String> networks,
        Set<CallerInterface> interfaces, @Schema(types = {"integer", "null"}, format = "int64") Long dailyLimit,
        @Schema(types = {"integer", "null"}, format = "int32") Integer callsPerSecond, long version) {

    /** A new caller without further restrictions. */
    public static Caller unrestricted(String clientId, String name, String organisation, Set<String> scopes, Set<String> sources) {
        return new Caller(clientId, name, organisation, scopes, sources, Set.of(), Set.of(), null, null, 1);
    }
}
