package org.licensehub.hub.demo.synthetic;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.licensehub.hub.demo.synthetic.SyntheticHolder.Organisation;
import org.licensehub.hub.demo.synthetic.SyntheticHolder.Person;
import org.licensehub.store.catalogue.AuthorityLevel;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.catalogue.HolderCategory;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseType;

/**
 * Generates license records of the twelve delivered types. District-level records belong to 海沧区 and, for one holder
 * in eight or so, to 湖里区. No holder gets a second license of a type that allows only one.
 */
public final class SyntheticRecords {

    /** 海沧区. */
    public static final String HAICANG = "350205";
    /** 湖里区. */
    public static final String HULI = "350206";
    /** 厦门市. */
    public static final String XIAMEN = "350200";
    /** 福建省. */
    public static final String FUJIAN = "350000";

    private static final int FEWEST_HOLDERS = 10;
    private static final double PEOPLE = 0.7;
    private static final double IN_HULI = 0.12;
    private static final Map<String, String> ISSUER_CODES = Map.of(HAICANG, "11350205DEM0000222",
            HULI, "11350206DEM000014M", XIAMEN, "11350200DEM0000732", FUJIAN, "11350000DEM000030A");
    private static final Map<String, String> ISSUER_PLACES = Map.of(HAICANG, "厦门市海沧区", HULI, "厦门市湖里区",
            XIAMEN, "厦门市", FUJIAN, "福建省");
    private static final Pattern ID_NUMBER = Pattern.compile("(?<![0-9A-Z])[1-8][0-9]{16}[0-9X](?![0-9A-Z])");

    private final Random random;
    private final LocalDate today;
    private final ReservedNumbers numbers;
    private final SyntheticNames names;
    private final FieldTexts texts;
    private final List<LicenseType> types = new ArrayList<>();
    private final List<SyntheticHolder> people = new ArrayList<>();
    private final List<SyntheticHolder> organisations = new ArrayList<>();
    private final Set<String> held = new HashSet<>();
    private int nextPerson;
    private int nextOrganisation;
    private int serial;

    private SyntheticRecords(long seed, LocalDate today) {
        this.random = new Random(seed);
        this.today = today;
        this.numbers = new ReservedNumbers(random);
        this.names = new SyntheticNames(random);
        this.texts = new FieldTexts(random, names, numbers);
        for (LicenseType type : JsonLicenseTypeCatalogue.load().all()) {
            TypePlan.of(type.slug()).ifPresent(plan -> types.addAll(Collections.nCopies(plan.weight(), type)));
        }
    }

    /**
     * Generates a batch. The same arguments give the same batch.
     *
     * @param seed        any number
     * @param records     how many records, 0 upwards
     * @param holders     how many people and organisations to choose from, 10 upwards
     * @param faultyShare share of spoiled records, 0 to 1; the ten faults take turns
     * @param today       the day dates are computed from
     * @throws IllegalArgumentException when an argument is outside its range
     */
    public static SyntheticBatch generate(long seed, int records, int holders, double faultyShare, LocalDate today) {
        if (records < 0 || holders < FEWEST_HOLDERS || !(faultyShare >= 0 && faultyShare <= 1)) {
            throw new IllegalArgumentException("records >= 0, holders >= 10 and faultyShare from 0 to 1 are expected");
        }
        SyntheticRecords generation = new SyntheticRecords(seed, today);
        generation.makeHolders(holders);
        List<SyntheticRecord> batch = new ArrayList<>(records);
        for (int i = 0; i < records; i++) {
            batch.add(generation.record());
        }
        generation.spoil(batch, (int) Math.round(records * faultyShare));
        return new SyntheticBatch(batch, personalNumbers(batch));
    }

    private void makeHolders(int count) {
        int persons = (int) Math.round(count * PEOPLE);
        for (int i = 0; i < count; i++) {
            String district = random.nextDouble() < IN_HULI ? HULI : HAICANG;
            if (i < persons) {
                boolean male = i % 2 == 0;
                LocalDate birthDate = numbers.birthDate();
                String prefix = i % 100 == 99 ? "810000" : district;
                people.add(new Person(names.person(male), numbers.personNumber(prefix, birthDate, male), district,
                        male, birthDate));
            } else {
                organisations.add(new Organisation(names.company(), numbers.creditCode(district), district,
                        names.person(random.nextBoolean())));
            }
        }
    }

    private SyntheticRecord record() {
        LicenseType type = types.get(random.nextInt(types.size()));
        Optional<List<SyntheticHolder>> holders = holdersFor(type);
        // Every holder has one already: a type of which one can have many always finds somebody.
        while (holders.isEmpty()) {
            type = types.get(random.nextInt(types.size()));
            holders = holdersFor(type);
        }
        return record(type, TypePlan.of(type.slug()).orElseThrow(), holders.get());
    }

    private Optional<List<SyntheticHolder>> holdersFor(LicenseType type) {
        if (type.maxHolders() == 2) {
            Optional<SyntheticHolder> husband = next(people, type, holder -> ((Person) holder).male());
            Optional<SyntheticHolder> wife = next(people, type, holder -> !((Person) holder).male());
            return husband.flatMap(one -> wife.map(other -> taken(type, List.of(one, other))));
        }
        boolean person = switch (type.holderCategory()) {
            case NATURAL_PERSON -> true;
            case ORGANISATION -> false;
            case MIXED -> random.nextDouble() < PEOPLE;
        };
        return next(person ? people : organisations, type, any -> true).map(holder -> taken(type, List.of(holder)));
    }

    /** Takes turns, so that every holder is used before one is used twice. */
    private Optional<SyntheticHolder> next(List<SyntheticHolder> pool, LicenseType type,
            Predicate<SyntheticHolder> wanted) {
        int start = pool == people ? nextPerson : nextOrganisation;
        for (int i = 0; i < pool.size(); i++) {
            SyntheticHolder holder = pool.get((start + i) % pool.size());
            if (wanted.test(holder) && !(type.onePerHolder() && held.contains(holding(type, holder)))) {
                if (pool == people) {
                    nextPerson = start + i + 1;
                } else {
                    nextOrganisation = start + i + 1;
                }
                return Optional.of(holder);
            }
        }
        return Optional.empty();
    }

    private List<SyntheticHolder> taken(LicenseType type, List<SyntheticHolder> holders) {
        holders.forEach(holder -> held.add(holding(type, holder)));
        return holders;
    }

    private static String holding(LicenseType type, SyntheticHolder holder) {
        return type.code().value() + holder.number();
    }

    private SyntheticRecord record(LicenseType type, TypePlan plan, List<SyntheticHolder> holders) {
        serial++;
        String area = type.issuingLevels().contains(AuthorityLevel.DISTRICT) ? holders.get(0).district()
                : type.issuingLevels().contains(AuthorityLevel.CITY) ? XIAMEN : FUJIAN;
        LocalDate issued = today.minusDays(random.nextInt(plan.validity().isZero() ? 3000 : daysStillValid(plan)));
        String number = plan.licenseNumber(holders.get(0), area, issued.getYear(), serial);
        Map<String, String> common = new HashMap<>();
        common.put(CommonField.CERTIFICATE_NUMBER.fieldName(), number);
        putHolders(common, holders);
        common.put(CommonField.ISSUER_NAME.fieldName(), ISSUER_PLACES.get(area) + plan.departmentName() + "（演示）");
        common.put(CommonField.ISSUER_CODE.fieldName(), ISSUER_CODES.get(area));
        common.put(CommonField.ISSUE_DATE.fieldName(), issued.toString());
        common.put(CommonField.VALIDITY_START.fieldName(), issued.toString());
        common.put(CommonField.VALIDITY_END.fieldName(), end(plan, issued));
        common.put(CommonField.AREA_CODE.fieldName(), area);
        common.putAll(texts.of(type, holders, area, issued));
        String source = area + "-" + plan.department();
        String sourceKey = random.nextInt(10) < 3 ? number : "%s-%07d".formatted(plan.name().toLowerCase(Locale.ROOT), serial);
        return new SyntheticRecord(type.code().value(), source, sourceKey, 1, inOrderOf(type, common),
                area.equals(FUJIAN) ? "PROVINCE" : area.equals(XIAMEN) ? "CITY" : "DISTRICT", area, Optional.empty());
    }

    private static void putHolders(Map<String, String> fields, List<SyntheticHolder> holders) {
        fields.put(CommonField.HOLDER_NAME.fieldName(),
                holders.stream().map(SyntheticHolder::name).collect(Collectors.joining(",")));
        fields.put(CommonField.HOLDER_CODE.fieldName(),
                holders.stream().map(SyntheticHolder::number).collect(Collectors.joining(",")));
        fields.put(CommonField.HOLDER_TYPE.fieldName(), holders.get(0) instanceof Person ? "111" : "001");
    }

    private int daysStillValid(TypePlan plan) {
        LocalDate oldest = today.minus(plan.validity()).plusMonths(1);
        return (int) (today.toEpochDay() - oldest.toEpochDay());
    }

    private String end(TypePlan plan, LocalDate issued) {
        if (plan.validity().isZero()) {
            return random.nextBoolean() ? "9999-12-31" : "";
        }
        return issued.plus(plan.validity()).minusDays(1).toString();
    }

    private static Map<String, String> inOrderOf(LicenseType type, Map<String, String> texts) {
        Map<String, String> ordered = new LinkedHashMap<>();
        type.fields().forEach(field -> {
            if (texts.containsKey(field.name())) {
                ordered.put(field.name(), texts.get(field.name()));
            }
        });
        return ordered;
    }

    private void spoil(List<SyntheticRecord> batch, int count) {
        FaultInjection injection = new FaultInjection(random, numbers, today);
        Map<String, LicenseType> typeOf = types.stream()
                .collect(Collectors.toMap(type -> type.code().value(), type -> type, (same, again) -> same));
        List<Integer> good = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            good.add(i);
        }
        Collections.shuffle(good, random);
        InjectedFault[] faults = InjectedFault.values();
        for (int turn = 0, spoiled = 0; spoiled < count; turn++) {
            InjectedFault fault = faults[turn % faults.length];
            Optional<Integer> chosen = good.stream()
                    .filter(at -> injection.possible(fault, typeOf.get(batch.get(at).typeCode()), batch.get(at)))
                    .findFirst();
            if (chosen.isPresent()) {
                int at = chosen.get();
                good.remove(chosen.get());
                batch.set(at, injection.spoil(fault, typeOf.get(batch.get(at).typeCode()), batch.get(at)));
                spoiled++;
            }
        }
    }

    private static Set<String> personalNumbers(List<SyntheticRecord> batch) {
        Set<String> found = new HashSet<>();
        for (SyntheticRecord record : batch) {
            for (String text : record.fields().values()) {
                Matcher number = ID_NUMBER.matcher(text);
                while (number.find()) {
                    found.add(number.group());
                }
            }
            Matcher key = ID_NUMBER.matcher(record.sourceKey());
            if (key.matches()) {
                found.add(key.group());
            }
        }
        return found;
    }
}
