package org.licensehub.hub.issuing.internal;

import org.licensehub.hub.issuing.face.MissingGlyphException;
import org.licensehub.hub.issuing.face.SealImage;
import org.licensehub.hub.seals.SealPictures;
import org.springframework.stereotype.Component;

/** Draws seals with the font of the faces. */
@Component
class DrawnSeals implements SealPictures {

    @Override
    public byte[] round(String name, String secondLine, boolean star) {
        try {
            return SealImage.png(name, secondLine, star);
        } catch (MissingGlyphException e) {
            throw new NotDrawable(e.getMessage(), e);
        }
    }
}
