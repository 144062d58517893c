package org.licensehub.hub.demo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.licensehub.hub.demo.synthetic.SyntheticBatch;
import org.licensehub.hub.demo.synthetic.SyntheticRecord;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseType;

/** Which record goes into which hub by which way, and what must come of it. */
final class DemoPlan {

    private static final int IN_RESERVE = 12;
    private static final Set<String> IN_BATCHES = Set.of("social-insurance-proof", "employment-entrepreneurship-certificate", "tax-payment-proof");
    private static final List<LicenseType> TYPES = JsonLicenseTypeCatalogue.load().all().stream().toList();
    private static final Map<String, LicenseType> BY_CODE =
            TYPES.stream().collect(Collectors.toUnmodifiableMap(type -> type.code().value(), Function.identity()));

    /** Ways in that run as configured connectors. */
    static final List<Inlet> INLETS = List.of(
            inlet(DemoSite.DISTRICT, Way.CSV, "residence-permit", "350205-public-security"),
            inlet(DemoSite.DISTRICT, Way.DATABASE, "business-license", "350205-market-regulation"),
            inlet(DemoSite.CITY, Way.CSV, "real-estate-certificate", "350200-natural-resources"));

    private final List<Planned> planned;

    DemoPlan(SyntheticBatch batch) {
        List<Planned> all = new ArrayList<>();
        for (SyntheticRecord record : batch.records()) {
            String site = siteOf(record);
            all.add(new Planned(record, site, wayOf(record, site), Turn.MAIN));
        }
        // the first license to be looked up, and records kept back for the time when the city hub is away
        int first = lastOf(all, DemoPlan::quick);
        all.set(first, new Planned(all.get(first).record(), DemoSite.DISTRICT, Way.REST, Turn.FIRST));
        for (int i = 0; i < IN_RESERVE; i++) {
            int at = lastOf(all, DemoPlan::quick);
            all.set(at, new Planned(all.get(at).record(), DemoSite.DISTRICT, Way.REST, Turn.RESERVE));
        }
        planned = List.copyOf(all);
    }

    /** How a record comes in. */
    enum Way {
        REST, BATCH, CSV, DATABASE
    }

    /** When a record comes in. */
    enum Turn {
        FIRST, MAIN, RESERVE
    }

    record Planned(SyntheticRecord record, String site, Way way, Turn turn) {

        boolean good() {
            return record.fault().isEmpty();
        }
    }

    /** @param site key of the hub that has this connector */
    record Inlet(String site, Way way, String slug, String typeCode, String source) {
    }

    /** A holder as a lookup names it. */
    record Holder(String type, String code) {

        @Override
        public String toString() {
            return "Holder[" + type + "]";
        }
    }

    private static Inlet inlet(String site, Way way, String slug, String source) {
        return new Inlet(site, way, slug, TYPES.stream().filter(type -> type.slug().equals(slug)).findFirst().orElseThrow().code().value(), source);
    }

    private static int lastOf(List<Planned> all, Predicate<Planned> wanted) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (wanted.test(all.get(i))) {
                return i;
            }
        }
        throw new DemoRefused("记录太少 / too few records to show everything");
    }

    /** Issued at the district without a reviewer. */
    private static boolean quick(Planned planned) {
        return planned.good() && planned.turn() == Turn.MAIN && planned.site().equals(DemoSite.DISTRICT)
                && BY_CODE.get(planned.record().typeCode()).automaticApproval();
    }

    /** The second district has no hub of its own: its departments push to the city's. */
    private static String siteOf(SyntheticRecord record) {
        return switch (record.areaCode()) {
            case "350205" -> DemoSite.DISTRICT;
            case "350200", "350206" -> DemoSite.CITY;
            default -> DemoSite.PROVINCE;
        };
    }

    private static Way wayOf(SyntheticRecord record, String site) {
        for (Inlet inlet : INLETS) {
            if (inlet.site().equals(site) && inlet.typeCode().equals(record.typeCode()) && inlet.source().equals(record.source())) {
                return inlet.way();
            }
        }
        return IN_BATCHES.contains(BY_CODE.get(record.typeCode()).slug()) ? Way.BATCH : Way.REST;
    }

    Stream<Planned> at(String site, Way way, Turn turn) {
        return planned.stream().filter(one -> one.site().equals(site) && one.way() == way && one.turn() == turn);
    }

    Stream<Planned> on(Turn turn) {
        return planned.stream().filter(one -> one.turn() == turn);
    }

    /** Records that a hub must accept and issue, without those kept back. */
    long good(String site) {
        return planned.stream().filter(one -> one.site().equals(site) && one.good() && one.turn() != Turn.RESERVE).count();
    }

    long goodInAll() {
        return planned.stream().filter(Planned::good).count();
    }

    long reserve() {
        return on(Turn.RESERVE).count();
    }

    int size() {
        return planned.size();
    }

    /** Good records that need a reviewer. */
    long forReview(String site) {
        return planned.stream().filter(one -> one.site().equals(site) && one.good() && !BY_CODE.get(one.record().typeCode()).automaticApproval())
                .count();
    }

    Set<String> sources(String site) {
        return planned.stream().filter(one -> one.site().equals(site)).map(one -> one.record().source())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** How many records a hub must put into quarantine: by {@code source|type|code of the reason}. */
    Map<String, Long> faults(String site) {
        return planned.stream().filter(one -> one.site().equals(site) && !one.good()).collect(Collectors.groupingBy(one ->
                faultKey(one.record().source(), one.record().typeCode(), one.record().fault().orElseThrow().reason().code()),
                TreeMap::new, Collectors.counting()));
    }

    static String faultKey(String source, String typeCode, String reason) {
        return source + "|" + typeCode + "|" + reason;
    }

    static List<Holder> holdersOf(SyntheticRecord record) {
        String type = CommonField.HOLDER_TYPE.in(record.fields());
        return Stream.of(CommonField.HOLDER_CODE.in(record.fields()).split(",")).map(code -> new Holder(type, code)).toList();
    }

    /** Holders of good records of these turns, each once. */
    List<Holder> holders(Turn... turns) {
        Set<Turn> wanted = Set.of(turns);
        return planned.stream().filter(one -> one.good() && wanted.contains(one.turn())).flatMap(one -> holdersOf(one.record()).stream())
                .distinct().toList();
    }

    /** Holders of licenses that a hub issued or that came up to it from below. */
    Set<Holder> holdersKnownAt(String site) {
        List<String> below = List.of(DemoSite.DISTRICT, DemoSite.CITY, DemoSite.PROVINCE);
        Set<String> sites = Set.copyOf(below.subList(0, below.indexOf(site) + 1));
        return planned.stream().filter(one -> one.good() && sites.contains(one.site())).flatMap(one -> holdersOf(one.record()).stream())
                .collect(Collectors.toSet());
    }

    static List<LicenseType> types() {
        return TYPES;
    }
}
