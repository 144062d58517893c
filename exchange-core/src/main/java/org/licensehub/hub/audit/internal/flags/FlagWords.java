package org.licensehub.hub.audit.internal.flags;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.internal.CheckedWords;
import org.licensehub.hub.platform.ProblemException;

/**
 * Flags as they are asked for in an address; {@code null} stands for any.
 *
 * @param caller who acted, as {@code actor} in the log
 * @param from first beginning of the hour or day a flag was counted in, inclusive; @param to end, exclusive
 */
record FlagWords(@Schema(nullable = true) String kind, @Schema(nullable = true) String caller, @Schema(nullable = true) String operator,
        @Schema(nullable = true) String from, @Schema(nullable = true) String to, @Schema(nullable = true) String state) {

    /**
     * @return conditions with their values
     * @throws ProblemException naming the parameter at fault; never repeats it
     */
    Map<String, Object> conditions() {
        Map<String, Object> conditions = new LinkedHashMap<>();
        FlagKind ofKind = CheckedWords.constant("kind", kind, FlagKind.values());
        Flag.State inState = CheckedWords.constant("state", state, Flag.State.values());
        put(conditions, "kind = ?", ofKind == null ? null : ofKind.name());
        put(conditions, "caller = ?", CheckedWords.text("caller", caller));
        put(conditions, "operator = ?", CheckedWords.text("operator", operator));
        put(conditions, "starts_at >= ?", timestamp(CheckedWords.instant("from", from)));
        put(conditions, "starts_at < ?", timestamp(CheckedWords.instant("to", to)));
        put(conditions, "state = ?", inState == null ? null : inState.name());
        return conditions;
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static void put(Map<String, Object> conditions, String condition, Object value) {
        if (value != null) {
            conditions.put(condition, value);
        }
    }

    /** What the log says of this reading. */
    AuditDraft recordedIn(AuditDraft draft) {
        return draft.with("soughtKind", kind).with("soughtCaller", caller).with("soughtOperator", operator).with("soughtFrom", from).with("soughtTo", to)
                .with("soughtState", state);
    }
}
