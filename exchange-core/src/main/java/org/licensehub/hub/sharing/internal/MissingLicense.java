package org.licensehub.hub.sharing.internal;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * A license that should be in the library and is not (缺失登记, L10). Says for whom only by its id; the body that has to act reads the holder's number
 * one task at a time, and each reading is in the log.
 *
 * @param issuerCode unified social credit code of the issuing body as the reporter knows it, or {@code null}
 * @param owner client id of the body that has to act; {@code null}: the administrators
 * @param reports how often it was looked for in vain
 * @param license identifier of the license that arrived, or {@code null}
 */
record MissingLicense(UUID id, String licenseType, String areaCode, @Schema(types = {"string", "null"}) String issuerCode,
        @Schema(types = {"string", "null"}) String owner, State state, int reports, Instant firstReportedAt, Instant lastReportedAt,
        @Schema(types = {"string", "null"}, format = "date-time") Instant closedAt, @Schema(types = {"string", "null"}) String license,
        @Schema(types = {"string", "null"}) String answer) {

    /** How it stands. */
    enum State {
        OPEN,
        /** The license is here. */
        ARRIVED,
        /** There is no such license, says who is responsible. */
        DISMISSED
    }

    /** A task as the body sees it that has to act. */
    record Task(MissingLicense missing, String holderCodeType, String holderCode) {

        @Override
        public String toString() {
            return "Task[" + missing.id + "]";
        }
    }

    /** How many there are of one kind. */
    record Count(String licenseType, String areaCode, @Schema(types = {"string", "null"}) String issuerCode, State state, long licenses, long reports) {
    }
}
