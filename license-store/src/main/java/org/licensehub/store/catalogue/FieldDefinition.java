package org.licensehub.store.catalogue;

import java.util.List;

/**
 * One field of a license type.
 *
 * @param name        metadata element name: GB/T 36903 English name, or {@code KZ_} and pinyin initials (业务扩展项)
 * @param label       Chinese label on the face and in messages
 * @param labelEn     English label
 * @param kind        what the text must look like
 * @param required    whether a record without it is refused
 * @param maxLength   longest text, in code points, 1 to 4000
 * @param sensitivity what its disclosure harms
 * @param mask        how it is shown to a caller without a grant for it
 * @param codes       allowed texts of a {@link FieldKind#CODE} field, otherwise empty
 * @param onFace      whether it is printed on the face (照面)
 */
public record FieldDefinition(String name, String label, String labelEn, FieldKind kind, boolean required,
        int maxLength, Sensitivity sensitivity, Mask mask, List<String> codes, boolean onFace) {

    public FieldDefinition {
        codes = List.copyOf(codes);
    }
}
