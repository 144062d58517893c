package org.licensehub.hub.seals.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.seals.SealState;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is on record about seals: their moves, their sealings, and the numbers of both. */
@RestController
class SealRecordsController {

    private final SealRegister register;
    private final SealRepository seals;
    private final SealUsageLog usages;
    private final Clock clock;

    SealRecordsController(SealRegister register, SealRepository seals, SealUsageLog usages, Clock clock) {
        this.register = register;
        this.seals = seals;
        this.usages = usages;
        this.clock = clock;
    }

    /** @param from absent for the application; @param actor who; @param reason why */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Move(long id, SealState from, SealState to, String actor, String reason, Instant at) {
    }

    record Statistics(Map<SealState, Long> states, List<SealUsageLog.MonthCount> months) {
    }

    @Operation(summary = "印章履历 / Moves of a seal: who, when, why")
    @GetMapping("/api/v1/seals/{id}/history")
    Page<Move> history(@PathVariable UUID id, @RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "100") int limit) {
        int size = Page.limit(limit);
        List<Move> moves = seals.events(register.view(id).id(), after, size).stream()
                .map(event -> new Move(event.id(), event.from(), event.to(), event.actor(), event.reason(), event.at())).toList();
        return Page.of(moves, size, move -> String.valueOf(move.id()));
    }

    @Operation(summary = "用印记录 / Sealings: which document, on whose order")
    @GetMapping("/api/v1/seals/{id}/usages")
    Page<SealUsageLog.Usage> usages(@PathVariable UUID id, @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit) {
        int size = Page.limit(limit);
        return Page.of(usages.page(register.view(id).id(), after, size), size, usage -> String.valueOf(usage.id()));
    }

    @Operation(summary = "印章统计 / Seals by state, sealings by month")
    @GetMapping("/api/v1/seals/statistics")
    Statistics statistics() {
        return new Statistics(usages.states(), usages.months(clock.getZone()));
    }

    @Operation(summary = "按单位统计 / Seals and sealings by owner")
    @GetMapping("/api/v1/seals/statistics/owners")
    Page<SealUsageLog.OwnerCount> owners(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        int size = Page.limit(limit);
        int cut = after.indexOf('~');
        return Page.of(usages.owners(after.substring(cut + 1), cut < 0 ? "" : after.substring(0, cut), size), size,
                owner -> (owner.ownerCode() == null ? "" : owner.ownerCode()) + "~" + owner.ownerName());
    }
}
