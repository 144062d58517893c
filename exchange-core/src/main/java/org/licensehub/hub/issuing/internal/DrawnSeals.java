package org.licensehub.hub.issuing.internal;

import org.licensehub.hub.issuing.face.FaceFont;
import org.licensehub.hub.issuing.face.MissingGlyphException;
import org.licensehub.hub.issuing.face.SealImage;
import org.licensehub.hub.seals.SealPictures;
import org.springframework.stereotype.Component;

/** Draws seals with the font of the faces. */
@Component
class DrawnSeals implements SealPictures {

    private final SealImage image;

    DrawnSeals(FaceFont font) {
        this.image = new SealImage(font);
    }

    @Override
    public byte[] round(String name, String secondLine, boolean star, int millimetres) {
        try {
            return image.png(name, secondLine, star, millimetres);
        } catch (MissingGlyphException e) {
            throw new NotDrawable(e.getMessage(), e);
        }
    }
}
