package org.licensehub.hub.audit.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.store.number.LicenseIdentifier;

/** What a record can be found by. Read from the exact text that is in the log, which is never changed for it. */
record IndexedFacts(long sequence, Instant at, String actor, String operator, String serviceItem, String caseNumber, Outcome outcome,
        Set<String> licenseTypes) {

    /** What came of that which a record is about. */
    enum Outcome {
        DONE,
        /** An answer that there is nothing. */
        NOTHING,
        /** Refused for lack of a right, or because the state did not allow it. */
        REFUSED
    }

    private static final Pattern TYPE = Pattern.compile("[0-9A-Z]{21}");
    private static final Set<String> REFUSALS = Set.of(AuditEvent.ACCESS_REFUSED.name(), AuditEvent.CALL_REFUSED.name(),
            AuditEvent.ENVELOPE_REFUSED.name());

    /** Each record that is appended passes here, so its text is read once from front to end, and no tree is made of it. */
    static IndexedFacts read(JsonParser record) throws IOException {
        Map<String, String> texts = new HashMap<>();
        List<String> licenses = null;
        List<String> refusedTypes = List.of();
        long sequence = -1;
        boolean refused = false;
        boolean notFound = false;
        record.nextToken();
        while (record.nextToken() == JsonToken.FIELD_NAME) {
            String name = record.currentName();
            JsonToken value = record.nextToken();
            refused |= "refused".equals(name);
            notFound |= "found".equals(name) && value != JsonToken.VALUE_TRUE;
            if (value == JsonToken.VALUE_STRING) {
                texts.put(name, record.getText());
            } else if (value == JsonToken.START_ARRAY && "licenses".equals(name)) {
                licenses = strings(record);
            } else if (value == JsonToken.START_ARRAY && "refusedTypes".equals(name)) {
                refusedTypes = strings(record);
            } else if ("sequence".equals(name)) {
                sequence = record.getLongValue();
            } else {
                record.skipChildren();
            }
        }
        refused |= REFUSALS.contains(texts.get("event"));
        boolean nothing = notFound || licenses != null && licenses.isEmpty();
        return new IndexedFacts(sequence, Instant.parse(texts.get("at")), required(texts.get("actor")), column(texts.get("operator")),
                column(texts.get("serviceItem")), column(texts.get("caseNumber")), refused ? Outcome.REFUSED : nothing ? Outcome.NOTHING : Outcome.DONE,
                licenseTypes(texts, licenses == null ? List.of() : licenses, refusedTypes));
    }

    private static List<String> strings(JsonParser record) throws IOException {
        List<String> strings = new ArrayList<>();
        while (record.nextToken() != JsonToken.END_ARRAY) {
            if (record.currentToken() == JsonToken.VALUE_STRING) {
                strings.add(record.getText());
            } else {
                record.skipChildren();
            }
        }
        return strings;
    }

    private static String required(String text) {
        if (text == null) {
            throw new IllegalArgumentException("A record names who acted");
        }
        return text;
    }

    /** A zero character can stand in a text of a caller and not in a column; one such record must not keep the index from following. */
    private static String column(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    /** Named, or part of the identifiers that are named. */
    private static Set<String> licenseTypes(Map<String, String> texts, List<String> licenses, List<String> refusedTypes) {
        Set<String> types = new TreeSet<>(refusedTypes);
        // as pushed: of records that were refused it may be anything
        Optional.ofNullable(texts.get("licenseType")).filter(type -> TYPE.matcher(type).matches()).ifPresent(types::add);
        LicenseIdentifier.tryParse(texts.get("identifier")).ifPresent(identifier -> types.add(identifier.typeCode()));
        licenses.forEach(license -> LicenseIdentifier.tryParse(license).ifPresent(identifier -> types.add(identifier.typeCode())));
        return types;
    }
}
