package org.licensehub.hub.access;

import java.util.Set;

/**
 * A system that calls the hub: a department's or an approval system.
 *
 * @param clientId OAuth 2 client id
 * @param organisation the body that runs it (用证单位 or 制发单位)
 * @param sources sources it may push records for
 */
public record Caller(String clientId, String name, String organisation, Set<String> scopes, Set<String> sources) {
}
