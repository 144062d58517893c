package org.licensehub.store.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MaskTest {

    @ParameterizedTest
    @CsvSource({"张, *", "张三, 张*", "张小三, 张*三", "欧阳小三, 欧*三", "阿卜杜拉·买买提, 阿*提", "'张小三,李四', '张*三,李*'"})
    void nameKeepsItsFirstAndFromThreeCharactersItsLast(String name, String masked) {
        assertThat(Mask.NAME.apply(name)).isEqualTo(masked);
    }

    @Test
    void characterOutsideTheBasicPlaneIsOneCharacter() {
        assertThat(Mask.NAME.apply("张\uD842\uDFB7")).isEqualTo("张*");
        assertThat(Mask.NAME.apply("\uD842\uDFB7小\uD842\uDFB7")).isEqualTo("\uD842\uDFB7*\uD842\uDFB7");
        assertThat(Mask.NUMBER.apply("\uD842\uDFB71234567")).isEqualTo("\uD842\uDFB7****567");
    }

    @ParameterizedTest
    @CsvSource({"11010519491231002X, 110105********002X", "E12345678, E*****678", "H1234567890, H*******890",
        "1234567, 1******", "1, *", "'11010519491231002X,E12345678', '110105********002X,E*****678'"})
    void numberShowsWhatTheOneRuleShows(String number, String masked) {
        assertThat(Mask.NUMBER.apply(number)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({"13812345678, 138****5678", "0592-6081234, ****", "8613812345678, ****", "1381234567a, ****"})
    void mobileShowsThreeAndFourDigitsAndAnyOtherTelephoneNothing(String number, String masked) {
        assertThat(Mask.MOBILE.apply(number)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({"福建省厦门市湖里区金山街道金湖路1号, 福建省厦门市湖里区金山街道****", "厦门市海沧区沧湖东路88号, 厦门市海沧区****",
        "陕西省汉中市城固县博望镇西环一路, 陕西省汉中市城固县博望镇****", "阳光小区3号楼201室, ****", "新疆维吾尔自治区伊犁哈萨克自治州新源县则克台镇1号, 新疆维吾尔自治区伊犁哈萨克自治州新源县则克台镇****",
        "3号楼201室, ****", "湖里区, 湖里区****"})
    void addressEndsAtDistrictOrStreet(String address, String masked) {
        assertThat(Mask.ADDRESS.apply(address)).isEqualTo(masked);
    }

    @Test
    void fullMaskDoesNotEvenShowTheLength() {
        assertThat(Mask.FULL.apply("1")).isEqualTo(Mask.FULL.apply("12345678")).isEqualTo("****");
        assertThat(Mask.NONE.apply("公开")).isEqualTo("公开");
    }

    @ParameterizedTest
    @EnumSource(Mask.class)
    void emptyTextStaysEmpty(Mask mask) {
        assertThat(mask.apply("")).isEmpty();
    }
}
