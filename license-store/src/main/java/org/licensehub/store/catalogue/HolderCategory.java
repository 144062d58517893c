package org.licensehub.store.catalogue;

/** Who can hold a license of a type (持证主体类别), GB/T 36902. */
public enum HolderCategory {
    NATURAL_PERSON("自然人"),
    ORGANISATION("法人和其他组织"),
    MIXED("混合");

    private final String label;

    HolderCategory(String label) {
        this.label = label;
    }

    /** Chinese label. */
    public String label() {
        return label;
    }
}
