package org.licensehub.hub.issuing.internal;

import java.time.Instant;
import org.licensehub.hub.issuing.face.AnnotatedCopies;
import org.licensehub.hub.issuing.face.CopyNote;
import org.licensehub.hub.issuing.face.FaceFont;
import org.licensehub.hub.issuing.face.FaceModel;
import org.licensehub.hub.issuing.face.FaceRenderer;
import org.licensehub.hub.issuing.face.OfdFaceRenderer;
import org.licensehub.hub.issuing.face.RenderedFace;
import org.licensehub.hub.issuing.face.SealAnchor;
import org.licensehub.hub.seals.LicenseSeals;
import org.licensehub.signing.OfdSealRequest;
import org.licensehub.signing.SealMark;
import org.licensehub.signing.SealRequest;
import org.licensehub.store.file.FileFormat;
import org.springframework.stereotype.Component;

/** Draws the face of a license in the format of its type, and puts the seal in its own size into the middle of its place. */
@Component
class LicenseFiles {

    private static final double POINTS_PER_MM = 72 / 25.4;

    private final FaceRenderer pdf;
    private final OfdFaceRenderer ofd;
    private final AnnotatedCopies copies;

    LicenseFiles(FaceFont font) {
        this.pdf = new FaceRenderer(font);
        this.ofd = new OfdFaceRenderer(font);
        this.copies = new AnnotatedCopies(pdf, ofd);
    }

    /** A face that waits for its seal. */
    interface Face {

        /** @param area division code of the place of sealing, @param issuer who seals */
        byte[] seal(LicenseSeals.InUse seal, String area, String issuer, Instant now);
    }

    /** @throws org.licensehub.hub.issuing.face.MissingGlyphException if the font lacks a character */
    Face draw(FaceModel model, FileFormat format) {
        return switch (format) {
            case PDF -> face(pdf.render(model), "签发电子证照");
            case OFD -> face(ofd.render(model));
        };
    }

    /** An annotated copy (加注件). @throws org.licensehub.hub.issuing.face.MissingGlyphException if the font lacks a character */
    Face drawCopy(FaceModel model, CopyNote note, FileFormat format) {
        return switch (format) {
            case PDF -> face(copies.pdf(model, note), "制作电子证照加注件");
            case OFD -> face(copies.ofd(model, note));
        };
    }

    private static Face face(RenderedFace face, String reason) {
        return (seal, area, issuer, now) -> seal.sealer().seal(face.pdf(), new SealRequest(reason, area, issuer, now, mark(face.anchor(), seal)));
    }

    private static Face face(OfdFaceRenderer.RenderedOfd face) {
        return (seal, area, issuer, now) -> seal.ofdSealer().seal(face.ofd(), new OfdSealRequest(now, face.anchor().page(),
                face.sealX() + (face.anchor().width() / POINTS_PER_MM - seal.diameterMm()) / 2,
                face.sealY() + (face.anchor().height() / POINTS_PER_MM - seal.diameterMm()) / 2));
    }

    private static SealMark mark(SealAnchor anchor, LicenseSeals.InUse seal) {
        float size = (float) (seal.diameterMm() * POINTS_PER_MM);
        return new SealMark(anchor.page(), anchor.x() + (anchor.width() - size) / 2, anchor.y() + (anchor.height() - size) / 2, size, size,
                seal.picture());
    }
}
