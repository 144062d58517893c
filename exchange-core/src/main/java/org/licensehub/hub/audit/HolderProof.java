package org.licensehub.hub.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Proof of how many uses a holder has, and which: what was published, and the holder's place in it.
 *
 * @param through size of the log that it covers: uses before this position
 * @param holders entries of the map
 * @param mapRoot root of its tree, hexadecimal
 * @param published the record by which it was published
 * @param entry the holder's own; absent if there are no uses, which the two others prove then
 * @param before entry before the place where the holder's would be; absent if that is the first
 * @param after entry after it; absent if that is the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HolderProof(long through, long holders, String mapRoot, ProvenRecord published, ProvenEntry entry, ProvenEntry before, ProvenEntry after) {

    /**
     * A record that is in the log.
     *
     * @param body the exact text that is hashed
     * @param path from its leaf to the root of the head that comes with it (RFC 9162 section 2.1.3), hexadecimal
     */
    public record ProvenRecord(long position, String leafHash, String body, List<String> path) {
    }

    /**
     * An entry of the map.
     *
     * @param index its place, from 0
     * @param key {@link HolderMap#key} of a holder, hexadecimal
     * @param count how many uses; @param chain over them, hexadecimal
     * @param path from its leaf to the root of the map
     */
    public record ProvenEntry(long index, String key, long count, String chain, List<String> path) {
    }
}
