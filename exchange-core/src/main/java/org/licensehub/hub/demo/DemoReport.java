package org.licensehub.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.demo.DemoAudits.Verified;
import org.licensehub.hub.demo.DemoOutage.Comparison;

/** What came out, against what had to: as JSON and as a short summary. */
final class DemoReport {

    private static final int PAGE = 50;
    private static final List<String> KEYS = List.of("pushed", "quarantined", "issued", "seals", "visible", "lookups", "files_verified",
            "cancel_visible_ms", "audit", "seconds", "first_lookup_s");

    private final Expectations expectations = new Expectations();
    private final Map<String, Object> values = new LinkedHashMap<>();

    Expectations expectations() {
        return expectations;
    }

    void put(String key, Object value) {
        values.put(key, value);
    }

    /** Quarantine equals the injected faults, each for its reason; issued equals accepted; nothing twice. */
    void intake(DemoPlan plan, Map<String, DemoCallers> callers, Map<String, DemoFeeds> feeds, Map<String, DemoReviewer> reviewers) {
        long quarantined = 0;
        long issued = 0;
        long accepted = 0;
        long seals = 0;
        for (DemoCallers each : callers.values()) {
            String site = each.site().key();
            Map<String, Long> found = quarantineOf(each);
            quarantined += found.values().stream().mapToLong(Long::longValue).sum();
            expectations.equal("隔离与注入的错误逐条一致 / quarantine = injected faults, each for its reason, " + site, plan.faults(site), found);
            Map<String, Long> counts = each.auditCounts();
            accepted += counts.getOrDefault(AuditEvent.RECORD_ACCEPTED.name(), 0L);
            issued += counts.getOrDefault(AuditEvent.LICENSE_ISSUED.name(), 0L);
            seals += each.sealsInUse();
            expectations.equal("每份证照一条用印记录 / one line in the usage log of seals for each license, " + site,
                    counts.getOrDefault(AuditEvent.LICENSE_ISSUED.name(), 0L), each.sealings());
            expectations.equal("审核通过数 / approvals, " + site, plan.forReview(site), reviewers.get(site).approved());
        }
        DemoReviewer district = reviewers.get(DemoSite.DISTRICT);
        expectations.equal("退回的均已纠正 / returned cases corrected", (long) district.returned().size(), district.corrected());
        expectations.equal("接收数（不含重复推送） / accepted without duplicates", plan.goodInAll(), accepted);
        expectations.equal("签发数 = 接收数 / issued = accepted", accepted, issued);
        expectations.equal("重复推送未产生新记录 / records pushed twice have one effect", 0L,
                feeds.values().stream().mapToLong(DemoFeeds::notRepeated).sum());
        put("pushed", plan.size());
        put("pushed_again", feeds.values().stream().mapToLong(DemoFeeds::repeated).sum());
        put("quarantined", quarantined);
        put("issued", issued);
        put("seals", seals);
        put("approved", reviewers.values().stream().mapToLong(DemoReviewer::approved).sum());
        put("returned", district.returned().size());
    }

    private static Map<String, Long> quarantineOf(DemoCallers callers) {
        Map<String, Long> found = new TreeMap<>();
        for (DemoApi department : callers.departments().values()) {
            for (JsonNode record : department.pages("/api/v1/quarantine", PAGE)) {
                StringBuilder reasons = new StringBuilder();
                record.get("reasons").forEach(reason -> reasons.append(reasons.isEmpty() ? "" : "+").append(reason.get("code").asText()));
                found.merge(DemoPlan.faultKey(record.get("source").asText(), record.get("licenseType").asText(), reasons.toString()), 1L, Long::sum);
            }
        }
        return found;
    }

    /** Visible as planned at each level. */
    void questions(DemoPlan plan, DemoLookups lookups, DemoFiles files) {
        Map<String, Object> visible = new LinkedHashMap<>();
        long expected = plan.reserve();
        for (String site : List.of(DemoSite.DISTRICT, DemoSite.CITY, DemoSite.PROVINCE)) {
            expected += plan.good(site);
            int seen = lookups.visible(site).size();
            visible.put(site, seen);
            expectations.equal("可查证照数 / licenses visible, " + site, expected, (long) seen);
        }
        put("visible", visible);
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("count", lookups.latencies().count() + lookups.latenciesAbove().count());
        asked.put("p50_ms", lookups.latencies().percentile(0.5));
        asked.put("p99_ms", lookups.latencies().percentile(0.99));
        asked.put("in_batches", lookups.inBatches());
        asked.put("above_count", lookups.latenciesAbove().count());
        asked.put("above_p50_ms", lookups.latenciesAbove().percentile(0.5));
        asked.put("above_p99_ms", lookups.latenciesAbove().percentile(0.99));
        put("lookups", asked);
        put("files_verified", files.verified());
        expectations.equal("未授权字段均已脱敏 / fields without a grant are masked", 0L, lookups.leaks());
        expectations.equal("文件验证失败数 / files that failed a check", 0L, files.refused());
        expectations.holds("有文件通过验证 / some files were verified", files.verified() > 0);
    }

    void above(long asked, long complete, long marked) {
        expectations.equal("区库向上级查询得到全部证照 / the district shows what the hubs above have", asked, complete);
        expectations.equal("上级答复注明来源 / answers from above say so", asked, marked);
        expectations.holds("有需要问上级的查询 / some holders had to be asked for above", asked > 0);
    }

    void changedBytes(List<String> unnoticed) {
        expectations.equal("改动一个字节即验证不通过 / one changed byte fails the check", List.of(), unnoticed);
    }

    void claims(long asked, long right, long refused) {
        expectations.equal("信息验证结果正确 / information checks", asked, right);
        expectations.equal("无授权一律 403 并说明 / requests without a grant refused and explained", 9L, refused);
    }

    void cancelled(int count, DemoCancellations cancellations) {
        Map<String, Object> longest = new LinkedHashMap<>();
        Map<String, Object> median = new LinkedHashMap<>();
        cancellations.known().forEach((site, durations) -> {
            longest.put(site, durations.percentile(1));
            median.put(site, durations.percentile(0.5));
            expectations.equal("注销已为各级所知 / cancellations known, " + site, count, durations.count());
        });
        expectations.equal("确认注销后本库即不再答为有效 / never valid after the acknowledgement", 0L, cancellations.stale());
        put("cancel_visible_ms", longest);
        put("cancel_visible_p50_ms", median);
        put("cancelled", count);
    }

    void outage(String above, double recovery, boolean cancellationsKnown, List<Comparison> comparisons, DemoConsole console) {
        expectations.equal("断网时如实说明上级库不可用 / the answer says that the hub above is away", "UNAVAILABLE", above);
        expectations.holds("断网期间的注销已补达 / cancellations of the outage arrived", cancellationsKnown);
        console.say("对账（标识、版本、状态、文件摘要） / comparison of (identifier, version, state, file digest):");
        for (Comparison one : comparisons) {
            console.say("  %s → %s  签发库 / scope %s: %d = %d  SM3 %s…  %s".formatted(one.below(), one.above(), one.scope(), one.here(), one.there(),
                    one.digest().substring(0, 16), one.equal() ? "一致 / equal" : "不一致 / DIFFERENT"));
            expectations.holds("对账一致 / equal sets, " + one.below() + " and " + one.above() + ", " + one.scope(), one.equal());
        }
        expectations.equal("对账范围数 / scopes compared", 3, comparisons.size());
        put("outage", Map.of("recovery_s", recovery, "comparisons", comparisons));
    }

    /** Every log intact and witnessed; every question in it, and no other. */
    void audits(List<Verified> logs, Map<String, DemoCallers> callers, Tally tally, DemoConsole console) {
        Map<String, Long> recordsOf = new TreeMap<>();
        for (Verified log : logs) {
            recordsOf.put(log.hub(), log.records());
            expectations.holds("审计日志完整 / log intact, " + log.hub() + " witnessed by " + log.witness() + (log.fault() == null ? "" : ": " + log.fault()),
                    log.intact());
        }
        long questions = 0;
        for (DemoCallers each : callers.values()) {
            Map<String, Long> counts = each.auditCounts();
            for (AuditEvent event : Tally.QUESTIONS) {
                long recorded = counts.getOrDefault(event.name(), 0L);
                questions += recorded;
                expectations.equal("审计记录数 = 请求数 / audit records = requests, " + event + ", " + each.site().key(),
                        tally.of(event, each.site().key()), recorded);
            }
        }
        Map<String, Object> audit = new LinkedHashMap<>();
        audit.put("records", recordsOf.values().stream().mapToLong(Long::longValue).sum());
        audit.put("verified", logs.stream().allMatch(Verified::intact));
        audit.put("questions", questions);
        audit.put("logs", logs);
        put("audit", audit);
        console.say("三份审计日志已导出验证 / three audit logs exported and verified: " + recordsOf);
    }

    void logs(List<String> hits, int searched) {
        expectations.equal("日志中没有身份证号 / no generated ID number in any log", List.of(), hits);
        expectations.holds("已检查各库与数据库日志 / logs of hubs and databases searched", searched >= 6);
    }

    void print(DemoConsole console) {
        console.say("");
        console.say("演示结果 / Result");
        values.forEach((key, value) -> {
            if (KEYS.contains(key)) {
                console.say("  " + key + ": " + (key.equals("audit") ? audit() : value));
            }
        });
        List<Expectations.Expectation> failed = expectations.failed();
        console.say("期望 / expectations: " + (expectations.all().size() - failed.size()) + "/" + expectations.all().size()
                + (failed.isEmpty() ? " 全部满足 / all held" : ""));
        failed.forEach(one -> console.say("  ✗ " + one.what() + "\n      应为 / expected " + one.expected() + "\n      实际 / actual   " + one.actual()));
    }

    private String audit() {
        Map<?, ?> audit = (Map<?, ?>) values.get("audit");
        return "{records=" + audit.get("records") + ", verified=" + audit.get("verified") + ", questions=" + audit.get("questions") + "}";
    }

    void write(Path file) throws IOException {
        Map<String, Object> whole = new LinkedHashMap<>();
        KEYS.forEach(key -> whole.put(key, values.get(key)));
        values.forEach(whole::putIfAbsent);
        whole.put("expectations", expectations.all());
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.write(file, DemoApi.JSON.copy().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(whole));
    }
}
