package org.licensehub.store.catalogue;

import java.util.Map;

/** The metadata elements every license type has, by their GB/T 36903 English names. */
public enum CommonField {
    /** 证照编号. */
    CERTIFICATE_NUMBER("certificate_number", true),
    /** 持证主体; several names are separated by commas. */
    HOLDER_NAME("certificate_holder_name", true),
    /** 持证主体代码; as many as there are names, separated by commas. */
    HOLDER_CODE("certificate_holder_code", true),
    /** 持证主体代码类型代码: one for all holders, or one for each, separated by commas. */
    HOLDER_TYPE("certificate_holder_type", true),
    /** 证照颁发机构. */
    ISSUER_NAME("certificate_issuing_authority_name", true),
    /** 证照颁发机构代码, a unified social credit code. */
    ISSUER_CODE("certificate_issuing_authority_code", true),
    /** 证照颁发日期. */
    ISSUE_DATE("certificate_issuing_authority_date", true),
    /** 证照有效期起始日期. */
    VALIDITY_START("certificate_validate_start", false),
    /** 证照有效期截止日期; empty, 9999-12-30 or 9999-12-31 mean long-term. */
    VALIDITY_END("certificate_validate_end", false),
    /** 所属管辖属地编码, GB/T 2260. */
    AREA_CODE("certificate_area_code", true);

    private final String fieldName;
    private final boolean alwaysRequired;

    CommonField(String fieldName, boolean alwaysRequired) {
        this.fieldName = fieldName;
        this.alwaysRequired = alwaysRequired;
    }

    /** Name in the field map of a record. */
    public String fieldName() {
        return fieldName;
    }

    /** Whether every type requires it. */
    public boolean alwaysRequired() {
        return alwaysRequired;
    }

    /** The field's text in a record, the empty string where it is absent. */
    public String in(Map<String, String> fields) {
        String value = fields.get(fieldName);
        return value == null ? "" : value;
    }
}
