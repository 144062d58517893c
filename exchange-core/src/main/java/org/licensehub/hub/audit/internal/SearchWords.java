package org.licensehub.hub.audit.internal;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.number.PersonalNumbers;
import org.licensehub.store.quality.TextRules;
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

    private static final int LONGEST = 200;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /**
     * @param holder key that the confirmed search is about, or {@code null}
     * @throws ProblemException naming the parameter at fault; never repeats it
     */
    AuditSearch checked(HolderKey holder) {
        return new AuditSearch(instant("from", from), instant("to", to), text("caller", caller), text("operator", operator),
                text("serviceItem", serviceItem), text("caseNumber", caseNumber), text("licenseType", licenseType),
                constant("event", event, AuditEvent.values()), constant("outcome", outcome, IndexedFacts.Outcome.values()), holder);
    }

    /** The search by holder that is named, if one is. */
    Optional<UUID> confirmedSearch() {
        try {
            return Optional.ofNullable(holderSearch).filter(text -> !text.isBlank()).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            throw wrong("holderSearch", "wrong_type", "须为已确认的按主体检索编号", "must be the id of a confirmed search by holder");
        }
    }

    private static Instant instant(String name, String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            Instant instant = Instant.parse(text.strip());
            if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw wrong(name, "wrong_type", "须为时间，如 2026-11-22T00:00:00Z", "must be a time such as 2026-11-22T00:00:00Z");
        }
        throw wrong(name, "out_of_range", "时间须在 1970 年到 9999 年之间", "times are from year 1970 to 9999");
    }

    private static String text(String name, String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST) {
            throw wrong(name, "too_long", "超过 200 字", "longer than 200 characters");
        }
        // what is looked for goes into the log
        if (PersonalNumbers.occurIn(text)) {
            throw wrong(name, "personal_number", "不得含身份证号码；按主体检索请先申请", "must not hold an ID number; ask for a search by holder instead");
        }
        if (TextRules.hasControlCharacters(text)) {
            throw wrong(name, "control_characters", "含有不允许的控制字符", "must not hold control characters");
        }
        return text.strip();
    }

    private static <E extends Enum<E>> E constant(String name, String text, E[] values) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return Arrays.stream(values).filter(value -> value.name().equals(text.strip())).findFirst()
                .orElseThrow(() -> wrong(name, "unknown_value", "没有该取值", "is none of the values there are"));
    }

    private static ProblemException wrong(String name, String code, String zh, String en) {
        return ProblemException.invalid(name, code, zh, en);
    }
}
