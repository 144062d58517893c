package org.licensehub.hub.demo.synthetic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One synthetic license record as a department would push it.
 *
 * @param typeCode     21-character license type code
 * @param source       the pushing department's system, e.g. {@code 350205-market-regulation}
 * @param sourceKey    key within the source, unique there; can be the license number and thus an ID number
 * @param revision     1 for a first push
 * @param fields       metadata and type-specific fields in the order of the type
 * @param issuingLevel DISTRICT, CITY or PROVINCE
 * @param areaCode     division of the issuing hub: 350205, 350206, 350200 or 350000, also where the field is spoiled
 * @param fault        how the record was spoiled, empty for a good one
 */
public record SyntheticRecord(String typeCode, String source, String sourceKey, long revision,
        Map<String, String> fields, String issuingLevel, String areaCode, Optional<InjectedFault> fault) {

    public SyntheticRecord {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Without fields and source key, which can hold numbers that the hub treats as personal. */
    @Override
    public String toString() {
        return "SyntheticRecord[" + typeCode + ", " + source + ", " + fault.map(Enum::name).orElse("good") + "]";
    }
}
