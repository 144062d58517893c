package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.Sensitivity;

/** Every type of the catalogue names a face template that exists and renders its fields, small enough to be handed about. */
class CatalogueFacesTest {

    private static final FaceRenderer RENDERER = new FaceRenderer();
    private static final OfdFaceRenderer OFD_RENDERER = new OfdFaceRenderer();
    private static final int LARGEST_PDF = 100 * 1024;
    private static final int LARGEST_OFD = 80 * 1024;
    private static final int MOST_FOR_METADATA = 3 * 1024;
    private static final String ISSUER = "厦门市海沧区行政审批局";

    static Stream<LicenseType> types() {
        return JsonLicenseTypeCatalogue.load().all().stream();
    }

    /** A license of the type with as much in it as one usually has. */
    static FaceModel usual(LicenseType type) {
        List<FaceField> fields = new ArrayList<>();
        List<FaceElement> elements = new ArrayList<>(List.of(new FaceElement("certificate_type_name", type.name(), true),
                new FaceElement("certificate_type_code", type.code().toString(), true), new FaceElement("certificate_identifier", Faces.IDENTIFIER, true)));
        for (FieldDefinition field : type.fields()) {
            String value = usual(field);
            elements.add(new FaceElement(field.name(), value, field.sensitivity() == Sensitivity.PUBLIC && field.name().startsWith("certificate_")));
            if (field.onFace() && !field.name().matches("certificate_(number|issuing.*|validate.*)")) {
                fields.add(new FaceField(field.name(), field.label(), value));
            }
        }
        return new FaceModel(type.name(), null, type.faceTemplate(), Faces.IDENTIFIER, "闽厦海沧20260000001", fields, ISSUER, LocalDate.of(2026, 3, 1),
                LocalDate.of(2026, 3, 1), LocalDate.of(2031, 2, 28), Faces.QR, elements);
    }

    private static String usual(FieldDefinition field) {
        return switch (field.kind()) {
            case DATE -> "2026-03-01";
            case CODE -> field.codes().get(0);
            case AMOUNT, NUMBER -> "1280.50";
            default -> field.name().endsWith("_code") ? "91350206DEM000065M"
                    : field.maxLength() >= 500 ? field.label() + "：餐饮服务；食品销售；会议及展览服务；信息咨询；技术开发、技术转让（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
                    : field.maxLength() >= 200 ? "福建省厦门市海沧区示范路100号二层201室" + field.label() : "示范" + field.label();
        };
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeOfTheCatalogueHasAFaceOfOnePage(LicenseType type) {
        assertThat(RENDERER.render(usual(type)).pages()).isEqualTo(1);
        assertThat(OFD_RENDERER.render(usual(type)).pages()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("types")
    void sealedItIsSmallAndValidInBothForms(LicenseType type) throws Exception {
        SealedFaces seals = new SealedFaces();
        RenderedFace face = RENDERER.render(usual(type));
        byte[] pdf = seals.sealed(face, ISSUER);
        OfdFaceRenderer.RenderedOfd drawn = OFD_RENDERER.render(usual(type));
        byte[] ofd = seals.sealer(ISSUER).seal(drawn.ofd(), SealedFaces.at(drawn));

        assertThat(seals.judgePdf(pdf).valid()).as("%s", seals.judgePdf(pdf)).isTrue();
        assertThat(seals.judge(ofd).valid()).isTrue();
        assertThat(pdf.length).isLessThanOrEqualTo(LARGEST_PDF);
        assertThat(ofd.length).isLessThanOrEqualTo(LARGEST_OFD);
        assertThat(face.pdf().length - RENDERER.render(usual(type).with(List.of())).pdf().length).isBetween(500, MOST_FOR_METADATA);
    }
}
