package org.licensehub.hub.sharing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.store.file.FileFormat;
import org.licensehub.store.model.LicenseState;

/**
 * The answers of this hub for other interfaces than its own: decided by the same grants and masks, from records that did not change
 * meanwhile, and in the log before they are returned. Nothing here asks the hub above.
 *
 * <p>Every method throws {@link org.licensehub.hub.platform.ProblemException} where a request to {@code /api/v1} would be answered with a
 * problem of that type, the refusal being in the log.
 */
public interface LicenseSharing {

    /** Longest time from now for which a copy may be good. */
    Duration LONGEST_COPY = Duration.ofDays(366);

    /** For how long a copy is good if nothing is said. */
    Duration USUAL_COPY = Duration.ofDays(30);

    /**
     * An answer with the proof that it is in the log.
     *
     * @param receipt of the last record, if the answer took several
     */
    record Answer<T>(T content, AuditReceipt receipt) {
    }

    /**
     * An annotated copy as it leaves.
     *
     * @param digest SM3, hexadecimal
     */
    record Copy(byte[] content, String digest) {
    }

    /**
     * What a copy is to be like.
     *
     * @param expires until when it may be used, within {@link #LONGEST_COPY}; {@code null} for thirty days
     * @param format {@code null} for that of the license type
     */
    record CopyWish(Instant expires, FileFormat format) {
    }

    /** What came of comparing claims with the library. */
    enum Claim {
        MATCH, NOT_YET_VALID, SUSPENDED, INVALID, NONE, MISMATCH
    }

    /**
     * What a license file is worth.
     *
     * @param known whether this very file was issued by a library of ours, or is an annotated copy made here, of the type asked about
     * @param copyExpired whether it is an annotated copy that must not be used any more
     * @param state state of its license; {@code null} unless {@code known}
     * @param standing what the state means today; {@code null} unless {@code known}
     */
    record CheckedFile(boolean sealValid, boolean known, boolean copyExpired, LicenseState state, LicenseState.Standing standing) {
    }

    /** All licenses of a holder of one type, ended ones as well. */
    Answer<List<SharedLicense>> search(ShareCaller caller, FiveElements elements, String licenseType, String holderCode, String holderCodeType);

    Answer<SharedLicense> data(ShareCaller caller, FiveElements elements, String identifier);

    /** An annotated copy of a license in force. */
    Answer<Copy> copy(ShareCaller caller, FiveElements elements, String identifier, CopyWish wish);

    /** Whether {@link #copy} would give one now, for whoever promises it for later. Returns if so. */
    AuditReceipt offerCopy(ShareCaller caller, FiveElements elements, String identifier, CopyWish wish);

    /** @param fields claimed metadata by field name; compared letter for letter after trimming */
    Answer<Claim> verifyInformation(ShareCaller caller, FiveElements elements, String licenseType, String holderCode, String holderCodeType,
            Map<String, String> fields);

    /** Checks a file; the caller needs the grant to verify licenses of the type whether or not the file is one. */
    Answer<CheckedFile> verifyFile(ShareCaller caller, FiveElements elements, String licenseType, byte[] content);
}
