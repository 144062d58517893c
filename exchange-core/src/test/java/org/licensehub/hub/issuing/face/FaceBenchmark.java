package org.licensehub.hub.issuing.face;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.licensehub.signing.SideBySide;

/**
 * Not a test of the lanes: {@code ./mvnw test -pl exchange-core -am -Dtest=FaceBenchmark -Dsurefire.failIfNoSpecifiedTests=false}, results
 * in docs/benchmarks.md.
 */
class FaceBenchmark {

    private final TrueTypeFont shared = font();
    private final FaceLook look = FaceLook.of(FaceFont.shared().template("certificate-a4-landscape"));

    @Test
    void aFaceAgainstTheSamePageByPlainPdfBox() throws Exception {
        FaceRenderer renderer = new FaceRenderer();
        OfdFaceRenderer ofd = new OfdFaceRenderer();
        FaceModel model = CatalogueFacesTest.usual(CatalogueFacesTest.types().filter(type -> type.slug().equals("business-license")).findFirst().orElseThrow());
        byte[] ours = renderer.render(model).pdf();
        QrEncoder sameCodes = new QrEncoder();
        byte[] theirs = byPdfBox(model, true, FaceBenchmark::byZxing);
        if (!text(ours).equals(text(theirs))) {
            throw new IllegalStateException("the pages compared do not show the same text");
        }
        System.out.printf("face %d bytes, by plain PDFBox %d bytes%n", ours.length, theirs.length);
        SideBySide.compare("face to PDF with metadata", () -> renderer.render(model), "the same page by plain PDFBox and ZXing, font parsed once",
                () -> byPdfBox(model, true, FaceBenchmark::byZxing));
        SideBySide.compare("face to PDF with metadata", () -> renderer.render(model), "by plain PDFBox with our QR code",
                () -> byPdfBox(model, true, sameCodes::encode));
        SideBySide.compare("face to PDF with metadata", () -> renderer.render(model), "by plain PDFBox and ZXing, no frame, no weave",
                () -> byPdfBox(model, false, FaceBenchmark::byZxing));
        SideBySide.compare("face to PDF with metadata", () -> renderer.render(model), "ours without metadata", () -> renderer.render(model.with(List.of())));
        SideBySide.compare("face to OFD", () -> ofd.render(model), "ours to PDF", () -> renderer.render(model));
    }

    private static TrueTypeFont font() {
        try (InputStream packed = FaceBenchmark.class.getResourceAsStream("/fonts/NotoSerifSC-face.ttf.gz"); InputStream in = new GZIPInputStream(packed)) {
            return new TTFParser().parse(new RandomAccessReadBuffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteMatrix byZxing(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8")).getMatrix();
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    /** The same layout on PDFBox's own streams, with its own subset of a font that is parsed once for all documents. */
    private byte[] byPdfBox(FaceModel model, boolean background, Function<String, ByteMatrix> codes) throws IOException {
        FaceTemplate template = look.template();
        PDRectangle paper = new PDRectangle(template.width(), template.height());
        List<PDPageContentStream> streams = new ArrayList<>();
        try (PDDocument document = new PDDocument()) {
            PDFont font = PDType0Font.load(document, shared, true);
            FaceBackground drawing = new FaceBackground(template);
            Map<String, PDFormXObject> figures = background ? figures(document, drawing) : Map.of();
            new FaceLayout(look, FaceFont.shared(), codes, () -> {
                try {
                    PDPage page = new PDPage(paper);
                    document.addPage(page);
                    PDPageContentStream stream = new PDPageContentStream(document, page);
                    streams.add(stream);
                    PdfBoxCanvas canvas = new PdfBoxCanvas(stream, font, figures);
                    if (background) {
                        drawing.draw(canvas);
                    }
                    return canvas;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }, model).set(null);
            for (PDPageContentStream stream : streams) {
                stream.close();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out, CompressParameters.NO_COMPRESSION);
            return out.toByteArray();
        }
    }

    private static Map<String, PDFormXObject> figures(PDDocument document, FaceBackground drawing) throws IOException {
        Map<String, PDFormXObject> figures = new HashMap<>();
        for (var figure : drawing.figures().entrySet()) {
            PDFormXObject form = new PDFormXObject(document);
            form.setResources(new PDResources());
            form.setBBox(new PDRectangle(-900, -900, 1800, 1800));
            // written by our own code, which is no disadvantage to the reference
            PageContent tile = new PageContent(null);
            figure.getValue().accept(tile);
            try (OutputStream out = form.getContentStream().createOutputStream(COSName.FLATE_DECODE)) {
                out.write(tile.drawn().getBytes(StandardCharsets.US_ASCII));
            }
            figures.put(figure.getKey(), form);
        }
        return figures;
    }
}
