package org.licensehub.store.number;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DivisionCodeTest {

    @ParameterizedTest
    @CsvSource({"350000, 福建省", "350200, 厦门市", "350203, 思明区", "350205, 海沧区", "350206, 湖里区", "350211, 集美区",
        "350212, 同安区", "350213, 翔安区", "210000, 辽宁省", "210300, 鞍山市", "210304, 立山区", "610000, 陕西省",
        "610700, 汉中市", "610722, 城固县"})
    void divisionsOfTheStandardsSheetHaveTheirNames(String code, String name) {
        assertThat(DivisionCode.parse(code).name()).contains(name);
    }

    @Test
    void parentsLeadFromDistrictToProvince() {
        DivisionCode huli = DivisionCode.parse("350206");
        assertThat(huli.level()).isEqualTo(DivisionCode.Level.DISTRICT);
        assertThat(huli.parent()).contains(DivisionCode.parse("350200"));
        assertThat(huli.parent().flatMap(DivisionCode::parent)).contains(DivisionCode.parse("350000"));
        assertThat(DivisionCode.parse("350000").parent()).isEmpty();
    }

    @Test
    void divisionContainsItselfAndWhatLiesBelow() {
        DivisionCode province = DivisionCode.parse("350000");
        DivisionCode city = DivisionCode.parse("350200");
        DivisionCode district = DivisionCode.parse("350206");
        assertThat(province.contains(district)).isTrue();
        assertThat(city.contains(district)).isTrue();
        assertThat(district.contains(district)).isTrue();
        assertThat(district.contains(city)).isFalse();
        assertThat(city.contains(DivisionCode.parse("210304"))).isFalse();
    }

    @Test
    void statisticalFormIsReducedToItsDistrict() {
        assertThat(DivisionCode.parse("350206000000")).isEqualTo(DivisionCode.parse("350206"));
        assertThat(DivisionCode.parse("350206001002")).hasToString("350206");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "35020", "3502060", "050206", "35020A", "350006", "3502060000000", "３５０２０６"})
    void otherTextsAreNoDivision(String text) {
        assertThat(DivisionCode.tryParse(text)).isEmpty();
        assertThat(DivisionCode.check(text)).contains(NumberFault.BAD_NUMBER_FORMAT);
    }
}
