package org.licensehub.store.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every published or computed vector of the standards sheet, right ones and wrong ones. */
class StandardVectorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"11010519491231002X", "440524188001010014", "360426199101010071"})
    void publishedCitizenIdsAreCorrect(String number) {
        assertThat(CitizenId.parse(number).value()).isEqualTo(number);
        assertThat(CitizenId.tryParse(number)).isPresent();
    }

    @Test
    void citizenIdSplitsIntoDivisionAndBirthDate() {
        CitizenId id = CitizenId.parse("11010519491231002X");
        assertThat(id.divisionDigits()).isEqualTo("110105");
        assertThat(id.birthDate()).isEqualTo(LocalDate.of(1949, 12, 31));
    }

    @ParameterizedTest
    @CsvSource({
        "110105194912310021, BAD_CHECK_CHARACTER",
        "11010519491231002x, BAD_NUMBER_FORMAT",
        "11010519491231002, BAD_NUMBER_FORMAT",
        "11010519491231002X0, BAD_NUMBER_FORMAT",
        "1101051949123100ZX, BAD_NUMBER_FORMAT",
        "１１010519491231002X, BAD_NUMBER_FORMAT",
        "810000199408230021, BAD_NUMBER_FORMAT",
        "110105194902300020, IMPOSSIBLE_BIRTH_DATE",
        "110105179912310024, IMPOSSIBLE_BIRTH_DATE",
        "'', BAD_NUMBER_FORMAT"})
    void wrongCitizenIdsAreRefusedWithTheirFault(String number, NumberFault fault) {
        assertThat(CitizenId.check(number)).contains(fault);
        assertThat(CitizenId.tryParse(number)).isEmpty();
        assertThatThrownBy(() -> CitizenId.parse(number)).isInstanceOfSatisfying(InvalidNumberException.class,
                refusal -> assertThat(refusal.fault()).isEqualTo(fault));
    }

    @Test
    void birthDateAfterTodayIsImpossible() {
        assertThat(CitizenId.check("11010519491231002X", LocalDate.of(1949, 12, 30)))
                .contains(NumberFault.IMPOSSIBLE_BIRTH_DATE);
        assertThat(CitizenId.check("11010519491231002X", LocalDate.of(1949, 12, 31))).isEmpty();
        assertThat(ResidencePermit.check("810000199408230021", LocalDate.of(1994, 8, 22)))
                .contains(NumberFault.IMPOSSIBLE_BIRTH_DATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"810000199408230021", "830000199201300022"})
    void policeSpecimensOfResidencePermitsAreCorrect(String number) {
        assertThat(ResidencePermit.parse(number).value()).isEqualTo(number);
        assertThat(ResidencePermit.check(number.substring(0, 17) + "X"))
                .contains(NumberFault.BAD_CHECK_CHARACTER);
    }

    @Test
    void residencePermitBeginsWithOneOfItsThreePrefixes() {
        assertThat(ResidencePermit.check("11010519491231002X")).contains(NumberFault.BAD_NUMBER_FORMAT);
        assertThat(ResidencePermit.check("840000199201300022")).contains(NumberFault.BAD_NUMBER_FORMAT);
    }

    @Test
    void foreignerCardOf2023HasTheCheckOfTheCitizenId() {
        assertThat(ForeignerCard.parse("911124198108030024").checkCharacterPlausible()).isTrue();
        assertThat(ForeignerCard.check("911124198108030025")).contains(NumberFault.BAD_CHECK_CHARACTER);
    }

    @Test
    void foreignerCardOf2017IsFlaggedNotRefusedByItsUnconfirmedCheckDigit() {
        String body = "CAN11018001010";
        char check = CheckCharacters.mrz(body);
        assertThat(ForeignerCard.parse(body + check).checkCharacterPlausible()).isTrue();
        char other = check == '9' ? '0' : (char) (check + 1);
        assertThat(ForeignerCard.parse(body + other).checkCharacterPlausible()).isFalse();
        assertThat(ForeignerCard.check("CA1110180010101")).contains(NumberFault.BAD_NUMBER_FORMAT);
    }

    @ParameterizedTest
    @CsvSource({"L898902C3, 6", "740812, 2", "120415, 9"})
    void machineReadableZoneSpecimenHasItsPrintedCheckDigits(String field, char digit) {
        assertThat(CheckCharacters.mrz(field)).isEqualTo(digit);
    }

    @ParameterizedTest
    @CsvSource({"E12345678, true", "EA1234567, true", "G12345678, true", "EI1234567, false", "EO1234567, false",
        "L898902C3, false", "C01X00T47, false"})
    void passportOfAnyCountryIsTakenAndTheChineseFormIsRecognised(String number, boolean chinese) {
        assertThat(Passport.parse(number).chineseOrdinaryForm()).isEqualTo(chinese);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABCDEFGHI", "E123", "E1234567890", "e12345678", "E1234 567"})
    void textsThatAreNoPassportNumberAreRefused(String number) {
        assertThat(Passport.check(number)).contains(NumberFault.BAD_NUMBER_FORMAT);
    }

    @ParameterizedTest
    @CsvSource({"H12345678, HONG_KONG_MACAU", "M1234567890, HONG_KONG_MACAU", "12345678, TAIWAN",
        "1234567890, TAIWAN"})
    void travelPermitTellsItsRegionByItsForm(String number, TravelPermit.Region region) {
        assertThat(TravelPermit.parse(number).region()).isEqualTo(region);
        assertThat(TravelPermit.tryParse(number)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"H1234567", "H123456789", "K12345678", "123456789", ""})
    void otherFormsAreNoTravelPermit(String number) {
        assertThat(TravelPermit.tryParse(number)).isEmpty();
        assertThatThrownBy(() -> TravelPermit.parse(number)).isInstanceOf(InvalidNumberException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"91350100M000100Y43", "91110000600037341L", "11100000000013338W", "11110000000021135M",
        "11220000013544541J", "11430000006122244L", "11330105002500287C", "113700000045030270", "11100000MB03271699",
        "11100000MB0341032Y", "11350206DEM000014M", "11350205DEM0000222", "11350000DEM000030A", "11210304DEM0000499",
        "11610722DEM000057M", "91350206DEM000065M"})
    void creditCodesAndTheOrganisationCodesInThemAreCorrect(String code) {
        assertThat(UnifiedSocialCreditCode.parse(code)).hasToString(code);
        assertThat(UnifiedSocialCreditCode.parse(code).organisationCode().value()).isEqualTo(code.substring(8, 17));
    }

    @ParameterizedTest
    @CsvSource({
        "91350100M000100Y44, BAD_CHECK_CHARACTER",
        "91350100M000100I43, BAD_NUMBER_FORMAT",
        "9135010OM000100Y43, BAD_NUMBER_FORMAT",
        "91350100m000100y43, BAD_NUMBER_FORMAT",
        "91350100M000100Y4, BAD_NUMBER_FORMAT"})
    void wrongCreditCodesAreRefusedWithTheirFault(String code, NumberFault fault) {
        assertThat(UnifiedSocialCreditCode.check(code)).contains(fault);
    }

    @Test
    void creditCodeWhoseInnerOrganisationCodeIsWrongIsRefused() {
        String body = "91350100M000100Y5";
        String code = body + CheckCharacters.creditCode(body);
        assertThat(UnifiedSocialCreditCode.check(code)).contains(NumberFault.BAD_CHECK_CHARACTER);
    }

    @Test
    void organisationCodeIsReadWithAndWithoutHyphen() {
        assertThat(OrganisationCode.parse("D2143569X")).isEqualTo(OrganisationCode.parse("D2143569-X"));
        assertThat(OrganisationCode.check("D21435690")).contains(NumberFault.BAD_CHECK_CHARACTER);
        assertThat(OrganisationCode.tryParse("D2143569--X")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"11100000000013338W032", "11100000MB03271699001", "11100000MB03271699022",
        "11100000000013127D001"})
    void realLicenseTypeCodesAreCorrect(String code) {
        assertThat(LicenseTypeCode.parse(code).definingAuthority().value()).isEqualTo(code.substring(0, 18));
    }

    @ParameterizedTest
    @CsvSource({"11100000MB03271698001, BAD_CHECK_CHARACTER", "11100000MB0327169900A, BAD_NUMBER_FORMAT",
        "11100000MB0327169901, BAD_NUMBER_FORMAT"})
    void wrongLicenseTypeCodesAreRefusedWithTheirFault(String code, NumberFault fault) {
        assertThat(LicenseTypeCode.check(code)).contains(fault);
    }

    @Test
    void theIsoVectorOfMod37Radix36IsMet() {
        assertThat(CheckCharacters.mod37Radix36("A12425GABC1234002")).isEqualTo('M');
    }

    @Test
    void charactersOutsideAnAlphabetHaveNoCheckCharacter() {
        assertThat(CheckCharacters.mod11Radix2("12A")).isEqualTo(CheckCharacters.NO_CHECK);
        assertThat(CheckCharacters.creditCode("1I")).isEqualTo(CheckCharacters.NO_CHECK);
        assertThat(CheckCharacters.organisationCode("a")).isEqualTo(CheckCharacters.NO_CHECK);
        assertThat(CheckCharacters.organisationCode("012345678")).isEqualTo(CheckCharacters.NO_CHECK);
        assertThat(CheckCharacters.mod37Radix36("a")).isEqualTo(CheckCharacters.NO_CHECK);
        assertThat(CheckCharacters.mrz("-")).isEqualTo(CheckCharacters.NO_CHECK);
    }
}
