package org.licensehub.hub.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.licensehub.hub.demo.DemoPlan.Holder;
import org.licensehub.hub.demo.DemoPlan.Turn;

/** Addresses and three commands to try, with a token that works and a holder who does not exist. */
final class DemoInvitation {

    private final Map<String, DemoCallers> callers;
    private final DemoPlan plan;

    DemoInvitation(Map<String, DemoCallers> callers, DemoPlan plan) {
        this.callers = callers;
        this.plan = plan;
    }

    void print(DemoConsole console) {
        List.of(DemoSite.DISTRICT, DemoSite.CITY, DemoSite.PROVINCE).stream().map(callers::get).forEach(each -> console.say("  " + each.site().name() + "  " + each.site().url() + "/v3/api-docs"));
        DemoApi approval = callers.get(DemoSite.DISTRICT).approval();
        Holder holder = plan.holders(Turn.FIRST).get(0);
        Holder elsewhere = plan.on(Turn.MAIN).filter(planned -> planned.good() && planned.site().equals(DemoSite.PROVINCE))
                .map(planned -> DemoPlan.holdersOf(planned.record()).get(0)).findFirst().orElse(holder);
        console.say("试一试（令牌一小时内有效） / Try it (the token is good for an hour):");
        console.say("1. 按持证主体查询 / look a holder up:");
        console.say(lookup(approval, holder, "LOCAL"));
        console.say("2. 本库没有时问上级库 / ask the hubs above too:");
        console.say(lookup(approval, elsewhere, "ABOVE"));
        console.say("3. 审计日志计数 / what the audit log holds:");
        DemoApi auditor = callers.get(DemoSite.DISTRICT).auditor();
        console.say("curl -s -H 'Authorization: Bearer " + auditor.token() + "' " + auditor.site().url() + "/api/v1/audit/counts");
        console.say("按 Ctrl-C 停止 / Ctrl-C stops everything");
    }

    private static String lookup(DemoApi caller, Holder holder, String reach) {
        Map<String, Object> request = DemoLookups.request(holder, "DEMO-CURL");
        request.put("reach", reach);
        return "curl -s -X POST -H 'Authorization: Bearer " + caller.token() + "' -H 'Content-Type: application/json' -d '"
                + new String(DemoApi.bytes(request), StandardCharsets.UTF_8) + "' " + caller.site().url() + "/api/v1/lookups";
    }
}
