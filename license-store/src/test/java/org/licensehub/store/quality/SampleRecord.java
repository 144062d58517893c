package org.licensehub.store.quality;

import java.util.HashMap;
import java.util.Map;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.catalogue.HolderCategory;
import org.licensehub.store.catalogue.LicenseType;

/** A correct record of any type, to be spoiled by a test. */
final class SampleRecord {

    private final Map<String, String> fields = new HashMap<>();

    private SampleRecord(LicenseType type) {
        type.fields().forEach(field -> fields.put(field.name(), switch (field.kind()) {
            case TEXT -> "示例";
            case DATE -> "2024-02-29";
            case CODE -> field.codes().get(0);
            case NUMBER -> "12.5";
            case AMOUNT -> "1000.00";
        }));
        boolean person = type.holderCategory() == HolderCategory.NATURAL_PERSON;
        with(CommonField.HOLDER_NAME, "示例人");
        with(CommonField.HOLDER_TYPE, person ? "111" : "001");
        with(CommonField.HOLDER_CODE, person ? "11010519491231002X" : "91350206DEM000065M");
        with(CommonField.ISSUER_CODE, "11350206DEM000014M");
        with(CommonField.VALIDITY_END, "2029-02-28");
        with(CommonField.AREA_CODE, "350206");
    }

    static SampleRecord of(LicenseType type) {
        return new SampleRecord(type);
    }

    SampleRecord with(CommonField field, String value) {
        return with(field.fieldName(), value);
    }

    SampleRecord with(String field, String value) {
        fields.put(field, value);
        return this;
    }

    SampleRecord without(CommonField field) {
        fields.remove(field.fieldName());
        return this;
    }

    Map<String, String> fields() {
        return fields;
    }
}
