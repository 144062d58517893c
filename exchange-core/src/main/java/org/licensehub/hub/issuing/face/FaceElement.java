package org.licensehub.hub.issuing.face;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One metadata element of a license (GB/T 36903) that its file carries for machines.
 *
 * @param name  the element's name, for instance {@code certificate_number}, or {@code KZ_} and pinyin initials
 * @param value its text, not empty
 * @param open  whether it may also stand in the description of the file (XMP), which search machines and file servers read without
 *              opening the file: nothing about a person
 */
public record FaceElement(String name, String value, boolean open) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}");

    /** @throws IllegalArgumentException if the name is none or the value is empty */
    public FaceElement {
        Objects.requireNonNull(value, "value");
        if (!NAME.matcher(name).matches() || value.isEmpty()) {
            throw new IllegalArgumentException("元数据名称或内容无效 / not a name of a metadata element, or an empty value");
        }
    }

    /** The name only: a value may be personal data. */
    @Override
    public String toString() {
        return "FaceElement[" + name + "]";
    }
}
