package org.licensehub.hub.access.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.springframework.stereotype.Component;

/** What a caller is held to whichever way it came in: networks, interfaces, calls a day. Checked in memory. */
@Component
class CallerRules {

    /** Property of a problem that says when calls are let through again. */
    static final String RESETS_AT = "resetsAt";

    private final CallOrigin origin;
    private final DailyAllowances allowances;
    private final RefusedCalls refused;
    private final Clock clock;
    private final CallerInterfaces interfaces = new CallerInterfaces();
    private final Map<String, Networks> networks = new ConcurrentHashMap<>();

    private record Networks(long version, List<NetworkRange> ranges) {
    }

    CallerRules(CallOrigin origin, DailyAllowances allowances, RefusedCalls refused, Clock clock) {
        this.origin = origin;
        this.allowances = allowances;
        this.refused = refused;
        this.clock = clock;
    }

    /** @return why this call is refused; empty if it goes on, and then it counts */
    Optional<ProblemException> refusal(Caller caller, HttpServletRequest request) {
        return foreignNetwork(caller, request).or(() -> closedInterface(caller, request)).or(() -> usedUp(caller, request));
    }

    Optional<ProblemException> foreignNetwork(Caller caller, HttpServletRequest request) {
        if (inItsNetworks(caller, request)) {
            return Optional.empty();
        }
        refused.record(caller.clientId(), "foreign_network", origin.of(request));
        return Optional.of(foreignNetwork());
    }

    static ProblemException foreignNetwork() {
        return new ProblemException(ProblemType.FOREIGN_NETWORK,
                "请从登记的网段调用，或请管理员更新登记 / Call from a registered network, or ask the administrator to register this one");
    }

    boolean inItsNetworks(Caller caller, HttpServletRequest request) {
        return caller.networks().isEmpty() || NetworkRange.anyContains(ranges(caller), origin.of(request));
    }

    private List<NetworkRange> ranges(Caller caller) {
        Networks parsed = networks.get(caller.clientId());
        if (parsed == null || parsed.version() != caller.version()) {
            parsed = new Networks(caller.version(), caller.networks().stream().map(NetworkRange::parse).flatMap(Optional::stream).toList());
            networks.put(caller.clientId(), parsed);
        }
        return parsed.ranges();
    }

    private Optional<ProblemException> closedInterface(Caller caller, HttpServletRequest request) {
        if (caller.interfaces().isEmpty() || interfaces.of(request).filter(caller.interfaces()::contains).isPresent() || interfaces.open(request)) {
            return Optional.empty();
        }
        refused.record(caller.clientId(), "interface_not_allowed", origin.of(request));
        return Optional.of(new ProblemException(ProblemType.INTERFACE_NOT_ALLOWED,
                "请向管理员申请开通该接口 / Ask the administrator to open this interface for you").with("allowed", caller.interfaces()));
    }

    private Optional<ProblemException> usedUp(Caller caller, HttpServletRequest request) {
        if (caller.dailyLimit() == null || allowances.take(caller.clientId(), caller.dailyLimit())) {
            return Optional.empty();
        }
        refused.record(caller.clientId(), "daily_limit", origin.of(request));
        return Optional.of(new ProblemException(ProblemType.DAILY_LIMIT,
                "请在重置时间之后再调用，或请管理员提高上限 / Call again after the reset, or ask the administrator for a higher limit")
                .with("dailyLimit", caller.dailyLimit()).with(RESETS_AT, allowances.resetsAt().toString()));
    }

    /** Whole seconds until calls are let through again, at least one. */
    long secondsUntil(Instant time) {
        return Math.max(1, Duration.between(clock.instant(), time).toSeconds() + 1);
    }
}
