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

    /**
     * Holds a call to what the caller is registered with: networks, interfaces, calls a day. One that is let through is counted.
     *
     * @return whether it was refused; then the refusal is recorded and written
     */
    boolean refuse(KnownCaller caller, HttpServletRequest request, HttpServletResponse response) throws IOException;
}
