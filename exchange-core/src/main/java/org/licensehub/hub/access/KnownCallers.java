package org.licensehub.hub.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Callers from memory, for requests that are too many to ask the database who sent them. What is remembered may be out of date; an answer
 * made from it names the {@linkplain KnownCaller#version() version} it rests on, and its record is kept only if that is still the one in force
 * (decision 0020).
 */
public interface KnownCallers {

    /** @return the caller that shows its live token and nothing else; empty for everybody else, who must go the ordinary way */
    Optional<KnownCaller> find(HttpServletRequest request);

    /** Forgets what turned out to be out of date. */
    void forget(KnownCaller caller);

    /** What came of holding a call to what its caller is registered with. */
    enum Admission {
        /** Let through, and counted. */
        ADMITTED,
        /** Refused, which is written and in the log. */
        REFUSED,
        /** To be refused by what memory says, which may be out of date: the ordinary way knows. */
        UNSETTLED
    }

    /** Holds a call to what the caller is registered with: networks, interfaces, calls a second and a day. */
    Admission admit(KnownCaller caller, HttpServletRequest request, HttpServletResponse response) throws IOException;
}
