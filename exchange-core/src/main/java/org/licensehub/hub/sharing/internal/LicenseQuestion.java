package org.licensehub.hub.sharing.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.sharing.internal.LicenseSearchRequest.Period;
import org.licensehub.store.model.LicenseState;

/**
 * A search whose parts are well-formed.
 *
 * @param words made alike, see {@link SearchedWord}
 * @param areaCode six digits, or {@code null}
 */
record LicenseQuestion(Map<SearchedWord, String> words, String identifier, String issuerCode, Set<String> licenseTypes, Set<LicenseState> states,
        String areaCode, Period issued, Period valid, FiveElements elements, int limit) {

    /** Names of the criteria that are given. */
    List<String> soughtBy() {
        return List.copyOf(parts().keySet());
    }

    /** The same text for the same question, however large its pages and whoever asks. It holds what may be personal: to be digested only. */
    String text() {
        return parts().toString();
    }

    private Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        words.forEach((word, text) -> parts.put(word.name(), text));
        put(parts, "identifier", identifier);
        put(parts, "issuerCode", issuerCode);
        put(parts, "licenseTypes", licenseTypes.isEmpty() ? null : new TreeSet<>(licenseTypes));
        put(parts, "states", states.isEmpty() ? null : new TreeSet<>(states));
        put(parts, "areaCode", areaCode);
        put(parts, "issued", issued.from() == null && issued.to() == null ? null : issued);
        put(parts, "valid", valid.from() == null && valid.to() == null ? null : valid);
        return parts;
    }

    private static void put(Map<String, String> parts, String name, Object value) {
        if (value != null) {
            parts.put(name, value.toString());
        }
    }

    /** What the log may say in clear of it: nothing that names a holder or a license. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("soughtBy", new ArrayList<>(soughtBy()));
        facts.put("soughtTypes", licenseTypes.isEmpty() ? null : new ArrayList<>(new TreeSet<>(licenseTypes)));
        facts.put("soughtArea", areaCode);
        facts.put("soughtIssuer", issuerCode);
        return facts;
    }

    @Override
    public String toString() {
        return "LicenseQuestion[" + licenseTypes + ", " + states + ", " + areaCode + "]";
    }
}
