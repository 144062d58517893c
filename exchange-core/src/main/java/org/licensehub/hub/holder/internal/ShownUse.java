package org.licensehub.hub.holder.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import org.licensehub.hub.audit.HolderRecords;

/**
 * A use of a holder's licenses as the holder sees it. What is said of it stands in {@code body}, the exact text in the log.
 *
 * @param position in the log
 * @param caller client id of the system that asked, {@code peer:} and a hub for one of its callers, or {@code person:} and an account
 * @param organisation the body that runs the caller; absent for one that is not registered (any more)
 * @param statedOrganisation, operator, serviceItem, caseNumber, purpose the five elements as the caller gave them
 * @param onBehalfOf caller of the hub below
 * @param basis DUTY or CONSENT; absent where nothing was answered
 * @param outcome DONE, NOTHING (an answer that there is nothing) or REFUSED
 * @param path from the record to the root of the head; @param chain over this and all earlier uses
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownUse(long position, String time, String event, String outcome, String caller, String organisation, String statedOrganisation, String operator,
        String onBehalfOf, String serviceItem, String caseNumber, String purpose, String basis, Set<String> licenseTypes, String leafHash, String body,
        List<String> path, String chain) {

    static ShownUse of(HolderRecords.Use use, String organisation, String chain, ObjectMapper json) {
        JsonNode body = body(use, json);
        return new ShownUse(use.record().position(), text(body, "at"), text(body, "event"), use.outcome(), text(body, "actor"), organisation,
                text(body, "organisation"), text(body, "operator"), text(body, "onBehalfOf"), text(body, "serviceItem"), text(body, "caseNumber"),
                text(body, "purpose"), text(body, "basis"), use.licenseTypes(), use.record().leafHash(), use.record().body(), use.record().path(), chain);
    }

    /** What who has to answer is told: neither the holder's key nor what only proves. */
    ShownUse withoutProof() {
        return new ShownUse(position, time, event, outcome, caller, organisation, statedOrganisation, operator, onBehalfOf, serviceItem, caseNumber, purpose, basis,
                licenseTypes, null, null, null, null);
    }

    static String actor(HolderRecords.Use use, ObjectMapper json) {
        return text(body(use, json), "actor");
    }

    private static JsonNode body(HolderRecords.Use use, ObjectMapper json) {
        try {
            return json.readTree(use.record().body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Record " + use.record().position() + " of the log is not as it was written", e);
        }
    }

    private static String text(JsonNode body, String name) {
        return body.hasNonNull(name) ? body.get(name).asText() : null;
    }
}
