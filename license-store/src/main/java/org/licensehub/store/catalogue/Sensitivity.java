package org.licensehub.store.catalogue;

/** How much harm the disclosure of a field does, lowest first. */
public enum Sensitivity {
    /** May stand on a public notice. */
    PUBLIC,
    /** For government use; no personal data. */
    INTERNAL,
    /** Personal information. */
    PERSONAL,
    /** Sensitive personal information or a business secret. */
    SENSITIVE
}
