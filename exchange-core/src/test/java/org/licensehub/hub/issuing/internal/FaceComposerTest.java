package org.licensehub.hub.issuing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.licensehub.hub.issuing.face.FaceElement;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.Sensitivity;

/** What the file of a license tells machines: no more than its face tells people, and in the open nothing of a person. */
class FaceComposerTest {

    static Stream<LicenseType> types() {
        return JsonLicenseTypeCatalogue.load().all().stream();
    }

    private static List<FaceElement> elements(LicenseType type) {
        Map<String, String> fields = new LinkedHashMap<>();
        type.fields().forEach(field -> fields.put(field.name(), "内容"));
        return FaceComposer.elements(type, "1.2.156.3005.2.X", fields);
    }

    @ParameterizedTest
    @MethodSource("types")
    void theFileHoldsWhatTheFaceShowsAndTheElementsOfTheStandardOnly(LicenseType type) {
        List<String> names = elements(type).stream().map(FaceElement::name).toList();

        assertThat(names).doesNotHaveDuplicates().startsWith("certificate_type_name", "certificate_type_code", "certificate_identifier");
        type.fields().forEach(field -> assertThat(names.contains(field.name())).as(field.name())
                .isEqualTo(field.onFace() || field.name().equals("certificate_holder_type")
                        || field.name().startsWith("certificate_") && field.sensitivity() == Sensitivity.PUBLIC));
    }

    @Test
    void numberOfAPersonThatATypeKeepsOffTheFaceStaysOutOfTheFile() {
        LicenseType type = types().filter(each -> each.slug().equals("residence-permit")).findFirst().orElseThrow();
        LicenseType hidden = new LicenseType(type.code(), type.version(), type.name(), type.nameEn(), type.slug(), type.definingAuthority(),
                type.holderCategory(), type.holderCodeTypes(), type.catalogType(), type.validityRanges(), type.issuingLevels(), type.onePerHolder(),
                type.maxHolders(), type.automaticApproval(), type.numberMayHoldPersonalNumber(), type.faceTemplate(), type.fileFormat(),
                type.codeIsOurs(), type.fields().stream().map(field -> field.name().equals("certificate_holder_code") ? offFace(field) : field).toList());
        assertThat(elements(hidden)).extracting(FaceElement::name).doesNotContain("certificate_holder_code", "certificate_holder_type")
                .contains("certificate_issuing_authority_name");
    }

    private static FieldDefinition offFace(FieldDefinition field) {
        return new FieldDefinition(field.name(), field.label(), field.labelEn(), field.kind(), field.required(), field.maxLength(),
                field.sensitivity(), field.mask(), field.codes(), false);
    }

    @ParameterizedTest
    @MethodSource("types")
    void nothingOfAPersonIsOpen(LicenseType type) {
        for (FaceElement element : elements(type)) {
            Sensitivity sensitivity = type.field(element.name()).map(FieldDefinition::sensitivity).orElse(Sensitivity.PUBLIC);
            assertThat(element.open()).as(element.name()).isEqualTo(sensitivity == Sensitivity.PUBLIC && element.name().startsWith("certificate_"));
        }
    }

    @Test
    void theHoldersNumberIsOpenForACompanyAndNotForAPerson() {
        Map<String, Boolean> open = new LinkedHashMap<>();
        types().forEach(type -> elements(type).stream().filter(element -> element.name().equals("certificate_holder_code"))
                .forEach(element -> open.put(type.slug(), element.open())));
        assertThat(open).containsEntry("business-license", true).containsEntry("residence-permit", false)
                .containsEntry("real-estate-certificate", false).containsEntry("marriage-certificate", false).hasSize(12);
    }

    @Test
    void fieldsWithoutAValueAreLeftOut() {
        LicenseType type = types().findFirst().orElseThrow();
        assertThat(FaceComposer.elements(type, "1.2.156.3005.2.X", Map.of("certificate_number", " "))).hasSize(3);
    }
}
