package org.licensehub.hub.audit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.licensehub.store.protection.HolderKey;

/** What the log holds about one holder, with proofs that a stranger checks ({@link HolderViewVerifier}). */
public interface HolderRecords {

    /**
     * The newest index that was published.
     *
     * @param number counted up by each; @param through size of the log that it covers
     */
    record Published(long number, long through) {
    }

    /**
     * A use of a holder's licenses.
     *
     * @param outcome DONE, NOTHING or REFUSED, as the search of the log has it
     * @param licenseTypes that it names, or that stand in the identifiers it names
     */
    record Use(HolderProof.ProvenRecord record, String outcome, Set<String> licenseTypes) {
    }

    Optional<Published> published();

    Optional<TreeHead> headOf(long size);

    /**
     * Uses of a holder's licenses in the order of the log.
     *
     * @param from first position; @param size end of the log, exclusive
     * @return each with its place in the tree of that size
     */
    List<Use> uses(HolderKey holder, long from, long size, int limit);

    /** Those of some positions that are uses of this holder's licenses, without proof. */
    List<Use> usesAt(HolderKey holder, List<Long> positions);

    /**
     * How many uses there are, and which.
     *
     * @param publication number of a published index; @param size of a head of the log that holds its record
     * @return empty if it is not kept any more
     */
    Optional<HolderProof> proof(HolderKey holder, long publication, long size);
}
