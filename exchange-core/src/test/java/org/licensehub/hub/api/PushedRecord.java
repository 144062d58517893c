package org.licensehub.hub.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.HolderCategory;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseType;

/** A correct record of any type as a department pushes it, to be changed by a test. Immutable: each change is a copy. */
final class PushedRecord {

    /** Sealed without a reviewer; a holder may have many. */
    static final String TAX_PROOF = "tax-payment-proof";
    /** Sealed without a reviewer; a holder has one at most; its number may be the holder's. */
    static final String EMPLOYMENT_CERTIFICATE = "employment-entrepreneurship-certificate";
    /** Goes through review; a holder may have many. */
    static final String FOOD_PERMIT = "food-business-permit";

    private static final Map<String, LicenseType> TYPES = JsonLicenseTypeCatalogue.load().all().stream()
            .collect(Collectors.toMap(LicenseType::slug, type -> type));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong KEYS = new AtomicLong();

    private final LicenseType type;
    private final Map<String, Object> envelope;
    private final Map<String, String> fields;

    private PushedRecord(LicenseType type, Map<String, Object> envelope, Map<String, String> fields) {
        this.type = type;
        this.envelope = envelope;
        this.fields = fields;
    }

    static PushedRecord aRecord() {
        return of(TYPES.get(TAX_PROOF));
    }

    /** A record of the type with that slug; same defaults otherwise. */
    PushedRecord of(String slug) {
        return of(TYPES.get(slug));
    }

    private static PushedRecord of(LicenseType type) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        long key = KEYS.incrementAndGet();
        envelope.put("source", "350205-test");
        envelope.put("sourceKey", "test-" + key);
        envelope.put("revision", 1);
        envelope.put("licenseType", type.code().value());
        Map<String, String> fields = new TreeMap<>();
        type.fields().stream().filter(FieldDefinition::required).forEach(field -> fields.put(field.name(), switch (field.kind()) {
            case TEXT -> "示例";
            case DATE -> "2024-02-29";
            case CODE -> field.codes().get(0);
            case NUMBER -> "12.5";
            case AMOUNT -> "1000.00";
        }));
        PushedRecord record = new PushedRecord(type, envelope, fields).with(CommonField.CERTIFICATE_NUMBER, "测" + key)
                .with(CommonField.ISSUER_NAME, "厦门市海沧区示例局").with(CommonField.ISSUER_CODE, "11350205DEM0000222")
                .with(CommonField.VALIDITY_START, "2024-02-29").with(CommonField.VALIDITY_END, "2099-02-28")
                .with(CommonField.AREA_CODE, "350205");
        return record.heldBy(type.holderCategory() == HolderCategory.ORGANISATION ? Holder.anOrganisation() : Holder.aPerson());
    }

    PushedRecord heldBy(Holder... holders) {
        return with(CommonField.HOLDER_NAME, joined(holders, Holder::name)).with(CommonField.HOLDER_CODE, joined(holders, Holder::number))
                .with(CommonField.HOLDER_TYPE, holders[0].type());
    }

    private static String joined(Holder[] holders, java.util.function.Function<Holder, String> part) {
        return Arrays.stream(holders).map(part).collect(Collectors.joining(","));
    }

    PushedRecord from(String source) {
        return enveloped("source", source);
    }

    PushedRecord keyed(String sourceKey) {
        return enveloped("sourceKey", sourceKey);
    }

    PushedRecord revision(long revision) {
        return enveloped("revision", revision);
    }

    /** Replaces or adds a property beside the fields. */
    PushedRecord enveloped(String property, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(envelope);
        changed.put(property, value);
        return new PushedRecord(type, changed, fields);
    }

    PushedRecord with(CommonField field, String value) {
        return with(field.fieldName(), value);
    }

    PushedRecord with(String field, String value) {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.put(field, value);
        return new PushedRecord(type, envelope, changed);
    }

    PushedRecord without(String field) {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.remove(field);
        return new PushedRecord(type, envelope, changed);
    }

    Map<String, String> fields() {
        return fields;
    }

    String field(CommonField field) {
        return field.in(fields);
    }

    String typeCode() {
        return type.code().value();
    }

    String sourceKey() {
        return String.valueOf(envelope.get("sourceKey"));
    }

    Holder holder() {
        return new Holder(CommonField.HOLDER_NAME.in(fields), CommonField.HOLDER_TYPE.in(fields),
                CommonField.HOLDER_CODE.in(fields).split(",")[0]);
    }

    /** The body of the push, on one line. */
    String json() {
        Map<String, Object> body = new LinkedHashMap<>(envelope);
        body.put("fields", fields);
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String codeOf(String slug) {
        return TYPES.get(slug).code().value();
    }
}
