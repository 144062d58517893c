package org.licensehub.hub.audit;

/** What is recorded for auditors. {@code docs/audit-events.md} explains each; a test keeps the two alike. */
public enum AuditEvent {
    /** A pushed record passed the quality gate. */
    RECORD_ACCEPTED,
    /** A pushed record failed the quality gate and is kept in quarantine. */
    RECORD_QUARANTINED,
    /** The same revision was pushed again with other content. */
    RECORD_CONFLICT,
    /** A record in quarantine or sent back was corrected. */
    RECORD_CORRECTED,
    /** A reviewer opened a case and saw its content. */
    REVIEW_OPENED,
    REVIEW_APPROVED,
    REVIEW_RETURNED,
    LICENSE_ISSUED,
    /** A license could not be rendered or sealed and went back to draft. */
    LICENSE_NOT_ISSUED,
    LICENSE_SUSPENDED,
    LICENSE_RESUMED,
    /** A license ended: cancelled, withdrawn, revoked, expired, voided or replaced; the details say which. */
    LICENSE_ENDED,
    /** A lookup by holder code was answered. */
    LOOKUP_ANSWERED,
    /** A lookup, data, file or verification request was refused for lack of a grant or of a usable consent. */
    ACCESS_REFUSED,
    /** Licenses were searched for by what is known of them; one record for each page. */
    LICENSES_SEARCHED,
    /** A license was shown as found by a search. */
    LICENSE_FOUND,
    /** License data was given by identifier. */
    DATA_ANSWERED,
    /** A sealed file was handed out. */
    FILE_DOWNLOADED,
    /** An annotated copy of a license was made and handed out. */
    FILE_COPIED,
    /** A caller was given an address under which it gets an annotated copy once. */
    DOWNLOAD_OFFERED,
    /** A claim about a license was checked against the library. */
    INFORMATION_VERIFIED,
    /** A license file was checked. */
    FILE_VERIFIED,
    /** A license file got a further time-stamp before its last one ended. */
    FILE_PRESERVED,
    CALLER_REGISTERED,
    /** What a caller is held to, or one of its ways in, was changed. */
    CALLER_CHANGED,
    /** A person's account was created, confirmed, given a new password or locked out. */
    ACCOUNT_CHANGED,
    /** A person logged in. */
    LOGGED_IN,
    /** A call was refused before it reached what it asked for; the details say why. */
    CALL_REFUSED,
    GRANT_CHANGED,
    /** A department asked for a grant. */
    GRANT_REQUESTED,
    /** A request for a grant was approved, in whole or in part, or refused. */
    GRANT_REQUEST_DECIDED,
    /** Nobody decided about a request in time; the security administrator may now. */
    GRANT_REQUEST_OVERDUE,
    /** A holder agreed that somebody may see fields of a license. */
    CONSENT_GIVEN,
    CONSENT_WITHDRAWN,
    /** A holder's consents were listed. */
    CONSENTS_READ,
    /** A form that licenses fill in was registered or changed. */
    FORM_REGISTERED,
    /** Which papers an applicant for a service item need not bring was published or changed. */
    WAIVER_LIST_PUBLISHED,
    /** A license that should be here was looked for in vain. */
    MISSING_LICENSE_REPORTED,
    /** Who has to act on a missing license read for whom it is. */
    MISSING_LICENSE_READ,
    /** A missing license arrived, or there is none. */
    MISSING_LICENSE_CLOSED,
    /** Who decides about grants on a license type and region was registered or removed. */
    LICENSE_OWNER_CHANGED,
    /** An electronic seal was applied for. */
    SEAL_APPLIED,
    /** One of two people approved a seal. */
    SEAL_APPROVED,
    SEAL_REJECTED,
    SEAL_MADE,
    SEAL_FILED,
    SEAL_IN_USE,
    SEAL_SUSPENDED,
    SEAL_RESUMED,
    /** A seal was replaced by its successor. */
    SEAL_CHANGED,
    SEAL_CANCELLED,
    /** A seal was asked for together with a license. */
    SEAL_WISHED,
    /** A license came in from a neighbour hub. */
    ENVELOPE_RECEIVED,
    /** An envelope of a neighbour was refused. */
    ENVELOPE_REFUSED,
    /** A neighbour hub was told whether a license that was sent to it is still so. */
    LICENSE_CONFIRMED,
    /** The log was read or exported. */
    LOG_READ,
    /** An auditor searched the log, or exported what a search found. */
    LOG_SEARCHED,
    /** A month of the log was dropped, since the time for which it is kept was over. */
    LOG_MONTH_DROPPED,
    /** Something the log needs is used up to seven tenths, or to a tenth more than at the alarm before. */
    LOG_ALARM,
    /** An auditor asked for a search of the log by holder. */
    HOLDER_SEARCH_REQUESTED,
    /** A second auditor confirmed a search of the log by holder. */
    HOLDER_SEARCH_CONFIRMED,
    /** Something an auditor would look for was found in the log, or noticed when it was asked for. */
    FLAG_RAISED,
    /** An auditor read flags. */
    FLAGS_READ,
    /** An auditor looked into a flag and closed it. */
    FLAG_CLOSED,
    /** It was registered, or taken back, which holder somebody is who acts. */
    OPERATOR_HOLDER_CHANGED,
    /** How many uses each holder has in the log so far was published, as the root of a map. */
    HOLDER_INDEX_PUBLISHED,
    /** A holder, through a system that acts for it, read the uses of its licenses or its objections. */
    HOLDER_VIEW_READ,
    /** A holder objected to uses of its licenses. */
    OBJECTION_RAISED,
    /** The organisation that has to answer an objection read it. */
    OBJECTION_READ,
    OBJECTION_ANSWERED,
    /** Nobody answered an objection in time. */
    OBJECTION_OVERDUE
}
