package org.licensehub.hub.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which papers an applicant need not bring (免提交证照清单, L11): the materials of one service item and the license types that stand for them.
 *
 * @param serviceItem code of the service item
 * @param version counted up by each change
 * @param owner client id of whoever published it, and alone changes it
 */
public record WaiverList(String serviceItem, List<Material> materials, long version, String owner, Instant publishedAt) {

    /**
     * A required material (申请材料).
     *
     * @param code of the material, once in its list
     * @param name what the applicant is told
     * @param licenseTypes license-type codes, any one of which takes its place; none: it is brought on paper
     */
    public record Material(String code, String name, Set<String> licenseTypes) {
    }

    /** All license types that take the place of some material. */
    public Set<String> licenseTypes() {
        Set<String> types = new TreeSet<>();
        materials.forEach(material -> types.addAll(material.licenseTypes()));
        return types;
    }
}
