package org.licensehub.hub.audit.internal.flags;

/** What an auditor would look for. */
enum FlagKind {
    /** No case number, or one that stands for none. */
    NO_CASE_NUMBER,
    /** One operator and many different holders in an hour or a day. */
    MANY_HOLDERS,
    /** Outside working hours or on a day off. */
    OFF_HOURS,
    /** Whoever acted is registered as the holder concerned. */
    OWN_RECORD,
    /** Far more than this caller's usual hour or day. */
    SUDDEN_RISE,
    /** Many different holders of one caller over many days. */
    SLOW_ENUMERATION,
    /** One number after the other was asked for. */
    SEQUENTIAL_NUMBERS
}
