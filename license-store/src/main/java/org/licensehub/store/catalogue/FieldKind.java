package org.licensehub.store.catalogue;

/** What a field's text must look like. */
public enum FieldKind {
    /** Any printable text. */
    TEXT,
    /** ISO date {@code yyyy-MM-dd}. */
    DATE,
    /** One of the definition's codes. */
    CODE,
    /** Decimal number: optional minus, up to 18 digits, up to 6 decimals. */
    NUMBER,
    /** Yuan: up to 15 digits and two decimals, not negative. */
    AMOUNT
}
