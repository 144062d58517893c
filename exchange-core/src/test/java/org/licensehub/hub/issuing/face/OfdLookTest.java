package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that is not text looks the same on an OFD face as on the PDF face: paper, waves, weave, frames, rings, emblem, QR code. */
class OfdLookTest {

    private static final int DOTS_PER_INCH = 150;
    /** Dots whose colours are averaged, a little over a millimetre: lines are thinner than a dot, and the two are not drawn by one program. */
    private static final int SQUARE = 8;
    /** Differences of averaged colours, 0 to 255: of the mean square and of the worst. */
    private static final double MOST_ON_PAGE = 1;
    private static final double MOST_IN_SQUARE = 25;

    @ParameterizedTest
    @ValueSource(strings = {"certificate-a4-landscape", "certificate-a4-portrait", "booklet-two-panels", "proof-a4-portrait"})
    void anOfdFaceLooksLikeThePdfFace(String template) throws Exception {
        FaceModel model = Faces.with("证照", null, template, List.of(new FaceField("名称", "示范")));
        FaceTemplate paper = FaceTemplate.read(template).orElseThrow();
        BufferedImage pdf = withoutText(new FaceRenderer().render(model).pdf());
        BufferedImage ofd = OfdPicture.of(new OfdFaceRenderer().render(model, Map.of()).ofd(), paper.widthMm(), paper.heightMm(), DOTS_PER_INCH / 25.4);

        int width = Math.min(pdf.getWidth(), ofd.getWidth());
        int height = Math.min(pdf.getHeight(), ofd.getHeight());
        assertThat(Math.abs(pdf.getWidth() - ofd.getWidth())).isLessThanOrEqualTo(1);
        assertThat(Math.abs(pdf.getHeight() - ofd.getHeight())).isLessThanOrEqualTo(1);
        double sum = 0;
        double worst = 0;
        int squares = 0;
        for (int y = 0; y + SQUARE <= height; y += SQUARE) {
            for (int x = 0; x + SQUARE <= width; x += SQUARE) {
                double difference = difference(pdf, ofd, x, y);
                sum += difference;
                worst = Math.max(worst, difference);
                squares++;
            }
        }
        assertThat(sum / squares).as("mean").isLessThan(MOST_ON_PAGE);
        assertThat(worst).as("worst").isLessThan(MOST_IN_SQUARE);
    }

    private static BufferedImage withoutText(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFRenderer(document) {
                @Override
                protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
                    return new PageDrawer(parameters) {
                        @Override
                        protected void showGlyph(Matrix place, PDFont font, int code, Vector displacement) {
                            // text is compared as text
                        }
                    };
                }
            }.renderImageWithDPI(0, DOTS_PER_INCH);
        }
    }

    private static double difference(BufferedImage one, BufferedImage other, int left, int top) {
        double difference = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            difference = Math.max(difference, Math.abs(mean(one, left, top, shift) - mean(other, left, top, shift)));
        }
        return difference;
    }

    private static double mean(BufferedImage image, int left, int top, int shift) {
        double sum = 0;
        for (int y = top; y < top + SQUARE; y++) {
            for (int x = left; x < left + SQUARE; x++) {
                sum += image.getRGB(x, y) >> shift & 255;
            }
        }
        return sum / SQUARE / SQUARE;
    }
}
