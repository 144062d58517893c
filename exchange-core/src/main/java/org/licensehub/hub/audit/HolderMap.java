package org.licensehub.hub.audit;

import java.nio.ByteBuffer;
import java.util.List;
import org.licensehub.signing.Sm3;
import org.licensehub.store.protection.HolderKey;

/**
 * The holder index (主体索引) as a stranger computes it: one entry for each holder that has uses in the log, sorted by key, as leaves of a Merkle tree
 * (RFC 9162 with SM3). An entry says how many uses there are up to a size of the log and which, by a chain of hashes over their positions and leaf
 * hashes. So an entry proves that a list of uses is whole, and two entries that are neighbours prove that there is nothing between them.
 */
public final class HolderMap {

    /** Records that are uses of a holder's licenses, or look at something of that person. Each publication names those it counted. */
    public static final List<AuditEvent> USES = List.of(AuditEvent.LOOKUP_ANSWERED, AuditEvent.ACCESS_REFUSED, AuditEvent.DATA_ANSWERED,
            AuditEvent.FILE_DOWNLOADED, AuditEvent.FILE_COPIED, AuditEvent.DOWNLOAD_OFFERED, AuditEvent.INFORMATION_VERIFIED, AuditEvent.FILE_VERIFIED,
            AuditEvent.MISSING_LICENSE_REPORTED, AuditEvent.MISSING_LICENSE_READ, AuditEvent.HOLDER_VIEW_READ);

    private static final byte[] CHAIN = {2};
    private static final byte[] KEY = {3};

    private HolderMap() {
    }

    /** Key of a holder in the map: of neighbours in a proof of absence, nobody learns the key under which the log knows them. */
    public static byte[] key(HolderKey holder) {
        return Sm3.digest(KEY, holder.bytes());
    }

    /** Chain of a holder without uses. */
    public static byte[] start() {
        return new byte[Sm3.LENGTH];
    }

    /** Chain with one more use. @param position in the log; @param leafHash of the record there */
    public static byte[] next(byte[] chain, long position, byte[] leafHash) {
        return Sm3.digest(CHAIN, chain, number(position), leafHash);
    }

    /** Leaf of the map's tree. */
    public static byte[] entry(byte[] key, long count, byte[] chain) {
        return MerkleTree.leafHash(ByteBuffer.allocate(key.length + Long.BYTES + chain.length).put(key).putLong(count).put(chain).array());
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
