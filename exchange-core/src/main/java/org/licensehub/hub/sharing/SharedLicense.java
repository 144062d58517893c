package org.licensehub.hub.sharing;

import java.util.List;
import java.util.Map;
import org.licensehub.store.model.LicenseState;

/**
 * A license as one caller may see it.
 *
 * @param identifier GB/T 36904 identifier
 * @param licenseType 21-character type code
 * @param version version of the license, from 1
 * @param state state in the library
 * @param standing what that means today, dates considered
 * @param fields metadata by GB/T 36903 names; those named in {@code masked} are masked
 */
public record SharedLicense(String identifier, String licenseType, String licenseTypeName, int version, LicenseState state,
        LicenseState.Standing standing, Map<String, String> fields, List<String> masked) {

    @Override
    public String toString() {
        return "SharedLicense[" + identifier + ", " + state + "]";
    }
}
