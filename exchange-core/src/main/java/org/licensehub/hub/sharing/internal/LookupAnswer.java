package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.licensehub.hub.access.AccessBasis;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.audit.AuditReceipt;

/**
 * Answer to a lookup.
 *
 * @param refusals license types asked for but not granted, and regions that a granted type is not granted for, each with what is missing;
 *     the same whatever licenses there are
 * @param next pass as {@code after} for the next page; absent at the end
 * @param above what the hubs above said, if they were asked
 * @param basis on what ground it was answered
 * @param receipt proof that this answer is in the audit log of this hub
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LookupAnswer(List<LicenseView> licenses, List<MissingGrant> refusals, UUID next, Above above, AccessBasis basis, AuditReceipt receipt) {

    /**
     * @param status ANSWERED, REFUSED, UNAVAILABLE or NONE (there is no hub above)
     * @param hub id of the hub above
     * @param receipt the answer's place in that hub's log
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Above(String status, String hub, List<MissingGrant> refusals, AuditReceipt receipt) {
    }

    LookupAnswer with(AuditReceipt place) {
        return new LookupAnswer(licenses, refusals, next, above, basis, place);
    }
}
