package org.licensehub.hub.access;

/** Parts of the API that a caller can be narrowed to, beyond what its scopes open. */
public enum CallerInterface {
    /** Push single records and see where they stand. */
    RECORDS,
    /** Push streams of records. */
    RECORD_BATCHES,
    /** Read and correct what failed the quality gate. */
    QUARANTINE,
    REVIEWS,
    /** Suspend, resume, end licenses. */
    LICENSE_STATES,
    /** Learn beforehand what would be allowed. */
    ACCESS_TRIALS,
    /** Ask for grants and decide about them. */
    GRANT_REQUESTS,
    /** Give, list and withdraw the consent of holders. */
    CONSENTS,
    /** Register forms and have them filled from licenses. */
    FORMS,
    /** Publish waiver lists and check applicants against them. */
    WAIVER_LISTS,
    /** Report licenses that should be here, and act on such reports. */
    MISSING_LICENSES,
    /** Show holders the uses of their licenses, and pass their objections on. */
    HOLDER_VIEWS,
    /** Read and answer objections of holders. */
    OBJECTIONS,
    /** Look licenses up by holder. */
    LOOKUPS,
    /** Look up to a thousand holders up in one question. */
    LOOKUP_BATCHES,
    /** Find licenses by what is known of them. */
    LICENSE_SEARCHES,
    LICENSE_DATA,
    /** The license files themselves. */
    LICENSE_FILES,
    /** Annotated copies for one use. */
    LICENSE_COPIES,
    INFORMATION_CHECKS,
    FILE_CHECKS,
    SEALS,
    AUDIT,
    /** Callers, grants, neighbours, connectors, statistics, accounts. */
    ADMINISTRATION
}
