package org.licensehub.hub.issuing.face;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes annotated copies (加注件) of licenses: the face with a note over every page that says for whom, what for and until when, and with
 * metadata of its own. A copy is a file of its own, without the seal of the license, ready for one of its own. Safe for use by many threads.
 */
public final class AnnotatedCopies {

    private final FaceRenderer pdf;
    private final OfdFaceRenderer ofd;

    /** Draws with these renderers, which may be used for other faces at the same time. */
    public AnnotatedCopies(FaceRenderer pdf, OfdFaceRenderer ofd) {
        this.pdf = pdf;
        this.ofd = ofd;
    }

    /**
     * A copy as PDF.
     *
     * @param license the face of the license as it was issued
     * @throws MissingGlyphException if the font lacks a character of the face or the note
     * @throws IllegalArgumentException as {@link FaceRenderer#render}
     */
    public RenderedFace pdf(FaceModel license, CopyNote note) {
        return pdf.render(annotated(license, note), note);
    }

    /** The same as OFD. */
    public OfdFaceRenderer.RenderedOfd ofd(FaceModel license, CopyNote note) {
        FaceModel copy = annotated(license, note);
        return ofd.render(copy, copy.elementsByName(), note);
    }

    private static FaceModel annotated(FaceModel license, CopyNote note) {
        List<FaceElement> elements = new ArrayList<>(license.elements());
        elements.addAll(note.elements());
        return license.with(elements);
    }
}
