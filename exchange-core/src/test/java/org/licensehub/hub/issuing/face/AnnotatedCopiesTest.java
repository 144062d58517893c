package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** An annotated copy says on every page for whom, what for and until when it was made, for people and for machines, under a seal of its own. */
class AnnotatedCopiesTest {

    private static final Instant MADE = Instant.parse("2026-03-01T08:00:00Z");
    private static final CopyNote NOTE = new CopyNote("李示例", "厦门市海沧区住房和建设局", "申请公共租赁住房", MADE, MADE.plus(Duration.ofDays(30)));
    private static final List<String> SAID = List.of("加注件 · 仅限以下用途，他用无效", "使用单位：厦门市海沧区住房和建设局", "使用人：李示例", "用途：申请公共租赁住房",
            "制作：2026年3月1日16:00", "有效期至：2026年3月31日16:00");
    private static final AnnotatedCopies COPIES = new AnnotatedCopies(new FaceRenderer(), new OfdFaceRenderer());

    private static FaceModel license() {
        return Faces.proof().with(List.of(new FaceElement("certificate_holder_name", "张示例", false)));
    }

    private static String page(byte[] pdf, int page) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            return stripper.getText(document);
        }
    }

    /** Without the line ends that a turned text is read with. */
    private static String solid(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void theNoteStandsManyTimesOnEveryPageAndTheFaceIsWhole() throws IOException {
        FaceModel license = Faces.businessLicense("很长的经营范围，".repeat(300));
        RenderedFace copy = COPIES.pdf(license, NOTE);
        OfdFaceRenderer.RenderedOfd ofd = COPIES.ofd(license, NOTE);
        Map<String, byte[]> entries = OfdFaceTest.entries(ofd.ofd());
        StringBuilder all = new StringBuilder();

        assertThat(copy.pages()).isEqualTo(ofd.pages()).isGreaterThan(1);
        for (int page = 1; page <= copy.pages(); page++) {
            String drawn = SealedFaces.text(entries.get("Doc_0/Pages/Page_" + (page - 1) + "/Content.xml"));
            all.append(page(copy.pdf(), page));
            for (String said : SAID) {
                assertThat(solid(page(copy.pdf(), page)).split(solid(said), -1).length).as(said).isGreaterThan(4);
                assertThat(drawn.split(">" + said + "<", -1).length).as(said).isGreaterThan(4);
            }
        }
        assertThat(all.toString().split("很", -1)).hasSize(301);
        assertThat(OfdFaceTest.shown(entries, ofd.pages()).split("很", -1)).hasSize(301);
    }

    @Test
    void aSealedCopyVerifiesAndHasItsOwnMetadata() throws Exception {
        SealedFaces seals = new SealedFaces();
        byte[] pdf = seals.sealed(COPIES.pdf(license(), NOTE), "厦门市海沧区住房和建设局");
        OfdFaceRenderer.RenderedOfd drawn = COPIES.ofd(license(), NOTE);
        byte[] ofd = seals.sealer("厦门市海沧区住房和建设局").seal(drawn.ofd(), SealedFaces.at(drawn));

        assertThat(seals.judgePdf(pdf).valid()).as("%s", seals.judgePdf(pdf)).isTrue();
        assertThat(seals.judge(ofd).valid()).isTrue();
        var elements = FaceMetadataTest.attached(pdf).get("elements");
        assertThat(elements.get("certificate_holder_name").asText()).isEqualTo("张示例");
        assertThat(elements.get("certificate_copy_creator").asText()).isEqualTo("厦门市海沧区住房和建设局 李示例");
        assertThat(elements.get("certificate_copy_cause").asText()).isEqualTo("申请公共租赁住房");
        assertThat(elements.get("certificate_copy_creation_time").asText()).isEqualTo("2026-03-01 16:00:00");
        assertThat(elements.get("certificate_copy_expiring_time").asText()).isEqualTo("2026-03-31 16:00:00");
        assertThat(FaceMetadataTest.description(pdf).getTextContent()).contains("2026-03-31 16:00:00").doesNotContain("李示例");
        assertThat(SealedFaces.text(OfdFaceTest.entries(ofd).get("OFD.xml"))).contains("certificate_copy_expiring_time");
    }

    @Test
    void anOriginalSaysNothingOfACopy() throws IOException {
        byte[] original = new FaceRenderer().render(license()).pdf();

        assertThat(page(original, 1)).doesNotContain("加注件");
        assertThat(FaceMetadataTest.attached(original).get("elements").fieldNames()).toIterable().containsExactly("certificate_holder_name");
    }

    @Test
    void theNoteIsSeenAndWhatLiesBelowStaysReadable() throws IOException {
        int changed = 0;
        int darkest = 255;
        try (PDDocument original = Loader.loadPDF(new FaceRenderer().render(license()).pdf());
                PDDocument copy = Loader.loadPDF(COPIES.pdf(license(), NOTE).pdf())) {
            var without = new PDFRenderer(original).renderImageWithDPI(0, 50);
            var with = new PDFRenderer(copy).renderImageWithDPI(0, 50);
            for (int x = 0; x < with.getWidth(); x++) {
                for (int y = 0; y < with.getHeight(); y++) {
                    boolean white = (without.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF;
                    if (white && with.getRGB(x, y) != without.getRGB(x, y)) {
                        changed++;
                        darkest = Math.min(darkest, with.getRGB(x, y) & 255);
                    }
                }
            }
            assertThat(changed).isGreaterThan(with.getWidth() * with.getHeight() / 100);
        }
        assertThat(darkest).isBetween(180, 245);
    }

    @Test
    void aLongPurposeIsBrokenAndWhole() throws IOException {
        String purpose = "办理".repeat(100);
        String text = page(COPIES.pdf(license(), new CopyNote("李示例", "局", purpose, MADE, MADE.plusSeconds(60))).pdf(), 1);

        assertThat(solid(text)).contains("用途：" + purpose);
    }

    @Test
    void aNoteThatLacksSomethingIsRefusedByName() {
        Instant later = MADE.plusSeconds(1);
        assertThatThrownBy(() -> new CopyNote(" ", "局", "用", MADE, later)).hasMessageContaining("user");
        assertThatThrownBy(() -> new CopyNote("人", null, "用", MADE, later)).hasMessageContaining("body");
        assertThatThrownBy(() -> new CopyNote("人", "局", "用".repeat(201), MADE, later)).hasMessageContaining("purpose").hasMessageContaining("200");
        assertThatThrownBy(() -> new CopyNote("人", "局", "一\n二", MADE, later)).hasMessageContaining("purpose");
        assertThatThrownBy(() -> new CopyNote("人", "局", "用", MADE, MADE)).hasMessageContaining("expire");
        assertThatThrownBy(() -> COPIES.pdf(license(), new CopyNote("𠮷", "局", "用", MADE, later))).isInstanceOf(MissingGlyphException.class);
        assertThat(new CopyNote("人", "局", "用".repeat(200), MADE, later).toString()).doesNotContain("用");
    }
}
