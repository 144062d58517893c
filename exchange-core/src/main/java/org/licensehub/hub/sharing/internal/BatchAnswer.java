package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.licensehub.hub.access.AccessBasis;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.hub.audit.AuditReceipt;

/**
 * Answer to a batch: one item for each holder, in the order of the question.
 *
 * @param batch stands in the audit record of each item
 * @param refusals license types, or regions of them, that are not granted, each with what is missing; the same for all holders
 * @param basis on what ground it was answered: DUTY
 */
record BatchAnswer(UUID batch, List<Item> items, List<MissingGrant> refusals, AccessBasis basis) {

    /** What came of one holder. */
    enum Outcome {
        /** At least one license, every field shown. */
        FOUND,
        /** At least one license, some fields masked. */
        MASKED,
        /** No license of the types that are granted. */
        NONE,
        /** No license, and a grant was withdrawn, ended or used up meanwhile: of its type nothing is said. */
        DENIED,
        /** No answer; {@code reason} says why. */
        COULD_NOT_ASK
    }

    /**
     * @param index place in the question, from 0
     * @param reason {@code quota} or {@code no_grant} with DENIED; {@code bad_number}: no number of its type; {@code changing}: the holder's licenses change too fast, ask again;
     *     {@code too_often}: this holder is asked for too often, by all callers together
     * @param lostTypes license types that were granted when the question came and not any more when this item was recorded: nothing is said of them
     * @param next there are more licenses: pass it as {@code after} in a lookup of this holder alone
     * @param receipt proof that this part of the answer is in the audit log
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(int index, Outcome outcome, String reason, List<LicenseView> licenses, List<String> lostTypes, UUID next, AuditReceipt receipt) {

        static Item couldNotAsk(int index, String reason) {
            return new Item(index, Outcome.COULD_NOT_ASK, reason, null, null, null, null);
        }

        static Item of(int index, LookupAnswer answer, AccessDecision decision, List<String> lost) {
            boolean nothing = answer.licenses().isEmpty();
            Outcome outcome = nothing && !lost.isEmpty() ? Outcome.DENIED : nothing ? Outcome.NONE
                    : answer.licenses().stream().allMatch(license -> license.masked().isEmpty()) ? Outcome.FOUND : Outcome.MASKED;
            boolean usedUp = decision.missing().stream().anyMatch(missing -> missing.missing() == MissingGrant.Part.QUOTA);
            String reason = outcome != Outcome.DENIED ? null : usedUp ? "quota" : "no_grant";
            return new Item(index, outcome, reason, answer.licenses(), lost.isEmpty() ? null : lost, answer.next(), answer.receipt());
        }
    }
}
