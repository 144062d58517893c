package org.licensehub.store.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.Mask;

class QualityGateProperties {

    private static final List<LicenseType> TYPES = JsonLicenseTypeCatalogue.load().all();
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    private static final Set<String> CODES = Set.of("missing_field", "unknown_field", "too_long", "control_characters",
            "bad_check_character", "bad_number_format", "impossible_birth_date", "bad_holder_code_type",
            "holder_type_not_allowed", "holder_count_mismatch", "too_many_holders", "duplicate_holder", "bad_date",
            "issue_date_in_future", "end_before_start", "unknown_division", "bad_issuer_code", "code_not_in_list");

    private final QualityGate gate = new QualityGate(Set.of("350206"));

    @Property
    void arbitraryMapIsAnsweredWithKnownFaults(@ForAll("type") LicenseType type,
            @ForAll Map<String, String> fields) {
        assertThat(gate.check(type, fields, TODAY)).extracting(FieldFault::code).isSubsetOf(CODES);
    }

    @Property
    void spoiledFieldIsAnsweredWithKnownFaults(@ForAll("type") LicenseType type, @ForAll("field") int field,
            @ForAll("hostile") String text) {
        Map<String, String> fields = new HashMap<>(SampleRecord.of(type).fields());
        fields.put(type.fields().get(field % type.fields().size()).name(), text);
        assertThat(gate.check(type, fields, TODAY)).extracting(FieldFault::code).isSubsetOf(CODES);
    }

    @Property
    void noMaskFailsOnAnyText(@ForAll Mask mask, @ForAll String text) {
        assertThat(mask.apply(text).isEmpty()).isEqualTo(text.isEmpty());
    }

    @Provide
    Arbitrary<LicenseType> type() {
        return Arbitraries.of(TYPES);
    }

    @Provide
    Arbitrary<Integer> field() {
        return Arbitraries.integers().between(0, 100);
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(Arbitraries.strings(),
                Arbitraries.strings().withChars("0123456789X,.-年 ").ofMaxLength(40),
                Arbitraries.of(",", ",,,,", "111,", ",111", "9999-99-99", "-", "\uD800", "\u0000"));
    }
}
