package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.licensehub.hub.access.AccessBasis;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.audit.AuditReceipt;

/**
 * A page of what a search found.
 *
 * @param search stands in the audit record of each page and each license shown
 * @param next pass as {@code after} for the next page; absent at the end
 * @param refusals license types, or regions of them, that were not searched for lack of a grant, each with what is missing
 * @param withheld licenses of this page that were found and not shown, since a grant was withdrawn or used up meanwhile
 * @param indexing licenses from before an update that number and names do not find yet; absent if there are none
 * @param receipt proof that this page is in the audit log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LicenseSearchAnswer(UUID search, List<Found> items, String next, List<MissingGrant> refusals, int withheld, Long indexing, AccessBasis basis,
        AuditReceipt receipt) {

    /** @param receipt proof that showing this license is in the audit log */
    record Found(LicenseView license, AuditReceipt receipt) {
    }
}
