package org.licensehub.store.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LicenseIdentifierTest {

    private static final LicenseTypeCode TYPE = LicenseTypeCode.parse("11350000DEM000030A001");
    private static final UnifiedSocialCreditCode HULI = UnifiedSocialCreditCode.parse("11350206DEM000014M");

    @ParameterizedTest
    @ValueSource(strings = {
        "1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
        "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
        "1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.001.M",
        "1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.002.K"})
    void identifiersInUseVerifyAndAreWrittenAsTheyWereRead(String text) {
        LicenseIdentifier identifier = LicenseIdentifier.parse(text);
        assertThat(identifier.checkCharacterCorrect()).isTrue();
        assertThat(identifier.value()).isEqualTo(text);
        assertThat(identifier).hasToString(text);
    }

    @Test
    void circulatingIdentifierWithWrongCheckCharacterIsFlaggedNotRefused() {
        String text = "1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M";
        LicenseIdentifier collected = LicenseIdentifier.parse(text);
        assertThat(collected.checkCharacterCorrect()).isFalse();
        assertThat(collected.value()).isEqualTo(text);
        assertThat(LicenseIdentifier.parse(text.substring(0, text.length() - 1) + "D").checkCharacterCorrect())
                .isTrue();
    }

    @Test
    void issuedIdentifierIsTheOneOfTheStandardsSheet() {
        LicenseIdentifier first = LicenseIdentifier.of(TYPE, HULI, "2025000001", 1);
        assertThat(first.value())
                .isEqualTo("1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.001.M");
        assertThat(first.nextVersion().value())
                .isEqualTo("1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.002.K");
        assertThat(first.nextVersion().version()).isEqualTo(2);
    }

    @Test
    void nextVersionOfACollectedIdentifierHasARightCheckCharacter() {
        LicenseIdentifier wrong = LicenseIdentifier.parse(
                "1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.001.A");
        assertThat(wrong.checkCharacterCorrect()).isFalse();
        assertThat(wrong.nextVersion().checkCharacterCorrect()).isTrue();
    }

    @Test
    void versionsRunFrom1To999() {
        assertThat(LicenseIdentifier.of(TYPE, HULI, "A", 99).nextVersion().value()).contains(".100.");
        LicenseIdentifier last = LicenseIdentifier.of(TYPE, HULI, "A", 999);
        assertThatThrownBy(last::nextVersion).isInstanceOf(IllegalStateException.class);
        for (int version : new int[] {-1, 0, 1000}) {
            assertThatThrownBy(() -> LicenseIdentifier.of(TYPE, HULI, "A", version))
                    .isInstanceOf(InvalidNumberException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1.2", "A-1", "证", " "})
    void serialOutsideTheAlphabetIsNeverIssued(String serial) {
        assertThatThrownBy(() -> LicenseIdentifier.of(TYPE, HULI, serial, 1))
                .isInstanceOf(InvalidNumberException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "1.2.156.3005.3.11350000DEM000030A001.11350206DEM000014M.2025000001.001.M",
        "1.2.156.3005.2.11350000DEM000030A01.11350206DEM000014M.2025000001.001.M",
        "1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.000.M",
        "1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.1.M",
        "1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M..001.M",
        "1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.001.MM",
        "1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.001.m",
        "1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.001"})
    void textOfAnotherFormIsRefused(String text) {
        assertThat(LicenseIdentifier.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> LicenseIdentifier.parse(text)).isInstanceOf(InvalidNumberException.class);
    }

    @Test
    void personalNumberUsedAsSerialIsNotPrinted() {
        LicenseIdentifier collected = LicenseIdentifier.parse(
                "1.2.156.3005.2.11100000000013338W032.11220000013544541J.A11010519491231002X.001.F");
        assertThat(collected.holdsPersonalNumber()).isTrue();
        assertThat(collected.toString()).doesNotContain("11010519491231002X");
        assertThat(collected.value()).contains("11010519491231002X");
    }

    @Test
    void identifiersAreEqualByTheirText() {
        LicenseIdentifier one = LicenseIdentifier.of(TYPE, HULI, "2025000001", 1);
        assertThat(LicenseIdentifier.parse(one.value())).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(one.nextVersion()).isNotEqualTo(one);
    }
}
