package org.licensehub.hub.intake.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.licensehub.connectors.SharedRecord;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;

/**
 * A record as pushed.
 *
 * @param source source the record belongs to, one of the caller's own
 * @param sourceKey the department's own key of the record; may be an ID number and is treated as one
 * @param revision the department's revision of the record, from 1
 * @param licenseType 21-character license-type code (证照类型代码)
 * @param fields metadata elements by their GB/T 36903 names, and extensions {@code KZ_…}
 * @param time when the record was made at the department; default now
 */
record PushRequest(String source, String sourceKey, Long revision, @JsonProperty("licenseType") String licenseType,
        Map<String, String> fields, Instant time) {

    private static final int LONGEST_KEY = 200;
    private static final Pattern TYPE_CODE = Pattern.compile("[0-9A-Z]{21}");

    /** @throws ProblemException naming the field at fault */
    SharedRecord toRecord(Caller caller, Clock clock) {
        require("source", source);
        if (!caller.sources().contains(source)) {
            throw new ProblemException(ProblemType.FOREIGN_SOURCE, "source: 不是本调用方登记的数据来源 / not a source of this caller")
                    .at("source", "foreign_source", "不是本调用方登记的数据来源", "not a source of this caller");
        }
        require("sourceKey", sourceKey);
        require("licenseType", licenseType);
        if (!TYPE_CODE.matcher(licenseType).matches()) {
            // kept in clear, so it must not be any text
            throw ProblemException.invalid("licenseType", "bad_number_format", "须为 21 位证照类型代码", "is a license-type code of 21 characters");
        }
        if (revision == null || revision < 1) {
            throw ProblemException.invalid("revision", "out_of_range", "版本号从 1 开始", "is a whole number from 1");
        }
        if (fields == null || fields.isEmpty()) {
            throw ProblemException.invalid("fields", "missing_field", "缺少元数据", "is required");
        }
        fields.forEach((name, value) -> {
            if (value == null) {
                throw ProblemException.invalid("fields", "null_value", "字段值不得为 null", "a field must not be null; leave it out");
            }
        });
        return new SharedRecord(licenseType, source, sourceKey, revision, fields, time == null ? clock.instant() : time);
    }

    private static void require(String field, String value) {
        if (value == null || value.isBlank() || value.length() > LONGEST_KEY) {
            throw ProblemException.invalid(field, "missing_field", "不可缺少且不超过 200 字", "is required, at most 200 characters");
        }
    }
}
