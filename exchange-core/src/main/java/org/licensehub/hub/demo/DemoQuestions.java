package org.licensehub.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.licensehub.hub.demo.DemoLookups.Found;
import org.licensehub.hub.demo.DemoPlan.Holder;
import org.licensehub.hub.demo.DemoPlan.Turn;

/** The working day of the approval systems at the three levels. */
final class DemoQuestions {

    private static final List<String> SITES = List.of(DemoSite.DISTRICT, DemoSite.CITY, DemoSite.PROVINCE);
    private static final int ABOVE = 100;
    private static final int STRANGERS = 100;
    private static final int FILES = 40;
    private static final int CLAIMS = 10;
    private static final int CANCEL_ONE_IN = 100;
    private static final int CANCEL_IN_OUTAGE = 5;

    private final Map<String, DemoCallers> callers;
    private final DemoLookups lookups;
    private final DemoFiles files;
    private final DemoPlan plan;
    private final DemoReport report;
    private final DemoConsole console;

    DemoQuestions(Map<String, DemoCallers> callers, DemoLookups lookups, DemoFiles files, DemoPlan plan, DemoReport report, DemoConsole console) {
        this.callers = callers;
        this.lookups = lookups;
        this.files = files;
        this.plan = plan;
        this.report = report;
        this.console = console;
    }

    void ask(Crew crew) {
        List<Holder> holders = plan.holders(Turn.FIRST, Turn.MAIN);
        Map<String, List<Holder>> asked = new LinkedHashMap<>();
        SITES.forEach(site -> asked.put(site, asked(site, holders)));
        try (DemoConsole.Steps progress = console.begin("查询 / lookups", asked.values().stream().mapToLong(List::size).sum())) {
            AtomicLong done = new AtomicLong();
            asked.forEach((site, some) -> lookups.sweep(site, some, crew, progress, done));
        }
        askAbove(holders, crew);
        fetchFiles(crew);
        claimsAndRefusals();
    }

    /** All holders who must have something at a level, and some who must not. */
    private List<Holder> asked(String site, List<Holder> holders) {
        Set<Holder> known = plan.holdersKnownAt(site);
        return Stream.concat(holders.stream().filter(known::contains), holders.stream().filter(holder -> !known.contains(holder)).limit(STRANGERS))
                .toList();
    }

    /** Holders whose licenses are not all at the district: with the hubs above asked, it must show what the province has. */
    private void askAbove(List<Holder> holders, Crew crew) {
        List<Holder> elsewhere = holders.stream()
                .filter(holder -> !lookups.visible(DemoSite.DISTRICT, holder).equals(lookups.visible(DemoSite.PROVINCE, holder))).limit(ABOVE).toList();
        AtomicLong complete = new AtomicLong();
        AtomicLong marked = new AtomicLong();
        crew.each(elsewhere, holder -> {
            Set<String> here = lookups.visible(DemoSite.DISTRICT, holder);
            Set<String> shown = new TreeSet<>();
            boolean said = true;
            for (JsonNode license : lookups.above(DemoSite.DISTRICT, holder)) {
                String identifier = license.get("identifier").asText();
                shown.add(identifier);
                said &= here.contains(identifier) || license.get("from").asText().equals("ABOVE");
            }
            complete.addAndGet(shown.equals(lookups.visible(DemoSite.PROVINCE, holder)) ? 1 : 0);
            marked.addAndGet(said ? 1 : 0);
        });
        report.above(elsewhere.size(), complete.get(), marked.get());
    }

    private void fetchFiles(Crew crew) {
        List<String> failed = new ArrayList<>();
        try (DemoConsole.Steps progress = console.begin("取件与验章 / files", FILES * 3L)) {
            AtomicLong done = new AtomicLong();
            for (String site : SITES) {
                crew.each(spread(lookups.visible(site), FILES), identifier -> {
                    files.fetchAndVerify(site, lookups.found(identifier));
                    progress.to(done.incrementAndGet());
                });
                Found one = lookups.found(spread(lookups.visible(site), 1).get(0));
                if (!files.changedByteIsFound(site, one, files.fetchAndVerify(site, one))) {
                    failed.add(site);
                }
            }
        }
        spread(lookups.issuedBy("hub-350000").stream().map(Found::identifier).toList(), CLAIMS).forEach(identifier ->
                files.fetchFromAbove(lookups.found(identifier)));
        report.changedBytes(failed);
    }

    private void claimsAndRefusals() {
        long right = 0;
        long asked = 0;
        long refused = 0;
        for (String site : SITES) {
            String granted = DemoPlan.types().get(0).code().value();
            for (String identifier : spread(lookups.visible(site), CLAIMS)) {
                asked++;
                right += files.dataAndInformation(site, lookups.found(identifier)) ? 1 : 0;
            }
            refused += lookups.visible(site).stream().map(lookups::found).filter(found -> !found.licenseType().equals(granted)).limit(1)
                    .mapToInt(found -> files.askWithoutGrant(site, found)).sum();
        }
        report.claims(asked, right, refused);
    }

    /** Some of them, evenly spread. */
    private static List<String> spread(Iterable<String> identifiers, int wanted) {
        List<String> all = new ArrayList<>();
        identifiers.forEach(all::add);
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < Math.min(wanted, all.size()); i++) {
            chosen.add(all.get((int) ((long) i * all.size() / Math.min(wanted, all.size()))));
        }
        return chosen;
    }

    /** One in a hundred of what was pushed, each of another holder. */
    static List<Found> toCancel(DemoLookups lookups, int records) {
        return distinctHolders(lookups).stream().limit(Math.max(2, records / CANCEL_ONE_IN)).toList();
    }

    /** Others than {@link #toCancel}. */
    static List<Found> toCancelInOutage(DemoLookups lookups, int records) {
        return distinctHolders(lookups).stream().skip(Math.max(2, records / CANCEL_ONE_IN)).limit(CANCEL_IN_OUTAGE).toList();
    }

    private static List<Found> distinctHolders(DemoLookups lookups) {
        Set<Holder> taken = new HashSet<>();
        return lookups.issuedBy("hub-350205").stream().filter(found -> taken.add(found.holder())).toList();
    }
}
