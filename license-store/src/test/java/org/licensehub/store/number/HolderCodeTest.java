package org.licensehub.store.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HolderCodeTest {

    @Test
    void theStandardsSixteenTypesAreAllThere() {
        assertThat(Arrays.stream(HolderCodeType.values()).map(HolderCodeType::code)).containsExactly("001", "099",
                "111", "114", "115", "118", "119", "120", "122", "411", "412", "413", "414", "511", "516", "999");
        assertThat(HolderCodeType.of("111").label()).isEqualTo("公民身份号码");
        assertThat(HolderCodeType.of("001").naturalPerson()).isFalse();
        assertThat(HolderCodeType.of("516").group()).isEqualTo(HolderCodeType.Group.HONG_KONG_MACAU);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "112", "0111", "１１１"})
    void codeOutsideTheListIsRefused(String code) {
        assertThat(HolderCodeType.find(code)).isEmpty();
        assertThatThrownBy(() -> HolderCodeType.of(code)).isInstanceOf(InvalidNumberException.class);
    }

    @ParameterizedTest
    @CsvSource({"001, 91350206DEM000065M", "111, 11010519491231002X", "111, 810000199408230021",
        "111, 830000199201300022", "414, E12345678", "411, DE1234567", "511, 12345678", "516, H12345678",
        "114, 军字第2001988号", "099, 民证字第010001号", "999, 911124198108030024", "999, CAN110180010101"})
    void numberIsTakenWhenItObeysItsType(String type, String value) {
        assertThat(HolderCode.parse(type, value).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"001, 11010519491231002X, BAD_CHECK_CHARACTER", "001, 91350206DEM000065N, BAD_CHECK_CHARACTER",
        "111, 110105194912310021, BAD_CHECK_CHARACTER", "111, 810000199408230022, BAD_CHECK_CHARACTER",
        "111, 91350206DEM000065M, BAD_NUMBER_FORMAT", "414, 护照12345, BAD_NUMBER_FORMAT",
        "511, H12345678, BAD_NUMBER_FORMAT", "516, 12345678, BAD_NUMBER_FORMAT", "114, 号, BAD_NUMBER_FORMAT",
        "999, '1234,5678', BAD_NUMBER_FORMAT", "999, '1234 5678', BAD_NUMBER_FORMAT"})
    void numberIsRefusedWhenItBreaksTheRuleOfItsType(String type, String value, NumberFault fault) {
        assertThat(HolderCode.check(HolderCodeType.of(type), value)).contains(fault);
        assertThat(HolderCode.tryParse(type, value)).isEmpty();
    }

    @Test
    void birthDateInTheFutureIsRefusedWhereTheDayIsKnown() {
        LocalDate before = LocalDate.of(1949, 1, 1);
        assertThat(HolderCode.check(HolderCodeType.CITIZEN_ID, "11010519491231002X", before))
                .contains(NumberFault.IMPOSSIBLE_BIRTH_DATE);
        assertThat(HolderCode.check(HolderCodeType.ORDINARY_PASSPORT, "E12345678", before)).isEmpty();
    }

    @Test
    void numbersOfPeopleAreMaskedAndThoseOfOrganisationsAreNot() {
        assertThat(HolderCode.parse("111", "11010519491231002X")).hasToString("111:110105********002X");
        assertThat(HolderCode.parse("414", "E12345678")).hasToString("414:E*****678");
        assertThat(HolderCode.parse("001", "91350206DEM000065M")).hasToString("001:91350206DEM000065M");
    }

    @Test
    void everyPersonalTypePrintsMasked() {
        assertThat(CitizenId.parse("11010519491231002X")).hasToString("110105********002X");
        assertThat(ResidencePermit.parse("810000199408230021")).hasToString("810000********0021");
        assertThat(ForeignerCard.parse("CAN110180010101")).hasToString("C***********101");
        assertThat(Passport.parse("E12345678")).hasToString("E*****678");
        assertThat(TravelPermit.parse("H12345678")).hasToString("H*****678");
    }

    @Test
    void refusalDoesNotRepeatTheNumber() {
        assertThatThrownBy(() -> CitizenId.parse("110105194912310021"))
                .hasMessage("CitizenId: bad_check_character");
        assertThatThrownBy(() -> HolderCode.parse("111", "110105194912310021"))
                .hasMessageNotContaining("1949");
    }

    @Test
    void absentTextIsRefusedLikeWrongText() {
        assertThat(CitizenId.tryParse(null)).isEmpty();
        assertThat(ResidencePermit.tryParse(null)).isEmpty();
        assertThat(ForeignerCard.tryParse(null)).isEmpty();
        assertThat(Passport.tryParse(null)).isEmpty();
        assertThat(TravelPermit.tryParse(null)).isEmpty();
        assertThat(OrganisationCode.tryParse(null)).isEmpty();
        assertThat(UnifiedSocialCreditCode.tryParse(null)).isEmpty();
        assertThat(LicenseTypeCode.tryParse(null)).isEmpty();
        assertThat(LicenseIdentifier.tryParse(null)).isEmpty();
        assertThat(DivisionCode.tryParse(null)).isEmpty();
        assertThat(HolderCode.tryParse(null, null)).isEmpty();
        assertThat(HolderCode.tryParse("111", null)).isEmpty();
        assertThat(HolderCode.tryParse("999", null)).isEmpty();
    }
}
