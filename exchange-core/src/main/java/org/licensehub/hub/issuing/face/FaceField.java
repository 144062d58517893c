package org.licensehub.hub.issuing.face;

import java.util.Objects;

/**
 * One printed line of a face.
 *
 * @param name the metadata element it comes from, by which a template may give it a place of its own; may be empty
 * @param label what stands before the value
 * @param value what is shown, possibly empty; a line feed starts a new line
 */
public record FaceField(String name, String label, String value) {

    /** No part may be null. */
    public FaceField {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(value, "value");
    }

    /** A line of no metadata element. */
    public FaceField(String label, String value) {
        this("", label, value);
    }

    /** The label only: a value may be personal data. */
    @Override
    public String toString() {
        return "FaceField[" + label + "]";
    }
}
