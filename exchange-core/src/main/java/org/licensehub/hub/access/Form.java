package org.licensehub.hub.access;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An application form (表单) that licenses fill in: the fields it names are all that is shown for it.
 *
 * @param serviceItem code of the service item it belongs to
 * @param version counted up by each change
 * @param owner client id of whoever registered it, and alone changes it
 */
public record Form(String code, String name, String serviceItem, List<Field> fields, long version, String owner) {

    /**
     * @param name of the field in the form
     * @param licenseType license-type code
     * @param field name of the license's field
     */
    public record Field(String name, String licenseType, String field) {
    }

    /** Least data: the license fields that the form needs, by license type. */
    public Map<String, Set<String>> needs() {
        Map<String, Set<String>> needs = new TreeMap<>();
        fields.forEach(field -> needs.computeIfAbsent(field.licenseType(), type -> new TreeSet<>()).add(field.field()));
        return needs;
    }
}
