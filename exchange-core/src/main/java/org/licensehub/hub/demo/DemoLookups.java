package org.licensehub.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.demo.DemoPlan.Holder;

/** The approval systems look holders up, at every level. */
final class DemoLookups {

    private static final List<String> UPWARDS = List.of(DemoSite.DISTRICT, DemoSite.CITY, DemoSite.PROVINCE);

    /** Holders of a level who are looked up one by one; enough to say how long that takes. */
    private static final int SINGLY = 500;
    private static final int BATCH = 100;
    private static final int LANES = 2;
    private static final Set<String> OUTCOMES = Set.of("FOUND", "MASKED", "NONE");

    private final Map<String, DemoCallers> callers;
    private final Tally tally;
    private final Durations latencies = new Durations();
    private final Durations latenciesAbove = new Durations();
    private final AtomicLong leaks = new AtomicLong();
    private final AtomicLong cases = new AtomicLong();
    private final AtomicLong inBatches = new AtomicLong();
    private final Map<String, Map<Holder, Set<String>>> seen = new ConcurrentHashMap<>();
    private final Map<String, Found> licenses = new ConcurrentHashMap<>();

    DemoLookups(Map<String, DemoCallers> callers, Tally tally) {
        this.callers = callers;
        this.tally = tally;
    }

    /** A license as a lookup showed it, and one of its holders. */
    record Found(String identifier, String licenseType, String originHub, Holder holder) {
    }

    /** The licenses of a holder at one hub, ended ones included if wanted. */
    List<JsonNode> local(String site, Holder holder, boolean includeEnded) {
        long start = System.nanoTime();
        JsonNode answer = ask(site, holder, includeEnded, "LOCAL");
        latencies.add(System.nanoTime() - start);
        tally.count(AuditEvent.LOOKUP_ANSWERED, site);
        return licensesOf(answer, holder);
    }

    /** The same with the hubs above asked too; all of them must be there. */
    List<JsonNode> above(String site, Holder holder) {
        long start = System.nanoTime();
        JsonNode answer = ask(site, holder, false, "ABOVE");
        latenciesAbove.add(System.nanoTime() - start);
        UPWARDS.subList(UPWARDS.indexOf(site), UPWARDS.size()).forEach(level -> tally.count(AuditEvent.LOOKUP_ANSWERED, level));
        return licensesOf(answer, holder);
    }

    /** A lookup that asks above while the hub above is away. @return what the answer says of it, such as UNAVAILABLE */
    String aboveWhileAway(String site, Holder holder) {
        JsonNode answer = ask(site, holder, false, "ABOVE");
        tally.count(AuditEvent.LOOKUP_ANSWERED, site);
        return answer.path("above").path("status").asText();
    }

    private JsonNode ask(String site, Holder holder, boolean includeEnded, String reach) {
        Map<String, Object> request = request(holder, "DEMO-" + cases.incrementAndGet());
        request.put("includeEnded", includeEnded);
        request.put("reach", reach);
        return callers.get(site).approval().post("/api/v1/lookups", request, 200);
    }

    static Map<String, Object> request(Holder holder, String caseNumber) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("holderCode", holder.code());
        request.put("holderCodeType", holder.type());
        request.put("elements", DemoCallers.elements(caseNumber));
        return request;
    }

    private List<JsonNode> licensesOf(JsonNode answer, Holder holder) {
        List<JsonNode> found = new ArrayList<>();
        answer.get("licenses").forEach(license -> {
            found.add(license);
            String code = license.get("fields").path(DemoCallers.MASKED).asText();
            if (code.contains(holder.code())) {
                leaks.incrementAndGet();
            }
        });
        if (answer.hasNonNull("next")) {
            throw new IllegalStateException("一页应当足够 / one page was to be enough");
        }
        return found;
    }

    /** Looks every one of these holders up, most of them in batches as a night's run would, and remembers what is visible at a level. */
    void sweep(String site, List<Holder> holders, Crew crew, DemoConsole.Steps progress, AtomicLong done) {
        int singly = Math.min(SINGLY, holders.size());
        crew.each(holders.subList(0, singly), holder -> {
            remember(site, holder, local(site, holder, false));
            progress.to(done.incrementAndGet());
        });
        List<List<Holder>> batches = new ArrayList<>();
        for (int from = singly; from < holders.size(); from += BATCH) {
            batches.add(holders.subList(from, Math.min(from + BATCH, holders.size())));
        }
        // a hub answers only a few batches at a time
        crew.each(IntStream.range(0, LANES).boxed().toList(), lane -> {
            for (int i = lane; i < batches.size(); i += LANES) {
                batch(site, batches.get(i));
                progress.to(done.addAndGet(batches.get(i).size()));
            }
        });
    }

    private void remember(String site, Holder holder, List<JsonNode> found) {
        Set<String> identifiers = new TreeSet<>();
        for (JsonNode license : found) {
            String identifier = license.get("identifier").asText();
            identifiers.add(identifier);
            licenses.putIfAbsent(identifier, new Found(identifier, license.get("licenseType").asText(), license.get("originHub").asText(), holder));
        }
        // what a later sweep no longer shows, because it was cancelled meanwhile, was visible nevertheless
        seen.computeIfAbsent(site, key -> new ConcurrentHashMap<>()).computeIfAbsent(holder, key -> ConcurrentHashMap.newKeySet()).addAll(identifiers);
    }

    /** Each holder has an outcome and a record of its own. */
    private void batch(String site, List<Holder> holders) {
        Map<String, Object> request = Map.of("holders", holders.stream().map(holder -> Map.of("holderCode", holder.code(), "holderCodeType", holder.type()))
                .toList(), "elements", DemoCallers.elements("DEMO-" + cases.incrementAndGet()), "licenseTypes", List.of(), "includeEnded", false);
        JsonNode items = callers.get(site).approval().post("/api/v1/lookups/batch", request, 200).get("items");
        for (int i = 0; i < holders.size(); i++) {
            JsonNode item = items.get(i);
            if (!OUTCOMES.contains(item.get("outcome").asText())) {
                throw new IllegalStateException("批量查询未答复 / a batch did not answer an item: " + item.get("outcome").asText());
            }
            tally.count(AuditEvent.LOOKUP_ANSWERED, site);
            remember(site, holders.get(i), licensesOf(item, holders.get(i)));
        }
        inBatches.addAndGet(holders.size());
    }

    /** Holders who were looked up in batches. */
    long inBatches() {
        return inBatches.get();
    }

    /** @return identifiers that {@link #sweep} found at a level */
    Set<String> visible(String site) {
        Set<String> all = new TreeSet<>();
        seen.getOrDefault(site, Map.of()).values().forEach(all::addAll);
        return all;
    }

    Set<String> visible(String site, Holder holder) {
        return seen.getOrDefault(site, Map.of()).getOrDefault(holder, Set.of());
    }

    /** Licenses that a hub issued, in order of identifier. */
    List<Found> issuedBy(String hubId) {
        return licenses.values().stream().filter(found -> found.originHub().equals(hubId))
                .sorted(Comparator.comparing(Found::identifier)).toList();
    }

    Found found(String identifier) {
        return licenses.get(identifier);
    }

    Durations latencies() {
        return latencies;
    }

    Durations latenciesAbove() {
        return latenciesAbove;
    }

    /** How often a field that was not granted was seen in clear. */
    long leaks() {
        return leaks.get();
    }
}
