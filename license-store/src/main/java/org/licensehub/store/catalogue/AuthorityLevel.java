package org.licensehub.store.catalogue;

/** Level of an issuing or defining body (机构级别), GB/T 36902 as coded in practice. */
public enum AuthorityLevel {
    NATIONAL("国家级"),
    PROVINCE("省部级"),
    CITY("地市级"),
    DISTRICT("区县级"),
    TOWN("乡镇级"),
    OTHER("其他");

    private final String label;

    AuthorityLevel(String label) {
        this.label = label;
    }

    /** Chinese label. */
    public String label() {
        return label;
    }
}
