package org.licensehub.hub.issuing.internal;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.licensehub.hub.issuing.face.FaceElement;
import org.licensehub.hub.issuing.face.FaceField;
import org.licensehub.hub.issuing.face.FaceModel;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.FieldKind;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.Sensitivity;
import org.licensehub.store.model.License;
import org.springframework.stereotype.Component;

/** Lays out which fields of a license go onto its face, in the order of its type. */
@Component
class FaceComposer {

    /** The face shows these in places of their own. */
    private static final List<String> PLACED = List.of("certificate_issuing_authority_name", "certificate_issuing_authority_date",
            "certificate_validate_start", "certificate_validate_end", "certificate_number");

    private static final Set<String> COMMON = Arrays.stream(CommonField.values()).map(CommonField::fieldName).collect(Collectors.toSet());

    private final HubProperties hub;

    FaceComposer(HubProperties hub) {
        this.hub = hub;
    }

    FaceModel compose(LicenseType type, License license, String identifier, Map<String, String> fields) {
        List<FaceField> shown = new ArrayList<>();
        for (FieldDefinition definition : type.fields()) {
            String value = fields.getOrDefault(definition.name(), "");
            if (definition.onFace() && !value.isBlank() && !PLACED.contains(definition.name())) {
                shown.add(new FaceField(definition.name(), definition.label(), printed(definition, value)));
            }
        }
        return new FaceModel(type.name(), null, type.faceTemplate(), identifier, fields.getOrDefault("certificate_number", ""), shown,
                fields.getOrDefault("certificate_issuing_authority_name", hub.name()), license.issueDate(), license.validFrom(),
                license.validTo(), hub.verifyUrl() + "?id=" + identifier, elements(type, identifier, fields));
    }

    /**
     * What the file tells machines: what the face shows to people, and what the standard asks for besides. A field that is kept off the face
     * stays out of the file, which goes to everybody who is shown the license.
     */
    static List<FaceElement> elements(LicenseType type, String identifier, Map<String, String> fields) {
        List<FaceElement> elements = new ArrayList<>();
        elements.add(new FaceElement("certificate_type_name", type.name(), true));
        elements.add(new FaceElement("certificate_type_code", type.code().toString(), true));
        elements.add(new FaceElement("certificate_identifier", identifier, true));
        for (FieldDefinition definition : type.fields()) {
            String value = fields.getOrDefault(definition.name(), "");
            boolean common = COMMON.contains(definition.name());
            boolean open = common && definition.sensitivity() == Sensitivity.PUBLIC;
            if (!value.isBlank() && (definition.onFace() || open || kindOfShownCode(definition, type))) {
                elements.add(new FaceElement(definition.name(), value, open));
            }
        }
        return elements;
    }

    /** Which kind of number the holder's code is tells nothing more than the code, and the code alone would not be understood. */
    private static boolean kindOfShownCode(FieldDefinition definition, LicenseType type) {
        return definition.name().equals(CommonField.HOLDER_TYPE.fieldName())
                && type.field(CommonField.HOLDER_CODE.fieldName()).filter(code -> code.onFace() || code.sensitivity() == Sensitivity.PUBLIC).isPresent();
    }

    /** Dates as people write them; all else as it was pushed. */
    private static String printed(FieldDefinition definition, String value) {
        if (definition.kind() != FieldKind.DATE) {
            return value;
        }
        try {
            LocalDate date = LocalDate.parse(value);
            return date.getYear() + "年" + date.getMonthValue() + "月" + date.getDayOfMonth() + "日";
        } catch (DateTimeParseException e) {
            return value;
        }
    }
}
