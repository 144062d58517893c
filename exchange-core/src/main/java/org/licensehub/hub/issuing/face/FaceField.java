package org.licensehub.hub.issuing.face;

import java.util.Objects;

/**
 * One printed line of a face.
 *
 * @param label what stands before the value
 * @param value what is shown, possibly empty; a line feed starts a new line
 */
public record FaceField(String label, String value) {

    /** Neither part may be null. */
    public FaceField {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(value, "value");
    }

    /** The label only: a value may be personal data. */
    @Override
    public String toString() {
        return "FaceField[" + label + "]";
    }
}
