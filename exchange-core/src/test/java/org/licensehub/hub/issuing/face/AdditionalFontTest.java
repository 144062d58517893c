package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.signing.SealReport;

class AdditionalFontTest {

    private static final String NAME = "海沧𠮷祥𬺓示范店";

    @TempDir
    Path folder;

    private FaceFont with(byte[]... fonts) throws IOException {
        Path[] files = new Path[fonts.length];
        for (int i = 0; i < fonts.length; i++) {
            files[i] = TestFonts.file(folder, "font" + i + ".ttf", fonts[i]);
        }
        return FaceFont.with(List.of(files));
    }

    private static FaceModel face(String name) {
        return Faces.with("食品经营许可证", null, "certificate-a4-landscape", List.of(new FaceField("经营者名称", name),
                new FaceField("住所", "福建省𠮷祥路")));
    }

    private static BufferedImage picture(FaceFont font, String name) throws IOException {
        FaceModel model = Faces.with("食品经营许可证", null, "certificate-a4-landscape", List.of(new FaceField("经营者名称", name)));
        try (PDDocument document = Loader.loadPDF(new FaceRenderer(font).render(model).pdf())) {
            return new PDFRenderer(document).renderImageWithDPI(0, 100);
        }
    }

    private static int[] dots(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void aNameWithRareCharactersIsExtractedFromThePdfWhole() throws IOException {
        RenderedFace face = new FaceRenderer(with(TestFonts.rare())).render(face(NAME));
        try (PDDocument document = Loader.loadPDF(face.pdf())) {
            assertThat(new PDFTextStripper().getText(document)).contains(NAME).contains("福建省𠮷祥路");
        }
    }

    @Test
    void aRareCharacterIsDrawnInThePdfAsItsFontDrawsIt() throws IOException {
        FaceFont font = with(TestFonts.rare());
        int[] rare = dots(picture(font, "海沧𠮷祥示范店"));
        assertThat(Arrays.equals(rare, dots(picture(FaceFont.shared(), "海沧吉祥示范店")))).isTrue();
        assertThat(Arrays.equals(rare, dots(picture(FaceFont.shared(), "海沧古祥示范店")))).isFalse();
    }

    @Test
    void aFaceWithRareCharactersInOfdHoldsTextAndGlyphAndVerifiesWhenSealed() throws Exception {
        OfdFaceRenderer.RenderedOfd face = new OfdFaceRenderer(with(TestFonts.rare())).render(face(NAME), Map.of());
        Map<String, byte[]> entries = OfdFaceTest.entries(face.ofd());
        assertThat(OfdFaceTest.shown(entries, 1)).contains(NAME);
        String page = SealedFaces.text(entries.get("Doc_0/Pages/Page_0/Content.xml"));
        assertThat(page.split("CodeCount=\"2\" GlyphCount=\"1\"", -1)).hasSize(3 + 1);
        try (TrueTypeFont kept = new TTFParser().parse(new RandomAccessReadBuffer(entries.get("Doc_0/Res/face.ttf")))) {
            int glyph = kept.getUnicodeCmapLookup().getGlyphId(TestFonts.EXTENSION_E);
            assertThat(page).contains("<ofd:Glyphs>" + glyph + "</ofd:Glyphs>");
            Rectangle2D drawn = kept.getGlyph().getGlyph(glyph).getPath().getBounds2D();
            assertThat(drawn).isEqualTo(FaceFont.shared().shape(FaceFont.shared().glyph('龙')).getBounds2D());
        }
        SealedFaces seals = new SealedFaces();
        SealReport report = seals.judge(seals.sealer("厦门市海沧区行政审批局").seal(face.ofd(), SealedFaces.at(face)));
        assertThat(report.valid()).as("%s", report).isTrue();
    }

    @Test
    void withoutTheFontTheCharacterIsRefusedByName() {
        assertThatThrownBy(() -> new FaceRenderer().render(face(NAME))).isInstanceOf(MissingGlyphException.class)
                .hasMessageContaining("经营者名称").hasMessageContaining("U+20BB7");
        assertThatThrownBy(() -> new OfdFaceRenderer().render(face(NAME))).isInstanceOf(MissingGlyphException.class);
    }

    @Test
    void aGlyphThatShowsNothingIsNone() throws IOException {
        FaceFont font = with(TestFonts.of(Map.of(TestFonts.JI, ' ')));
        assertThatThrownBy(() -> new FaceRenderer(font).render(face("𠮷"))).isInstanceOf(MissingGlyphException.class).hasMessageContaining("U+20BB7");
    }

    @Test
    void fontsAreTriedInTheirOrderAndTheFaceFontFirst() throws IOException {
        FaceFont font = with(TestFonts.of(Map.of(TestFonts.JI, '吉', (int) '海', '龙')), TestFonts.of(Map.of(TestFonts.JI, '古', TestFonts.EXTENSION_E, '龙')));
        assertThat(shape(font, TestFonts.JI)).isEqualTo(shape(FaceFont.shared(), '吉'));
        assertThat(shape(font, TestFonts.EXTENSION_E)).isEqualTo(shape(FaceFont.shared(), '龙'));
        assertThat(shape(font, '海')).isEqualTo(shape(FaceFont.shared(), '海'));
    }

    private static Rectangle2D shape(FaceFont font, int character) {
        return font.shape(font.glyph(character)).getBounds2D();
    }

    @Test
    void aFontWithOtherUnitsIsScaled() throws IOException {
        FaceFont font = with(TestFonts.withUnits(TestFonts.rare(), 2000));
        Rectangle2D usual = shape(FaceFont.shared(), '吉');
        assertThat(shape(font, TestFonts.JI).getHeight()).isCloseTo(usual.getHeight() / 2, within(1.0));
        assertThat(font.width("𠮷", 10)).isEqualTo(FaceFont.shared().width("吉", 10) / 2);
    }

    @Test
    void aSealShowsARareCharacterOfItsOwner() throws IOException {
        byte[] rare = new SealImage(with(TestFonts.rare())).png("海沧𠮷祥局", "电子证照专用章", true, 42);
        byte[] usual = new SealImage(FaceFont.shared()).png("海沧吉祥局", "电子证照专用章", true, 42);
        assertThat(Arrays.equals(dots(ImageIO.read(new ByteArrayInputStream(rare))), dots(ImageIO.read(new ByteArrayInputStream(usual))))).isTrue();
    }

    @Test
    void aFontThatCannotBeUsedIsRefusedWithItsFileAndTheReason() throws IOException {
        byte[] rare = TestFonts.rare();
        Path text = Files.write(folder.resolve("text.ttf"), "no font".getBytes(StandardCharsets.US_ASCII));
        Path cut = Files.write(folder.resolve("cut.ttf"), Arrays.copyOf(rare, 200));
        Path closed = TestFonts.file(folder, "closed.ttf", TestFonts.withRights(rare, 0x0002));
        Path whole = TestFonts.file(folder, "whole.ttf", TestFonts.withRights(rare, 0x0104));
        Path printing = TestFonts.file(folder, "printing.ttf", TestFonts.withRights(rare, 0x0004));

        assertThatThrownBy(() -> FaceFont.with(List.of(folder.resolve("none.ttf")))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.ttf").hasMessageContaining("文件不存在");
        for (Path broken : List.of(text, cut)) {
            assertThatThrownBy(() -> FaceFont.with(List.of(broken))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(broken.getFileName().toString()).hasMessageContaining("TrueType");
        }
        for (Path forbidden : List.of(closed, whole)) {
            assertThatThrownBy(() -> FaceFont.with(List.of(forbidden))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("不允许");
        }
        assertThat(FaceFont.with(List.of(printing)).glyph(TestFonts.JI)).isPositive();
    }
}
