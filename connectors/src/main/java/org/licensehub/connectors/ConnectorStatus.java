package org.licensehub.connectors;

import java.time.Instant;
import java.util.Optional;

/**
 * How one connector is doing. Safe to show: holds no file name, key or value.
 *
 * @param id                  the connector
 * @param template            its template
 * @param state               what it is doing
 * @param moved               records and envelopes handed on since start, repeated ones included
 * @param consecutiveFailures failed polls in a row; 0 when the last one succeeded
 * @param lastSuccess         end of the last poll without failure
 * @param lastFailure         short reason of the last failure, kept after recovery
 * @param nextAttempt         when a connector that backs off tries again
 */
public record ConnectorStatus(String id, String template, State state, long moved, int consecutiveFailures,
                              Optional<Instant> lastSuccess, Optional<String> lastFailure,
                              Optional<Instant> nextAttempt) {

    /** What a connector is doing. */
    public enum State {
        /** Polls at its ordinary pace. */
        RUNNING,
        /** The last poll failed; it waits longer before each further one, up to its cap. */
        BACKING_OFF,
        /** Not started, or stopped on request. */
        STOPPED
    }
}
