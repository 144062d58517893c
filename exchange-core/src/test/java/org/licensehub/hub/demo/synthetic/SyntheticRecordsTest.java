package org.licensehub.hub.demo.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.number.CitizenId;
import org.licensehub.store.number.ResidencePermit;
import org.licensehub.store.quality.FieldFault;
import org.licensehub.store.quality.QualityGate;

class SyntheticRecordsTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    private static final LicenseTypeCatalogue CATALOGUE = JsonLicenseTypeCatalogue.load();
    private static final SyntheticBatch BATCH = SyntheticRecords.generate(7, 2000, 1500, 0.05, TODAY);

    private final QualityGate gate = new QualityGate(Set.of("350000", "350200", "350205", "350206"));

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 42, -1})
    void goodRecordsPassTheGateAndSpoiledOnesGetExactlyTheirReason(long seed) {
        assertThat(SyntheticRecords.generate(seed, 2000, 1500, 0.05, TODAY).records()).allSatisfy(record -> {
            List<String> reasons = gate.check(type(record), record.fields(), TODAY).stream().map(FieldFault::code)
                    .toList();
            assertThat(reasons).isEqualTo(record.fault().map(fault -> List.of(fault.reason().code()))
                    .orElse(List.of()));
        });
    }

    @Test
    void gateFindsTheSameOnADayAroundALeapDay() {
        LocalDate leapDay = LocalDate.of(2028, 2, 29);
        assertThat(SyntheticRecords.generate(3, 500, 400, 0.2, leapDay).records()).allSatisfy(record ->
                assertThat(gate.check(type(record), record.fields(), leapDay)).extracting(FieldFault::code)
                        .isEqualTo(record.fault().map(fault -> List.of(fault.reason().code())).orElse(List.of())));
    }

    @Test
    void fivePercentAreSpoiledInTenWaysInTurn() {
        Map<InjectedFault, Long> counts = BATCH.records().stream().flatMap(record -> record.fault().stream())
                .collect(Collectors.groupingBy(fault -> fault, Collectors.counting()));
        assertThat(BATCH.records()).hasSize(2000);
        assertThat(counts).containsOnlyKeys(InjectedFault.values()).allSatisfy((fault, count) ->
                assertThat(count).isEqualTo(10));
    }

    @Test
    void theTenFaultsHaveTenReasons() {
        assertThat(InjectedFault.values()).hasSize(10).extracting(InjectedFault::reason).doesNotHaveDuplicates();
    }

    @Test
    void sameSeedGivesTheSameBatchAndAnotherSeedAnother() {
        assertThat(SyntheticRecords.generate(7, 2000, 1500, 0.05, TODAY)).isEqualTo(BATCH);
        assertThat(SyntheticRecords.generate(8, 2000, 1500, 0.05, TODAY)).isNotEqualTo(BATCH);
    }

    @Test
    void allTwelveTypesOccurAndAreIssuedAtTheirLevel() {
        assertThat(BATCH.records()).extracting(SyntheticRecord::typeCode).containsAll(
                CATALOGUE.all().stream().map(type -> type.code().value()).toList());
        assertThat(BATCH.records()).allSatisfy(record -> {
            assertThat(type(record).issuingLevels()).extracting(Enum::name).containsExactly(record.issuingLevel());
            assertThat(record.areaCode()).isIn(switch (record.issuingLevel()) {
                case "DISTRICT" -> List.of("350205", "350206");
                case "CITY" -> List.of("350200");
                default -> List.of("350000");
            });
        });
    }

    @Test
    void aboutTwelvePercentOfDistrictRecordsBelongToHuli() {
        List<SyntheticRecord> district = BATCH.records().stream()
                .filter(record -> record.issuingLevel().equals("DISTRICT")).toList();
        long huli = district.stream().filter(record -> record.areaCode().equals("350206")).count();
        assertThat((double) huli / district.size()).isBetween(0.08, 0.16);
    }

    @Test
    void noHolderHasTwoLicensesOfATypeThatAllowsOne() {
        Set<String> held = new HashSet<>();
        BATCH.records().stream().filter(record -> type(record).onePerHolder()).forEach(record -> {
            for (String number : CommonField.HOLDER_CODE.in(record.fields()).split(",")) {
                assertThat(held.add(record.typeCode() + number)).isTrue();
            }
        });
    }

    @Test
    void sourceKeysAreUniqueInTheirSourceAndSomeAreLicenseNumbers() {
        assertThat(BATCH.records()).extracting(record -> record.source() + " " + record.sourceKey())
                .doesNotHaveDuplicates();
        long numbers = BATCH.records().stream()
                .filter(record -> record.sourceKey().equals(CommonField.CERTIFICATE_NUMBER.in(record.fields())))
                .count();
        assertThat(numbers).isBetween(400L, 800L);
    }

    @Test
    void licenseNumberIsAnIdNumberOnlyWhereTheTypeSaysItMayBe() {
        assertThat(BATCH.records()).filteredOn(record -> !type(record).numberMayHoldPersonalNumber())
                .allSatisfy(record -> assertThat(BATCH.personalNumbers())
                        .doesNotContain(CommonField.CERTIFICATE_NUMBER.in(record.fields())));
        assertThat(BATCH.records()).anySatisfy(record -> assertThat(BATCH.personalNumbers())
                .contains(CommonField.CERTIFICATE_NUMBER.in(record.fields())));
    }

    @Test
    void holdersAreUsedEvenlyAndMarriagesJoinTwo() {
        Map<String, Integer> licenses = new HashMap<>();
        BATCH.records().forEach(record -> {
            String[] numbers = CommonField.HOLDER_CODE.in(record.fields()).split(",");
            boolean marriage = type(record).maxHolders() == 2;
            assertThat(numbers).hasSize(marriage && !record.fault().equals(
                    Optional.of(InjectedFault.FOREIGN_HOLDER_TYPE)) ? 2 : 1);
            Arrays.stream(numbers).forEach(number -> licenses.merge(number, 1, Integer::sum));
        });
        assertThat(licenses.size()).isBetween(1400, 1600);
        assertThat(licenses.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(4));
    }

    @Test
    void personalNumbersAreAllThereAndAllFromTheReservedYears() {
        assertThat(BATCH.personalNumbers()).hasSizeGreaterThan(900).allSatisfy(number ->
                assertThat(Integer.parseInt(number.substring(6, 10))).isBetween(1800, 1849));
        BATCH.records().stream().flatMap(record -> Arrays.stream(CommonField.HOLDER_CODE.in(record.fields())
                        .split(","))).filter(number -> CitizenId.tryParse(number).isPresent()
                        || ResidencePermit.tryParse(number).isPresent())
                .forEach(number -> assertThat(BATCH.personalNumbers()).contains(number));
    }

    @Test
    void printedRecordOrBatchShowsNoIdNumber() {
        String printed = BATCH + BATCH.records().toString();
        assertThat(BATCH.personalNumbers()).noneMatch(printed::contains);
    }

    @Test
    void fewHoldersWithManyRecordsStillGetNoUnintendedDuplicates() {
        SyntheticBatch crowded = SyntheticRecords.generate(1, 300, 10, 0, TODAY);
        assertThat(crowded.records()).hasSize(300).allSatisfy(record ->
                assertThat(gate.check(type(record), record.fields(), TODAY)).isEmpty());
        assertThat(crowded.records()).filteredOn(record -> type(record).onePerHolder())
                .extracting(record -> record.typeCode() + CommonField.HOLDER_CODE.in(record.fields()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everythingCanBeSpoiledAndNothing() {
        assertThat(SyntheticRecords.generate(1, 40, 30, 1, TODAY).records())
                .allSatisfy(record -> assertThat(record.fault()).isPresent());
        assertThat(SyntheticRecords.generate(1, 0, 30, 1, TODAY).records()).isEmpty();
    }

    @Test
    void argumentsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> SyntheticRecords.generate(1, -1, 30, 0, TODAY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SyntheticRecords.generate(1, 1, 9, 0, TODAY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SyntheticRecords.generate(1, 1, 30, Double.NaN, TODAY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static LicenseType type(SyntheticRecord record) {
        return CATALOGUE.find(record.typeCode()).orElseThrow();
    }
}
