package org.licensehub.hub.access.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Where a call comes from: the address at the other end of the connection. Only if that is a proxy the configuration trusts, the last
 * address in X-Forwarded-For that is not such a proxy; what stands before it anybody may have written.
 */
@Component
class CallOrigin {

    /** Stands for an address that a trusted proxy should have told and did not; no network contains it. */
    static final String UNKNOWN = "unknown";

    private static final String FORWARDED = "X-Forwarded-For";

    private final List<NetworkRange> trusted;

    CallOrigin(AccessProperties access) {
        this.trusted = access.trustedProxies().stream().map(text -> NetworkRange.parse(text).orElseThrow(() -> new IllegalArgumentException(
                "licensehub.access.trusted-proxies 须为 IP 网段 / must be networks in CIDR notation"))).toList();
    }

    String of(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        if (trusted.isEmpty() || !NetworkRange.anyContains(trusted, peer)) {
            return peer;
        }
        List<String> told = new ArrayList<>();
        Collections.list(request.getHeaders(FORWARDED)).forEach(line -> told.addAll(List.of(line.split(",", -1))));
        if (told.isEmpty()) {
            return UNKNOWN;
        }
        Collections.reverse(told);
        for (String each : told) {
            String address = each.strip();
            if (!NetworkRange.isAddress(address)) {
                return UNKNOWN;
            }
            if (!NetworkRange.anyContains(trusted, address)) {
                return address;
            }
        }
        return peer;
    }
}
