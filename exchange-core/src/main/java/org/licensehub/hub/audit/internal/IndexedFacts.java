package org.licensehub.hub.audit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
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

    static IndexedFacts of(JsonNode body) {
        return new IndexedFacts(body.get("sequence").asLong(), Instant.parse(body.get("at").asText()), body.get("actor").asText(),
                text(body, "operator"), text(body, "serviceItem"), text(body, "caseNumber"), outcome(body), licenseTypes(body));
    }

    /** A zero character can stand in a text of a caller and not in a column; one such record must not keep the index from following. */
    private static String text(JsonNode body, String name) {
        return body.path(name).isTextual() ? body.get(name).textValue().replace('\0', '\uFFFD') : null;
    }

    private static Outcome outcome(JsonNode body) {
        if (REFUSALS.contains(body.get("event").asText()) || body.has("refused")) {
            return Outcome.REFUSED;
        }
        boolean nothing = body.has("found") && !body.get("found").asBoolean() || body.path("licenses").isArray() && body.get("licenses").isEmpty();
        return nothing ? Outcome.NOTHING : Outcome.DONE;
    }

    /** Named, or part of the identifiers that are named. */
    private static Set<String> licenseTypes(JsonNode body) {
        Set<String> types = new TreeSet<>();
        // as pushed: of records that were refused it may be anything
        Optional.ofNullable(text(body, "licenseType")).filter(type -> TYPE.matcher(type).matches()).ifPresent(types::add);
        body.path("refusedTypes").forEach(type -> types.add(type.asText()));
        LicenseIdentifier.tryParse(text(body, "identifier")).ifPresent(identifier -> types.add(identifier.typeCode()));
        body.path("licenses").forEach(license -> LicenseIdentifier.tryParse(license.asText()).ifPresent(identifier -> types.add(identifier.typeCode())));
        return types;
    }
}
