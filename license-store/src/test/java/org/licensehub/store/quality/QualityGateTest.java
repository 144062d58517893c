package org.licensehub.store.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;

class QualityGateTest {

    private static final LicenseTypeCatalogue CATALOGUE = JsonLicenseTypeCatalogue.load();
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    private final QualityGate gate = new QualityGate(Set.of("350205", "350206", "350200", "350000"));
    private final LicenseType business = type("营业执照");
    private final LicenseType residence = type("居住证");
    private final LicenseType marriage = type("结婚证");

    static Stream<LicenseType> everyType() {
        return CATALOGUE.all().stream();
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void correctRecordOfEveryTypePasses(LicenseType type) {
        assertThat(gate.check(type, SampleRecord.of(type).fields(), TODAY)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void everyRequiredFieldIsMissedWhenAbsentOrBlank(LicenseType type) {
        type.fields().forEach(field -> {
            Map<String, String> blank = SampleRecord.of(type).with(field.name(), " ").fields();
            assertThat(codes(type, blank)).isEqualTo(field.required() ? List.of("missing_field") : List.of());
        });
        assertThat(codes(type, Map.of())).containsOnly("missing_field")
                .hasSize((int) type.fields().stream().filter(field -> field.required()).count());
    }

    @Test
    void faultNamesFieldAndReasonInBothLanguages() {
        FieldFault fault = only(residence, SampleRecord.of(residence).with("KZ_MZ", null));
        assertThat(fault).isEqualTo(new FieldFault("KZ_MZ", "missing_field", "民族：缺少必填项",
                "Ethnic group: A required field is missing"));
    }

    @Test
    void unknownFieldIsReportedAndANameThatCouldHideANumberIsNotRepeated() {
        assertThat(only(business, SampleRecord.of(business).with("KZ_ABC", "x")))
                .extracting(FieldFault::field, FieldFault::code).containsExactly("KZ_ABC", "unknown_field");
        assertThat(only(business, SampleRecord.of(business).with("11010519491231002X", "x")).toString())
                .contains(FieldFault.UNPRINTABLE_NAME).doesNotContain("1949");
        assertThat(codes(business, SampleRecord.of(business).with((String) null, "x").fields()))
                .containsExactly("unknown_field");
    }

    @Test
    void blankUnknownFieldIsNoFaultBecauseFilesShareColumns() {
        assertThat(codes(business, SampleRecord.of(business).with("KZ_ABC", "").with("KZ_ABD", null).fields()))
                .isEmpty();
    }

    @Test
    void lengthCountsCharactersNotCodeUnits() {
        String rare = "\uD842\uDFB7";
        assertThat(codes(residence, SampleRecord.of(residence).with("KZ_MZ", rare.repeat(20)).fields())).isEmpty();
        assertThat(codes(residence, SampleRecord.of(residence).with("KZ_MZ", rare.repeat(21)).fields()))
                .containsExactly("too_long");
    }

    @Test
    void fieldOfTenMegabytesIsReportedOnce() {
        assertThat(codes(residence, SampleRecord.of(residence).with(CommonField.HOLDER_CODE, "1".repeat(10_000_000))
                .fields())).containsExactly("too_long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\tb", "a\u007Fb", "a\u0085b", "a\u202Eb", "a\u2066b", "\uFEFFa", "a\u2028b",
        "a\uD842", "\uDFB7a", "a\uFFFEb"})
    void controlCharactersAreRefused(String text) {
        assertThat(codes(business, SampleRecord.of(business).with("KZ_JYFW", text).fields()))
                .containsExactly("control_characters");
    }

    @Test
    void rareAndPrivateUseCharactersOfNamesAreAccepted() {
        assertThat(codes(business, SampleRecord.of(business).with("KZ_FDDBR", "\uE000\uD884\uDC00·A").fields())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"11010519491231002X, ''", "810000199408230021, ''", "110105194912310021, bad_check_character",
        "11010519491231002x, bad_number_format", "110105190002290029, bad_check_character",
        "91350206DEM000065M, bad_number_format"})
    void holderNumberIsCheckedByItsType(String number, String expected) {
        assertThat(codes(residence, SampleRecord.of(residence).with(CommonField.HOLDER_CODE, number).fields()))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @Test
    void holderBornAfterTodayIsImpossible() {
        Map<String, String> fields = SampleRecord.of(residence).fields();
        List<FieldFault> faults = gate.check(residence, fields, LocalDate.of(1949, 12, 30));
        assertThat(faults).extracting(FieldFault::code).contains("impossible_birth_date");
    }

    @Test
    void creditCodeOfTheHolderIsChecked() {
        assertThat(only(business, SampleRecord.of(business).with(CommonField.HOLDER_CODE, "91350206DEM000065N")))
                .extracting(FieldFault::field, FieldFault::code)
                .containsExactly("certificate_holder_code", "bad_check_character");
    }

    @ParameterizedTest
    @CsvSource({"777, bad_holder_code_type", "001, holder_type_not_allowed", "414, holder_type_not_allowed",
        "1, bad_holder_code_type"})
    void holderTypeMustExistAndBeAllowed(String type, String expected) {
        assertThat(codes(residence, SampleRecord.of(residence).with(CommonField.HOLDER_TYPE, type).fields()))
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'甲,乙', '11010519491231002X,440524188001010014', 111, ''",
        "'甲,乙', '11010519491231002X,440524188001010014', '111,111', ''",
        "'甲,乙', '11010519491231002X,E12345678', '111,414', ''",
        "'甲,乙', '11010519491231002X', 111, holder_count_mismatch",
        "'甲,', '11010519491231002X,440524188001010014', 111, holder_count_mismatch",
        "'甲，乙', '11010519491231002X,440524188001010014', 111, holder_count_mismatch",
        "'甲,乙', '11010519491231002X,11010519491231002X', 111, duplicate_holder",
        "'甲,乙', '11010519491231002X,440524188001010014', '111,111,111', 'too_long'",
        "'甲', '11010519491231002X', '111,111', holder_count_mismatch",
        "'甲,乙', '11010519491231002X,440524188001010015', 111, bad_check_character",
        "'甲,乙,丙', '440524188001010014,360426199101010071,E12345', '111', 'too_many_holders;bad_number_format'"})
    void severalHoldersAreCheckedOneByOne(String names, String numbers, String types, String expected) {
        Map<String, String> fields = SampleRecord.of(marriage).with(CommonField.HOLDER_NAME, names)
                .with(CommonField.HOLDER_CODE, numbers).with(CommonField.HOLDER_TYPE, types).fields();
        List<String> wanted = expected.isEmpty() ? List.of() : Arrays.asList(expected.split(";"));
        assertThat(codes(marriage, fields)).isEqualTo(wanted);
    }

    @Test
    void sameFaultOfSeveralHoldersIsReportedOnce() {
        Map<String, String> fields = SampleRecord.of(marriage).with(CommonField.HOLDER_NAME, "甲,乙")
                .with(CommonField.HOLDER_CODE, "110105194912310021,440524188001010015").fields();
        assertThat(codes(marriage, fields)).containsExactly("bad_check_character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "2025-02-29", "2026-2-3", "20260203", "2026/02/03", "0000-01-01",
        "2026-13-01", "+2026-01-01", "２０２６-01-01", "昨天"})
    void dayThatDoesNotExistIsABadDate(String date) {
        assertThat(codes(business, SampleRecord.of(business).with("KZ_CLRQ", date).fields()))
                .containsExactly(date.length() > 10 ? "too_long" : "bad_date");
    }

    @Test
    void issueDateMayBeTodayButNotTomorrow() {
        assertThat(codes(business, SampleRecord.of(business).with(CommonField.ISSUE_DATE, "2026-11-21").fields()))
                .isEmpty();
        assertThat(codes(business, SampleRecord.of(business).with(CommonField.ISSUE_DATE, "2026-11-22").fields()))
                .containsExactly("issue_date_in_future");
    }

    @Test
    void validityStartInTheFutureIsLegal() {
        assertThat(codes(business, SampleRecord.of(business).with(CommonField.VALIDITY_START, "2027-01-01")
                .with(CommonField.VALIDITY_END, "2027-01-01").fields())).isEmpty();
    }

    @Test
    void validityEndsNotBeforeItStarts() {
        assertThat(codes(business, SampleRecord.of(business).with(CommonField.VALIDITY_START, "2025-01-02")
                .with(CommonField.VALIDITY_END, "2025-01-01").fields())).containsExactly("end_before_start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9999-12-31", "9999-12-30"})
    void longTermIsWrittenAsTheLastDaysOfTheCalendarOrLeftOut(String end) {
        assertThat(codes(business, SampleRecord.of(business).with(CommonField.VALIDITY_END, end).fields())).isEmpty();
    }

    @Test
    void typeWithoutLongTermValidityNeedsAnEnd() {
        assertThat(codes(residence, SampleRecord.of(residence).without(CommonField.VALIDITY_END).fields()))
                .containsExactly("missing_field");
    }

    @ParameterizedTest
    @CsvSource({"350205, ''", "350206000000, ''", "350203, unknown_division", "110000, unknown_division",
        "35020, bad_number_format", "湖里区, bad_number_format"})
    void areaMustBeAKnownDivision(String area, String expected) {
        assertThat(codes(business, SampleRecord.of(business).with(CommonField.AREA_CODE, area).fields()))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @Test
    void gateWithoutDivisionsTakesAnyWellFormedOne() {
        assertThat(new QualityGate(Set.of()).check(business,
                SampleRecord.of(business).with(CommonField.AREA_CODE, "110000").fields(), TODAY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"11350206DEM000014N", "350206", "湖里区市场监管局"})
    void issuerCodeIsACreditCode(String code) {
        assertThat(codes(business, SampleRecord.of(business).with(CommonField.ISSUER_CODE, code).fields()))
                .containsExactly("bad_issuer_code");
    }

    @Test
    void codeOutsideTheListIsRefused() {
        assertThat(codes(business, SampleRecord.of(business).with("KZ_LX", "火星公司").fields()))
                .containsExactly("code_not_in_list");
    }

    @ParameterizedTest
    @CsvSource({"KZ_MJ, 12 m", "KZ_MJ, 1e5", "KZ_MJ, １２", "KZ_MJ, 1.1234567"})
    void numberIsPlainDecimal(String field, String text) {
        LicenseType realEstate = type("不动产权证");
        assertThat(codes(realEstate, SampleRecord.of(realEstate).with(field, text).fields()))
                .containsExactly("bad_number_format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.234", "1,000", "一百万"})
    void amountIsYuanAndFen(String text) {
        assertThat(codes(business, SampleRecord.of(business).with("KZ_ZCZB", text).fields()))
                .containsExactly("bad_number_format");
    }

    @Test
    void allFaultsOfARecordAreReportedTogether() {
        Map<String, String> fields = SampleRecord.of(business).with("KZ_LX", "火星公司").with("KZ_CLRQ", "昨天")
                .with(CommonField.ISSUER_CODE, "x").with(CommonField.AREA_CODE, "110000").with("KZ_ZS", "")
                .with("surplus", "x").fields();
        assertThat(codes(business, fields)).containsExactlyInAnyOrder("code_not_in_list", "bad_date",
                "bad_issuer_code", "unknown_division", "missing_field", "unknown_field");
    }

    @Test
    void faultsNeverRepeatAValue() {
        String secret = "秘密9";
        LicenseType type = residence;
        Map<String, String> fields = SampleRecord.of(type).fields();
        fields.replaceAll((name, value) -> secret);
        assertThat(gate.check(type, fields, TODAY)).isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.toString()).doesNotContain(secret));
    }

    private FieldFault only(LicenseType type, SampleRecord sample) {
        List<FieldFault> faults = gate.check(type, sample.fields(), TODAY);
        assertThat(faults).hasSize(1);
        return faults.get(0);
    }

    private List<String> codes(LicenseType type, Map<String, String> fields) {
        return gate.check(type, fields, TODAY).stream().map(FieldFault::code).toList();
    }

    private static LicenseType type(String name) {
        return CATALOGUE.all().stream().filter(type -> type.name().equals(name)).findFirst().orElseThrow();
    }
}
