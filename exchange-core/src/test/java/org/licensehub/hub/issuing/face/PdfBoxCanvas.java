package org.licensehub.hub.issuing.face;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/** Draws a face by PDFBox's own means, for comparison. */
final class PdfBoxCanvas implements FaceCanvas {

    private final PDPageContentStream out;
    private final PDFont font;
    private final Map<String, PDFormXObject> figures;

    PdfBoxCanvas(PDPageContentStream out, PDFont font, Map<String, PDFormXObject> figures) {
        this.out = out;
        this.font = font;
        this.figures = figures;
    }

    private interface Step {
        void take() throws IOException;
    }

    private FaceCanvas step(Step step) {
        try {
            step.take();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FaceCanvas fill(String colour) {
        return step(() -> out.setNonStrokingColor(Color.decode(colour)));
    }

    @Override
    public FaceCanvas stroke(String colour) {
        return step(() -> out.setStrokingColor(Color.decode(colour)));
    }

    @Override
    public FaceCanvas lineWidth(float width) {
        return step(() -> out.setLineWidth(width));
    }

    @Override
    public FaceCanvas move(float x, float y) {
        return step(() -> out.moveTo(x, y));
    }

    @Override
    public FaceCanvas line(float x, float y) {
        return step(() -> out.lineTo(x, y));
    }

    @Override
    public FaceCanvas curve(float x1, float y1, float x2, float y2, float x3, float y3) {
        return step(() -> out.curveTo(x1, y1, x2, y2, x3, y3));
    }

    @Override
    public FaceCanvas rectangle(float x, float y, float width, float height) {
        return step(() -> out.addRect(x, y, width, height));
    }

    @Override
    public FaceCanvas strokePath() {
        return step(out::stroke);
    }

    @Override
    public FaceCanvas fillPath() {
        return step(out::fill);
    }

    @Override
    public FaceCanvas save() {
        return step(out::saveGraphicsState);
    }

    @Override
    public FaceCanvas restore() {
        return step(out::restoreGraphicsState);
    }

    @Override
    public FaceCanvas veil() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FaceCanvas transform(float a, float b, float c, float d, float e, float f) {
        return step(() -> out.transform(new Matrix(a, b, c, d, e, f)));
    }

    @Override
    public FaceCanvas figure(String name) {
        return step(() -> out.drawForm(figures.get(name)));
    }

    @Override
    public FaceCanvas text(String text, float size, float x, float y, float spacing) {
        return step(() -> {
            out.beginText();
            out.setFont(font, size);
            out.setCharacterSpacing(spacing);
            out.newLineAtOffset(x, y);
            out.showText(text);
            out.endText();
        });
    }

    @Override
    public FaceCanvas boldText(String text, float size, float x, float y, float spacing, float edge) {
        lineWidth(edge);
        step(() -> out.setRenderingMode(RenderingMode.FILL_STROKE));
        text(text, size, x, y, spacing);
        return step(() -> out.setRenderingMode(RenderingMode.FILL));
    }
}
