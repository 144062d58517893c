package org.licensehub.hub.national.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.platform.ProblemException;

/**
 * The five elements of a call of the national interface. Its requests have a place for the purpose and, as some clients use it, for the
 * service item; the rest comes from fields of the national share service where they are sent, or is registered for the caller.
 *
 * @param defaulted names of those that were not in the call
 */
record StatedElements(FiveElements elements, List<String> defaulted) {

    /**
     * @param organisation of the caller as it is registered
     * @throws ProblemException naming the first element that neither the call nor the registration has, or any that is not acceptable
     */
    static StatedElements of(ShareRequests.CallContext context, ShareTerms terms, String organisation) {
        JsonNode cause = isNothing(context.useCause()) ? context.certificateCopyCause() : context.useCause();
        ObjectNode detailed = ShareRequests.objectIn(cause);
        List<String> defaulted = new ArrayList<>();
        String purpose = detailed.isEmpty() ? text(cause) : first(text(detailed.get("certificateCopyCause")), text(detailed.get("certificateMatterName")));
        String item = first(text(detailed.get("certificateEventCode")), context.itemCode());
        FiveElements elements = new FiveElements(
                or(context.orgName(), organisation, "organisation", defaulted),
                required("username", or(context.username(), terms.operator(), "operator", defaulted)),
                required("useCause.certificateEventCode", or(item, terms.serviceItem(), "serviceItem", defaulted)),
                required("businessCode", or(context.businessCode(), terms.caseNumber(), "caseNumber", defaulted)),
                required("useCause", purpose));
        return new StatedElements(elements.requireComplete(), List.copyOf(defaulted));
    }

    /** Clients send what they do not know as null or as an empty text. */
    private static boolean isNothing(JsonNode value) {
        return value == null || value.isNull() || value.isTextual() && value.textValue().isBlank();
    }

    private static String text(JsonNode value) {
        return value != null && value.isValueNode() && !value.isNull() ? value.asText().strip() : null;
    }

    private static String first(String one, String other) {
        return one == null || one.isBlank() ? other : one;
    }

    private static String or(String stated, String registered, String name, List<String> defaulted) {
        if (stated != null && !stated.isBlank()) {
            return stated.strip();
        }
        if (registered != null) {
            defaulted.add(name);
        }
        return registered;
    }

    private static String required(String name, String value) {
        return ShareRequests.required(name, value);
    }
}
