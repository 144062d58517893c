package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.licensehub.signing.SealReport;

class OfdFaceTest {

    private static final OfdFaceRenderer RENDERER = new OfdFaceRenderer();
    private static final Pattern TEXT = Pattern.compile("<ofd:TextCode[^>]*>([^<]*)</ofd:TextCode>");
    private static final int LARGEST_SEALED = 80 * 1024;

    static Stream<FaceModel> onePage() {
        return Stream.of(Faces.foodPermit(), Faces.businessLicense("餐饮服务；食品销售；互联网信息服务"), Faces.proof());
    }

    static Map<String, byte[]> entries(byte[] ofd) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(ofd))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    static String shown(Map<String, byte[]> entries, int pages) {
        StringBuilder text = new StringBuilder();
        for (int page = 0; page < pages; page++) {
            Matcher matcher = TEXT.matcher(SealedFaces.text(entries.get("Doc_0/Pages/Page_" + page + "/Content.xml")));
            while (matcher.find()) {
                text.append(matcher.group(1).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\""));
            }
        }
        return text.toString();
    }

    private static String sorted(String text) {
        return text.chars().filter(c -> c > ' ').sorted().collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    @ParameterizedTest
    @MethodSource("onePage")
    void theFaceShowsExactlyTheTextOfThePdfFace(FaceModel model) throws IOException {
        OfdFaceRenderer.RenderedOfd ofd = RENDERER.render(model, SealedFaces.METADATA);
        RenderedFace pdf = new FaceRenderer().render(model);
        String text = shown(entries(ofd.ofd()), ofd.pages());

        try (PDDocument document = Loader.loadPDF(pdf.pdf())) {
            assertThat(sorted(text)).isEqualTo(sorted(new PDFTextStripper().getText(document)));
        }
        assertThat(text).contains(model.title()).contains("证照编号：" + model.certificateNumber()).contains(model.identifier()).contains(model.issuer());
        assertThat(ofd.pages()).isEqualTo(pdf.pages());
        assertThat(ofd.anchor()).isEqualTo(pdf.anchor());
    }

    @ParameterizedTest
    @MethodSource("onePage")
    void aSealedFaceOfOnePageVerifiesAndIsSmall(FaceModel model) throws Exception {
        SealedFaces seals = new SealedFaces();
        OfdFaceRenderer.RenderedOfd face = RENDERER.render(model, SealedFaces.METADATA);
        byte[] sealed = seals.sealer("厦门市海沧区行政审批局").seal(face.ofd(), SealedFaces.at(face));

        SealReport report = seals.judge(sealed);
        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(sealed.length).isLessThanOrEqualTo(LARGEST_SEALED);
    }

    @Test
    void whatDoesNotFitGoesToFurtherPagesAndNothingIsLost() throws IOException {
        String scope = "很长的经营范围，".repeat(400);
        OfdFaceRenderer.RenderedOfd face = RENDERER.render(Faces.businessLicense(scope), Map.of());

        assertThat(face.pages()).isGreaterThan(1);
        String text = shown(entries(face.ofd()), face.pages());
        assertThat(text.split("很", -1)).hasSize(401);
        assertThat(text).contains("（续页）");
    }

    @Test
    void theSameModelGivesTheSameBytes() {
        assertThat(RENDERER.render(Faces.proof(), SealedFaces.METADATA).ofd()).isEqualTo(new OfdFaceRenderer().render(Faces.proof(), SealedFaces.METADATA).ofd());
    }

    @Test
    void metadataStandInTheirOrderAndAnyCharacterOfXmlIsKept() throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("certificate_number", "A&B<C>\"D\"");
        metadata.put("certificate_holder_name", "海沧区示范公司");
        String top = SealedFaces.text(entries(RENDERER.render(Faces.proof(), metadata).ofd()).get("OFD.xml"));

        assertThat(top).contains("<ofd:CustomDatas><ofd:CustomData Name=\"certificate_number\">A&amp;B&lt;C&gt;&quot;D&quot;</ofd:CustomData>"
                + "<ofd:CustomData Name=\"certificate_holder_name\">海沧区示范公司</ofd:CustomData></ofd:CustomDatas>");
        assertThatThrownBy(() -> RENDERER.render(Faces.proof(), Map.of("a", "\u0001"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyIdentifierIsUniqueAndBelowTheLargest() throws IOException {
        OfdFaceRenderer.RenderedOfd face = RENDERER.render(Faces.businessLicense("很长的经营范围，".repeat(400)), Map.of());
        Set<String> seen = new HashSet<>();
        int largest = 0;
        Map<String, byte[]> entries = entries(face.ofd());
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            Matcher matcher = Pattern.compile(" ID=\"([0-9]+)\"").matcher(entry.getKey().endsWith(".xml") ? SealedFaces.text(entry.getValue()) : "");
            while (matcher.find()) {
                assertThat(seen.add(matcher.group(1))).as(matcher.group(1)).isTrue();
                largest = Math.max(largest, Integer.parseInt(matcher.group(1)));
            }
        }
        assertThat(SealedFaces.text(entries.get("Doc_0/Document.xml"))).contains("<ofd:MaxUnitID>" + largest + "</ofd:MaxUnitID>");
    }

    @Test
    void theFontHoldsTheCharactersOfTheFaceAndNoOther() throws IOException {
        OfdFaceRenderer.RenderedOfd face = RENDERER.render(Faces.foodPermit(), Map.of());
        Map<String, byte[]> entries = entries(face.ofd());
        Set<Integer> characters = new HashSet<>();
        shown(entries, 1).codePoints().forEach(characters::add);
        try (TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(entries.get("Doc_0/Res/face.ttf")))) {
            assertThat(font.getNumberOfGlyphs()).isEqualTo(characters.size() + 1);
            for (int character : characters) {
                int glyph = font.getUnicodeCmapLookup().getGlyphId(character);
                assertThat(glyph).as("U+%04X", character).isPositive();
                assertThat((double) font.getAdvanceWidth(glyph)).isCloseTo(FaceFont.shared().advance(FaceFont.shared().glyph(character)), within(1.0));
            }
            assertThat(font.getName()).endsWith("NotoSerifSC");
        }
    }

    /** A font that has 𠮷 (U+20BB7), made here of the face font by giving that number to the outline of 吉. */
    static FaceFont withRareCharacter(String others) throws IOException {
        FontSubset subset = new FontSubset(FaceFont.shared(), character -> FaceFont.shared().glyph(character == 0x20BB7 ? '吉' : character));
        (others + "𠮷").codePoints().forEach(subset::number);
        return new FaceFont(subset.standalone());
    }

    static FaceModel rare() {
        return Faces.with("食品经营许可证", null, "certificate-a4-landscape", List.of(new FaceField("经营者名称", "海沧𠮷祥𠮷示范店"),
                new FaceField("住所", "福建省𠮷祥路".repeat(12))));
    }

    /** All that {@link #rare} shows, so that a font can be made of it. */
    static final String LETTERS = "照正本食品经营许可证者名称海沧祥示范店住所福建省路编号：扫码核验厦门市区行政审批局有效期限至年月日电子标识 "
            + "0123456789.ABCDEFGHIJKLMNOPQRSTUVWXYZ第页共（续）";

    @Test
    void aCharacterOutsideTheBasicPlaneIsOneObjectWithItsGlyphAndIsNeverSplit() throws IOException {
        FaceFont font = withRareCharacter(LETTERS);
        Map<String, byte[]> entries = entries(new OfdFaceRenderer(font).render(rare(), Map.of()).ofd());
        String page = SealedFaces.text(entries.get("Doc_0/Pages/Page_0/Content.xml"));

        assertThat(shown(entries, 1)).contains("海沧𠮷祥𠮷示范店");
        assertThat(page.split("CodeCount=\"2\" GlyphCount=\"1\"", -1)).hasSize(2 + 12 + 1);
        assertThat(page.codePoints().filter(c -> c == 0x20BB7).count()).isEqualTo(14);
        Matcher glyph = Pattern.compile("<ofd:Glyphs>([0-9]+)</ofd:Glyphs>").matcher(page);
        assertThat(glyph.find()).isTrue();
        try (TrueTypeFont kept = new TTFParser().parse(new RandomAccessReadBuffer(entries.get("Doc_0/Res/face.ttf")))) {
            assertThat(kept.getUnicodeCmapLookup().getGlyphId(0x20BB7)).isEqualTo(Integer.parseInt(glyph.group(1)));
        }
    }

    @Test
    void aCharacterTheFontLacksIsNeverDrawnAsABox() {
        FaceModel model = Faces.with("证", null, "proof-a4-portrait", List.of(new FaceField("姓名", "𠮷")));
        assertThatThrownBy(() -> RENDERER.render(model, Map.of())).isInstanceOf(MissingGlyphException.class).hasMessageContaining("U+20BB7");
    }
}
