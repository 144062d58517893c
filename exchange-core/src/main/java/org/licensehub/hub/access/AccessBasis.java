package org.licensehub.hub.access;

/** On what ground somebody else's license is shown; the two stay apart in every answer and in the log. */
public enum AccessBasis {
    /** 依职能: a grant for a service item that the asking body handles by law. */
    DUTY,
    /** 授权用证: the holder's own consent, for what it names. */
    CONSENT
}
