package org.licensehub.hub.issuing.face;

import java.util.List;

/** A template with its figures read, as all faces of it share them. */
record FaceLook(FaceTemplate template, List<FaceDrawing> drawings) {

    static FaceLook of(FaceTemplate template) {
        return new FaceLook(template, template.drawings().stream().map(drawing -> new FaceDrawing(drawing, template)).toList());
    }
}
