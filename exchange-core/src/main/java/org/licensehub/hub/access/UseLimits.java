package org.licensehub.hub.access;

import java.util.Collection;
import org.licensehub.store.protection.HolderKey;

/**
 * How often licenses are used: by one caller for one purpose, and of one holder by all callers together. What is shed says when to come back
 * and is counted in the log. How often a caller calls at all is looked after where calls come in.
 */
public interface UseLimits {

    /**
     * Counts uses for a purpose.
     *
     * @param grantee a client id, or {@code peer:} and the id of a neighbour hub
     * @param holders how many holders it is about; those of a batch count one each
     * @throws org.licensehub.hub.platform.ProblemException 429 if there were too many for this purpose; none of them is counted then. 400 if
     *     there is no such item, or they are more than ever fit
     */
    void countForPurpose(String grantee, String serviceItem, int holders);

    /**
     * Counts a use of one holder's licenses.
     *
     * @throws org.licensehub.hub.platform.ProblemException 429 if there were too many
     */
    void countForHolder(String grantee, HolderKey holder);

    /** The same for a license that several hold. */
    default void countForHolders(String grantee, Collection<HolderKey> holders) {
        holders.forEach(holder -> countForHolder(grantee, holder));
    }

    /** @return whether one more use of this holder's licenses is within the limit, and counted; otherwise it is noted as shed */
    boolean holderHasRoom(String grantee, HolderKey holder);
}
