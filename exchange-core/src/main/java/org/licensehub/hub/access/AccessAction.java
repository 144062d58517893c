package org.licensehub.hub.access;

/** What a grant allows to do with licenses of a type. */
public enum AccessAction {
    LOOKUP, DATA, FILE, VERIFY
}
