package org.licensehub.hub.audit.internal;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.protection.HolderKey;

/**
 * A search as it is written in an address.
 *
 * @param from first instant, such as 2026-11-22T00:00:00Z
 * @param to end, exclusive
 * @param caller who acted, as {@code actor} in the log
 * @param holderSearch id of a confirmed search by holder
 */
record SearchWords(@Schema(nullable = true) String from, @Schema(nullable = true) String to, @Schema(nullable = true) String caller,
        @Schema(nullable = true) String operator, @Schema(nullable = true) String serviceItem, @Schema(nullable = true) String caseNumber,
        @Schema(nullable = true) String licenseType, @Schema(nullable = true) String event, @Schema(nullable = true) String outcome,
        @Schema(nullable = true) String holderSearch) {

    /**
     * @param holder key that the confirmed search is about, or {@code null}
     * @throws ProblemException naming the parameter at fault; never repeats it
     */
    AuditSearch checked(HolderKey holder) {
        return new AuditSearch(CheckedWords.instant("from", from), CheckedWords.instant("to", to), CheckedWords.text("caller", caller), CheckedWords.text("operator", operator),
                CheckedWords.text("serviceItem", serviceItem), CheckedWords.text("caseNumber", caseNumber), CheckedWords.text("licenseType", licenseType),
                CheckedWords.constant("event", event, AuditEvent.values()), CheckedWords.constant("outcome", outcome, IndexedFacts.Outcome.values()), holder);
    }

    /** The search by holder that is named, if one is. */
    Optional<UUID> confirmedSearch() {
        try {
            return Optional.ofNullable(holderSearch).filter(text -> !text.isBlank()).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            throw CheckedWords.wrong("holderSearch", "wrong_type", "须为已确认的按主体检索编号", "must be the id of a confirmed search by holder");
        }
    }
}
