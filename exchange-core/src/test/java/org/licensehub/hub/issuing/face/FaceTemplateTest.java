package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** How a face looks is data: what a template says is done, and one that lacks something is refused by its name. */
class FaceTemplateTest {

    private static FaceTemplate changed(Consumer<ObjectNode> change) throws IOException {
        try (InputStream in = FaceTemplate.class.getResourceAsStream("/face-templates/certificate-a4-landscape.json")) {
            ObjectNode data = (ObjectNode) new ObjectMapper().readTree(in);
            change.accept(data);
            return FaceTemplate.parse(new ByteArrayInputStream(new ObjectMapper().writeValueAsBytes(data)));
        }
    }

    private static String text(FaceModel model) throws IOException {
        try (PDDocument document = Loader.loadPDF(new FaceRenderer().render(model).pdf())) {
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    void aTemplateThatLacksSomethingOrHasSomethingUnknownIsRefused() throws IOException {
        assertThat(changed(data -> { }).texts()).hasSize(7);
        assertThatThrownBy(() -> changed(data -> data.remove("seal"))).hasMessageContaining("seal");
        assertThatThrownBy(() -> changed(data -> ((ArrayNode) data.get("texts")).remove(0))).hasMessageContaining("TITLE");
        assertThatThrownBy(() -> changed(data -> ((ObjectNode) data.get("flow")).putArray("further"))).hasMessageContaining("flow areas");
        assertThatThrownBy(() -> changed(data -> data.put("widthMm", 5000))).hasMessageContaining("1,000 mm");
        assertThatThrownBy(() -> changed(data -> data.put("script", "alert"))).hasMessageContaining("script");
    }

    @Test
    void aTemplateThatDoesNotExistIsRefusedAndNoPathLeadsElsewhere() {
        for (String id : List.of("no-such", "../application", "certificate-a4-landscape.json", "")) {
            assertThatThrownBy(() -> new FaceRenderer().render(Faces.with("证", null, id, List.of()))).hasMessageContaining("no such face template");
            assertThatThrownBy(() -> new OfdFaceRenderer().render(Faces.with("证", null, id, List.of()), Map.of()))
                    .hasMessageContaining("no such face template");
        }
    }

    @Test
    void aTemplateWithEditionsPrintsTheOriginalUnlessTheFaceIsADuplicate() throws IOException {
        assertThat(text(Faces.with("营业执照", null, "certificate-a4-landscape", List.of()))).contains("（正本）").doesNotContain("副本");
        assertThat(text(Faces.with("营业执照", "（副本）", "certificate-a4-landscape", List.of()))).contains("（副本）").doesNotContain("正本");
        assertThat(text(Faces.with("居住证", null, "certificate-a4-portrait", List.of()))).doesNotContain("本）");
    }

    @Test
    void aFieldWithAPlaceOfItsOwnStandsThereAndNotAmongTheOthers() throws IOException {
        FaceField code = new FaceField("certificate_holder_code", "统一社会信用代码", "91350206DEM000065M");
        String placed = text(Faces.with("营业执照", null, "certificate-a4-landscape", List.of(new FaceField("名称", "示范公司"), code)));

        assertThat(placed.split("91350206DEM000065M", -1)).hasSize(2);
        assertThat(placed.indexOf("91350206DEM000065M")).isLessThan(placed.indexOf("示范公司"));
        assertThat(placed).contains("统一社会信用代码：91350206DEM000065M");
    }

    @Test
    void aFigureOfATemplateIsDrawnFromItsPathAndAnythingElseIsRefused() throws IOException {
        FaceTemplate template = changed(data -> { });
        PageContent page = new PageContent(null);
        new FaceDrawing(new FaceTemplate.Drawing(10, 20, 1, "#FF0000", null, 0, "M 0 0 L 10 0 C 10 5 5 10 0 10 Z"), template).draw(page);
        assertThat(page.drawn()).contains("1 0 0 rg", "28.346 538.583 m", "56.693 538.583 l", " c\n", "28.346 538.583 l", "f\n");

        for (String path : List.of("M 0", "Q 1 1 2 2", "M 0 zero", "m 0 0")) {
            FaceTemplate.Drawing wrong = new FaceTemplate.Drawing(0, 0, 1, "#FF0000", null, 0, path);
            assertThatThrownBy(() -> new FaceDrawing(wrong, template).draw(new PageContent(null))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("path of a face template");
        }
    }
}
