package org.licensehub.store.quality;

/**
 * One fault in one field. It never contains the field's value.
 *
 * @param field     field name of the type; {@value #UNPRINTABLE_NAME} for an unknown field whose name could itself hide
 *                  a personal number
 * @param code      {@link FaultCode#code()}
 * @param messageZh message for the department, Chinese
 * @param messageEn the same in English
 */
public record FieldFault(String field, String code, String messageZh, String messageEn) {

    /** Stands for the name of an unknown field that is not plain letters and underscores. */
    public static final String UNPRINTABLE_NAME = "(unknown)";
}
