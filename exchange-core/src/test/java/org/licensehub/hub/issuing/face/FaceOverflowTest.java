package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit gets smaller, then goes to further pages; nothing of it is lost, doubled or drawn where nobody sees it. */
class FaceOverflowTest {

    private static final FaceRenderer PDF = new FaceRenderer();
    private static final OfdFaceRenderer OFD = new OfdFaceRenderer();

    /** So many different characters of Extension A, of which no label and no other value has any. */
    private static String different(int count) {
        return IntStream.range(0x3400, 0x3400 + count).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static String onlyThose(String text) {
        return text.codePoints().filter(c -> c >= 0x3400 && c < 0x4DC0).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The text of a file as a reader of it would copy it. */
    private record Copied(String text, int pages, SealAnchor seal) {
    }

    private static List<Copied> copied(FaceModel model) throws IOException {
        RenderedFace pdf = PDF.render(model);
        OfdFaceRenderer.RenderedOfd ofd = OFD.render(model, Map.of());
        try (PDDocument document = Loader.loadPDF(pdf.pdf())) {
            assertThat(document.getNumberOfPages()).isEqualTo(pdf.pages());
            return List.of(new Copied(new PDFTextStripper().getText(document), pdf.pages(), pdf.anchor()),
                    new Copied(OfdFaceTest.shown(OfdFaceTest.entries(ofd.ofd()), ofd.pages()), ofd.pages(), ofd.anchor()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate-a4-landscape", "certificate-a4-portrait", "proof-a4-portrait", "booklet-two-panels"})
    void aScopeOfTwoThousandCharactersIsThereWholeEachCharacterOnceAndInOrder(String template) throws IOException {
        String scope = different(2000);
        for (Copied face : copied(Faces.with("营业执照", null, template, List.of(new FaceField("名称", "示范公司"), new FaceField("经营范围", scope))))) {
            assertThat(onlyThose(face.text)).isEqualTo(scope);
            assertThat(face.seal.page()).isZero();
        }
    }

    @Test
    void everyPageSaysWhichOneOfHowManyItIsAndWhatItBelongsTo() throws IOException {
        FaceModel model = Faces.businessLicense(different(2000).repeat(2));
        for (Copied face : copied(model)) {
            assertThat(face.pages).isGreaterThan(2);
            for (int page = 1; page <= face.pages; page++) {
                assertThat(face.text).contains("第 " + page + " 页 共 " + face.pages + " 页");
            }
            assertThat(face.text.split("营业执照（续页）", -1)).hasSize(face.pages);
            assertThat(face.text.split(model.identifier(), -1)).hasSize(face.pages + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate-a4-landscape", "certificate-a4-portrait", "proof-a4-portrait", "booklet-two-panels"})
    void namesOfSixtyCharactersStayOnThePaper(String template) throws IOException {
        String name = different(60);
        FaceModel model = new FaceModel(different(120).substring(60), null, template, Faces.IDENTIFIER, "编号", List.of(new FaceField("名称", name)),
                different(180).substring(120), Faces.foodPermit().issueDate(), null, null, Faces.QR);
        for (Copied face : copied(model)) {
            assertThat(onlyThose(face.text).codePoints().sorted().toArray()).isEqualTo(different(180).codePoints().toArray());
            assertThat(face.text).contains(name.substring(0, 12));
        }
        assertThat(outsideTheFrames(model)).isEmpty();
    }

    /** Which characters are outside of all frames; the foot may stand below them. */
    private static List<String> outsideTheFrames(FaceModel model) throws IOException {
        FaceTemplate template = FaceTemplate.read(model.template()).orElseThrow();
        List<String> outside = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(PDF.render(model).pdf())) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition text) {
                    boolean framed = template.frames().stream().anyMatch(frame -> text.getX() >= FaceTemplate.points(frame.xMm() + frame.bandMm())
                            && text.getX() + text.getWidth() <= FaceTemplate.points(frame.xMm() + frame.widthMm() - frame.bandMm())
                            && text.getY() >= FaceTemplate.points(frame.yMm() + frame.bandMm())
                            && text.getY() <= FaceTemplate.points(frame.yMm() + frame.heightMm() - frame.bandMm()));
                    if (!framed && onlyThose(text.getUnicode()).length() > 0) {
                        outside.add(text.getUnicode());
                    }
                }
            }.getText(document);
        }
        return outside;
    }

    @Test
    void namesOfMinoritiesKeepTheirDotAndAreNotTakenApart() throws IOException {
        String name = "阿不都热西提·买买提";
        for (Copied face : copied(Faces.with("居住证", null, "certificate-a4-landscape", List.of(new FaceField("姓名", name),
                new FaceField("监护人", "阿卜杜热伊木江·麦麦提依明·阿布都克热木·吐尔逊阿依木尼牙孜"))))) {
            assertThat(face.text).contains(name).contains("阿卜杜热伊木江·麦麦提依明·阿布都克热木·吐尔逊阿依木尼牙孜");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20000, 0x20BB7, 0x2A700, 0x2B740, 0x2B820, 0x2CEB0, 0x30000})
    void aCharacterOfAnExtensionThatTheFontLacksIsRefusedByItsNumberAndField(int character) {
        FaceModel model = Faces.with("证", null, "proof-a4-portrait", List.of(new FaceField("姓名", "张" + Character.toString(character))));

        assertThatThrownBy(() -> PDF.render(model)).isInstanceOf(MissingGlyphException.class)
                .hasMessageContaining(String.format("U+%04X", character)).hasMessageContaining("姓名");
        assertThatThrownBy(() -> OFD.render(model, Map.of())).isInstanceOf(MissingGlyphException.class)
                .hasMessageContaining(String.format("U+%04X", character));
    }

    @Test
    void aFaceWithoutFieldsOrWithEmptyOnesIsAFaceAllTheSame() throws IOException {
        FaceModel empty = new FaceModel("证明", null, "proof-a4-portrait", Faces.IDENTIFIER, "", List.of(new FaceField("备注", "")), "机关",
                Faces.foodPermit().issueDate(), null, null, Faces.QR);
        for (Copied face : copied(empty)) {
            assertThat(face.pages).isEqualTo(1);
            assertThat(face.text).contains("证明").doesNotContain("有效期限").doesNotContain("null");
        }
        assertThat(copied(Faces.with("证明", null, "proof-a4-portrait", List.of()))).allMatch(face -> face.pages == 1);
    }

    @Test
    void textShrinksBeforeItFlowsAndNotBelowTheLeastSize() throws IOException {
        assertThat(sizes(different(10))).containsOnly(15f);
        assertThat(sizes(different(300))).hasSize(1).allMatch(size -> size > 9f && size < 15f);
        assertThat(sizes(different(4000))).containsOnly(9f);
    }

    /** The sizes in which a scope of business is set. */
    private static Set<Float> sizes(String scope) throws IOException {
        Set<Float> sizes = new TreeSet<>();
        try (PDDocument document = Loader.loadPDF(PDF.render(Faces.businessLicense(scope)).pdf())) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition text) {
                    if (onlyThose(text.getUnicode()).length() > 0) {
                        sizes.add(text.getFontSize());
                    }
                }
            }.getText(document);
        }
        return sizes;
    }

    @Test
    void whatIsTooLongForAPlaceOfItsOwnJoinsTheFlowingFields() throws IOException {
        String holders = different(900);
        FaceModel model = Faces.with("不动产权证", null, "booklet-two-panels", List.of(
                new FaceField("certificate_holder_name", "持证主体", holders), new FaceField("坐落", "示范路")));
        for (Copied face : copied(model)) {
            assertThat(onlyThose(face.text)).isEqualTo(holders);
            assertThat(face.text).contains("持");
        }
    }
}
