package org.licensehub.store.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What each algorithm promises to find, and what it does not. */
class CheckCharacterProperties {

    private static final String DIGITS = "0123456789";
    private static final String DIGITS_X = "0123456789X";
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String CREDIT_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    @Property
    void mod11Radix2FindsEverySubstitution(@ForAll("digits17") String body, @ForAll @IntRange(max = 17) int at,
            @ForAll("digitOrX") char other) {
        String number = body + CheckCharacters.mod11Radix2(body);
        Assume.that(number.charAt(at) != other && (at == 17 || other != 'X'));
        assertThat(holds(replaced(number, at, other), CheckCharacters::mod11Radix2)).isFalse();
    }

    @Property
    void mod11Radix2FindsEveryTranspositionOfNeighbours(@ForAll("digits17") String body,
            @ForAll @IntRange(max = 16) int at) {
        String number = body + CheckCharacters.mod11Radix2(body);
        Assume.that(number.charAt(at) != number.charAt(at + 1));
        assertThat(holds(swapped(number, at), CheckCharacters::mod11Radix2)).isFalse();
    }

    @Property
    void creditCodeFindsEverySubstitution(@ForAll("creditBody") String body, @ForAll @IntRange(max = 17) int at,
            @ForAll("creditCharacter") char other) {
        String number = body + CheckCharacters.creditCode(body);
        Assume.that(number.charAt(at) != other);
        assertThat(holds(replaced(number, at, other), CheckCharacters::creditCode)).isFalse();
    }

    @Property
    void creditCodeFindsEveryTranspositionOfNeighbours(@ForAll("creditBody") String body,
            @ForAll @IntRange(max = 16) int at) {
        String number = body + CheckCharacters.creditCode(body);
        Assume.that(number.charAt(at) != number.charAt(at + 1));
        assertThat(holds(swapped(number, at), CheckCharacters::creditCode)).isFalse();
    }

    @Property
    void organisationCodeFindsASubstitutionUnlessTheValuesAreEqualModulo11(@ForAll("organisationBody") String body,
            @ForAll @IntRange(max = 7) int at, @ForAll("alphanumericCharacter") char other) {
        String number = body + CheckCharacters.organisationCode(body);
        boolean sameResidue = (ALPHANUMERIC.indexOf(number.charAt(at)) - ALPHANUMERIC.indexOf(other)) % 11 == 0;
        assertThat(holds(replaced(number, at, other), CheckCharacters::organisationCode)).isEqualTo(sameResidue);
    }

    @Property
    void organisationCodeFindsEveryWrongCheckCharacter(@ForAll("organisationBody") String body,
            @ForAll("digitOrX") char other) {
        char right = CheckCharacters.organisationCode(body);
        assertThat(OrganisationCode.check(body + other).isEmpty()).isEqualTo(right == other);
    }

    @Property
    void mod37Radix36FindsEverySubstitution(@ForAll("alphanumeric") String body, @ForAll @IntRange(max = 60) int where,
            @ForAll("alphanumericCharacter") char other) {
        String number = body + CheckCharacters.mod37Radix36(body);
        int at = where % number.length();
        Assume.that(number.charAt(at) != other);
        assertThat(holds(replaced(number, at, other), CheckCharacters::mod37Radix36)).isFalse();
    }

    @Property
    void mod37Radix36FindsTranspositionsOfNeighboursThatDifferByMoreThanOne(@ForAll("alphanumeric") String body,
            @ForAll @IntRange(max = 60) int where) {
        String number = body + CheckCharacters.mod37Radix36(body);
        int at = where % (number.length() - 1);
        int distance = Math.abs(ALPHANUMERIC.indexOf(number.charAt(at)) - ALPHANUMERIC.indexOf(number.charAt(at + 1)));
        Assume.that(distance > 1 && distance < 35);
        assertThat(holds(swapped(number, at), CheckCharacters::mod37Radix36)).isFalse();
    }

    @Property
    void issuedIdentifierIsAlwaysRightAndEverySubstitutionInItIsFoundOrRefused(@ForAll("serial") String serial,
            @ForAll @IntRange(min = 1, max = 999) int version, @ForAll @IntRange(max = 120) int where,
            @ForAll("alphanumericCharacter") char other) {
        LicenseIdentifier issued = LicenseIdentifier.of(LicenseTypeCode.parse("11350000DEM000030A001"),
                UnifiedSocialCreditCode.parse("11350206DEM000014M"), serial, version);
        assertThat(issued.checkCharacterCorrect()).isTrue();
        assertThat(LicenseIdentifier.parse(issued.value())).isEqualTo(issued);
        int at = where % issued.value().length();
        Assume.that(issued.value().charAt(at) != other);
        assertThat(LicenseIdentifier.tryParse(replaced(issued.value(), at, other))
                .filter(LicenseIdentifier::checkCharacterCorrect)).isEmpty();
    }

    @Property
    void noTextMakesParsingFailOtherThanByRefusal(@ForAll String text) {
        assertThat(CitizenId.tryParse(text).map(CitizenId::value).orElse(text)).isEqualTo(text);
        assertThat(ResidencePermit.tryParse(text).map(ResidencePermit::value).orElse(text)).isEqualTo(text);
        assertThat(ForeignerCard.tryParse(text).map(ForeignerCard::value).orElse(text)).isEqualTo(text);
        assertThat(Passport.tryParse(text).map(Passport::value).orElse(text)).isEqualTo(text);
        assertThat(TravelPermit.tryParse(text).map(TravelPermit::value).orElse(text)).isEqualTo(text);
        assertThat(UnifiedSocialCreditCode.tryParse(text).map(UnifiedSocialCreditCode::value).orElse(text))
                .isEqualTo(text);
        assertThat(LicenseIdentifier.tryParse(text).map(LicenseIdentifier::value).orElse(text)).isEqualTo(text);
        assertThat(LicenseTypeCode.tryParse(text).map(LicenseTypeCode::value).orElse(text)).isEqualTo(text);
        assertThat(MaskedNumber.of(text).codePointCount(0, MaskedNumber.of(text).length()))
                .isEqualTo(text.codePointCount(0, text.length()));
    }

    @Provide
    Arbitrary<String> digits17() {
        return text(DIGITS, 17);
    }

    @Provide
    Arbitrary<String> creditBody() {
        return text(CREDIT_CODE, 17);
    }

    @Provide
    Arbitrary<String> organisationBody() {
        return text(ALPHANUMERIC, 8);
    }

    @Provide
    Arbitrary<String> alphanumeric() {
        return Arbitraries.strings().withChars(ALPHANUMERIC.toCharArray()).ofMinLength(2).ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> serial() {
        return Arbitraries.strings().withChars(ALPHANUMERIC.toCharArray()).ofMinLength(1).ofMaxLength(64);
    }

    @Provide
    Arbitrary<Character> digitOrX() {
        return Arbitraries.of(DIGITS_X.chars().mapToObj(c -> (char) c).toList());
    }

    @Provide
    Arbitrary<Character> creditCharacter() {
        return Arbitraries.of(CREDIT_CODE.chars().mapToObj(c -> (char) c).toList());
    }

    @Provide
    Arbitrary<Character> alphanumericCharacter() {
        return Arbitraries.of(ALPHANUMERIC.chars().mapToObj(c -> (char) c).toList());
    }

    private static Arbitrary<String> text(String alphabet, int length) {
        return Arbitraries.strings().withChars(alphabet.toCharArray()).ofLength(length);
    }

    private static boolean holds(String number, Function<String, Character> algorithm) {
        int last = number.length() - 1;
        return algorithm.apply(number.substring(0, last)) == number.charAt(last);
    }

    private static String replaced(String number, int at, char other) {
        return number.substring(0, at) + other + number.substring(at + 1);
    }

    private static String swapped(String number, int at) {
        return number.substring(0, at) + number.charAt(at + 1) + number.charAt(at) + number.substring(at + 2);
    }
}
