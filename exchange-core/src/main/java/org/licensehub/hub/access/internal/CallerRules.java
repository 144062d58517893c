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

/** What a caller is held to whichever way it came in: networks, interfaces, calls a second and a day. Checked in memory. */
@Component
class CallerRules {

    /** Property of a problem that says when calls are let through again. */
    static final String RESETS_AT = "resetsAt";
    private static final String COUNTED = CallerRules.class.getName() + ".COUNTED";

    private final CallOrigin origin;
    private final CallLimits limits;
    private final DailyAllowances allowances;
    private final RefusedCalls refused;
    private final Clock clock;
    private final CallerInterfaces interfaces = new CallerInterfaces();
    private final Map<String, Networks> networks = new ConcurrentHashMap<>();

    private record Networks(long version, List<NetworkRange> ranges) {
    }

    CallerRules(CallOrigin origin, CallLimits limits, DailyAllowances allowances, RefusedCalls refused, Clock clock) {
        this.origin = origin;
        this.limits = limits;
        this.allowances = allowances;
        this.refused = refused;
        this.clock = clock;
    }

    /**
     * Why a call is refused.
     *
     * @param reason as it stands in the log
     * @param passing whether the caller may do what it does, only not so often
     */
    record Refusal(String reason, boolean passing, ProblemException problem) {
    }

    /** @return why this call is refused, which is in the log then; empty if it goes on, and then it counts */
    Optional<ProblemException> refusal(Caller caller, HttpServletRequest request) {
        Optional<Refusal> refusal = judge(caller, request);
        refusal.ifPresent(each -> record(each, caller, request));
        return refusal.map(Refusal::problem);
    }

    /** @return why this call is to be refused, not recorded yet; empty if it goes on, and then it counts */
    Optional<Refusal> judge(Caller caller, HttpServletRequest request) {
        return tooOften(caller, request).or(() -> foreign(caller, request)).or(() -> closedInterface(caller, request)).or(() -> usedUp(caller))
                .or(this::tooManyInAll);
    }

    void record(Refusal refusal, Caller caller, HttpServletRequest request) {
        refused.record(caller.clientId(), refusal.reason, origin.of(request));
    }

    Optional<ProblemException> foreignNetwork(Caller caller, HttpServletRequest request) {
        Optional<Refusal> refusal = foreign(caller, request);
        refusal.ifPresent(each -> record(each, caller, request));
        return refusal.map(Refusal::problem);
    }

    private Optional<Refusal> foreign(Caller caller, HttpServletRequest request) {
        return inItsNetworks(caller, request) ? Optional.empty() : Optional.of(new Refusal("foreign_network", false, foreignNetwork()));
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

    private Optional<Refusal> closedInterface(Caller caller, HttpServletRequest request) {
        if (caller.interfaces().isEmpty() || interfaces.of(request).filter(caller.interfaces()::contains).isPresent() || interfaces.open(request)) {
            return Optional.empty();
        }
        return Optional.of(new Refusal("interface_not_allowed", false, new ProblemException(ProblemType.INTERFACE_NOT_ALLOWED,
                "请向管理员申请开通该接口 / Ask the administrator to open this interface for you").with("allowed", caller.interfaces())));
    }

    /** First of all, or whoever is refused for something else would not be held up by anything; once for a call, whichever ways it goes. */
    private Optional<Refusal> tooOften(Caller caller, HttpServletRequest request) {
        if (caller.equals(request.getAttribute(COUNTED))) {
            return Optional.empty();
        }
        request.setAttribute(COUNTED, caller);
        return limits.countCall(caller).map(CallerRules::passing);
    }

    /** Last of all: what is refused for any other reason takes nothing from everybody. */
    private Optional<Refusal> tooManyInAll() {
        return limits.countInAll().map(CallerRules::passing);
    }

    private static Refusal passing(CallLimits.Shed shed) {
        return new Refusal(shed.limit().reason(), true, shed.problem());
    }

    private Optional<Refusal> usedUp(Caller caller) {
        if (caller.dailyLimit() == null || allowances.take(caller.clientId(), caller.dailyLimit())) {
            return Optional.empty();
        }
        return Optional.of(new Refusal("daily_limit", false, new ProblemException(ProblemType.DAILY_LIMIT,
                "请在重置时间之后再调用，或请管理员提高上限 / Call again after the reset, or ask the administrator for a higher limit")
                .with("dailyLimit", caller.dailyLimit()).with(RESETS_AT, allowances.resetsAt().toString())));
    }

    /** Whole seconds until calls are let through again, at least one. */
    long secondsUntil(Instant time) {
        return Math.max(1, Duration.between(clock.instant(), time).toSeconds() + 1);
    }
}
