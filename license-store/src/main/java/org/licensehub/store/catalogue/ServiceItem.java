package org.licensehub.store.catalogue;

/**
 * A service item (事项) that grants and lookups refer to.
 *
 * @param code       item code; unique
 * @param name       Chinese name as in the authoritative list (同源)
 * @param department department that handles it
 * @param handling   kind of handling, e.g. 即办件
 * @param codeIsOurs true when the code was made up here because the list carries none
 */
public record ServiceItem(String code, String name, String department, String handling, boolean codeIsOurs) {
}
