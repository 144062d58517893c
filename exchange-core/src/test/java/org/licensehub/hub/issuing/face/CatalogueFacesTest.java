package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseType;

/** Every type of the catalogue names a face template that exists and renders its fields. */
class CatalogueFacesTest {

    private static final FaceRenderer RENDERER = new FaceRenderer();
    private static final OfdFaceRenderer OFD_RENDERER = new OfdFaceRenderer();

    static Stream<LicenseType> types() {
        return JsonLicenseTypeCatalogue.load().all().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeOfTheCatalogueHasAFace(LicenseType type) {
        List<FaceField> fields = type.fields().stream().filter(FieldDefinition::onFace)
                .map(field -> new FaceField(field.label(), "示例内容")).toList();
        FaceModel model = new FaceModel(type.name(), null, type.faceTemplate(), "1.2.156.3005.2.X", "编号", fields,
                "厦门市海沧区人民政府", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 1), null, "https://localhost/verify?id=x");

        assertThat(RENDERER.render(model).pages()).isEqualTo(1);
        assertThat(OFD_RENDERER.render(model, Map.of()).pages()).isEqualTo(1);
    }
}
