package org.licensehub.hub.issuing.face;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is printed on a license face (照面); no personal data beyond what the face shows.
 *
 * @param title name of the license, in large print
 * @param subtitle a line below the title, or null
 * @param template id of a template data file
 * @param identifier license identifier (证照标识, GB/T 36904)
 * @param certificateNumber license number (证照编号, GB/T 36903)
 * @param fields in print order
 * @param issuer the issuing authority (证照颁发机构)
 * @param issueDate date of issue
 * @param validFrom first day of validity, or null if the face shows none
 * @param validTo last day of validity, or null for long-term (长期)
 * @param qrText what the QR code holds
 * @param elements what the file carries for machines, in order; no more than the face shows, see decision 0015
 */
public record FaceModel(String title, String subtitle, String template, String identifier, String certificateNumber,
                        List<FaceField> fields, String issuer, LocalDate issueDate, LocalDate validFrom,
                        LocalDate validTo, String qrText, List<FaceElement> elements) {

    /** Only {@code subtitle}, {@code validFrom} and {@code validTo} may be null. */
    public FaceModel {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(identifier, "identifier");
        Objects.requireNonNull(certificateNumber, "certificateNumber");
        fields = List.copyOf(fields);
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(issueDate, "issueDate");
        Objects.requireNonNull(qrText, "qrText");
        elements = List.copyOf(elements);
    }

    /** A face without metadata for machines. */
    public FaceModel(String title, String subtitle, String template, String identifier, String certificateNumber, List<FaceField> fields,
                     String issuer, LocalDate issueDate, LocalDate validFrom, LocalDate validTo, String qrText) {
        this(title, subtitle, template, identifier, certificateNumber, fields, issuer, issueDate, validFrom, validTo, qrText, List.of());
    }

    /** The same face with these metadata instead. */
    public FaceModel with(List<FaceElement> metadata) {
        return new FaceModel(title, subtitle, template, identifier, certificateNumber, fields, issuer, issueDate, validFrom, validTo, qrText, metadata);
    }

    /** The metadata by their names, in their order. */
    public Map<String, String> elementsByName() {
        Map<String, String> named = new LinkedHashMap<>();
        elements.forEach(element -> named.put(element.name(), element.value()));
        return named;
    }

    /** The identifier only: fields may be personal data. */
    @Override
    public String toString() {
        return "FaceModel[" + identifier + "]";
    }
}
