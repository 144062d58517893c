package org.licensehub.hub.audit;

import java.util.List;

/** Settles what answers rest on and use up, in the transaction that keeps their records: neither is ever there without the other. */
public interface AnswerLedger {

    /**
     * Called while the log's lock is held, which orders the answers and changes of all nodes: what was withdrawn before in the log holds
     * no more. Must not wait for a row that a change could hold, since that change may be waiting for the log.
     *
     * @param claims in the order of their records
     * @return for each, whether it holds; the record of one that does not is not kept, and its answer does not leave
     */
    List<Boolean> settle(List<AnswerClaim> claims);
}
