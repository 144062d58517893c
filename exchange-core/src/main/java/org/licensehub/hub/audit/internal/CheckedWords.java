package org.licensehub.hub.audit.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.number.PersonalNumbers;
import org.licensehub.store.quality.TextRules;

/** What stands in an address to look for something by. A refusal names the parameter at fault and never repeats it. */
public final class CheckedWords {

    private static final int LONGEST = 200;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private CheckedWords() {
    }

    /** @return {@code null} if none is given */
    public static Instant instant(String name, String text) {
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

    /** @return {@code null} if none is given */
    public static String text(String name, String text) {
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

    /** @return {@code null} if none is given */
    public static <E extends Enum<E>> E constant(String name, String text, E[] values) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return Arrays.stream(values).filter(value -> value.name().equals(text.strip())).findFirst()
                .orElseThrow(() -> wrong(name, "unknown_value", "没有该取值", "is none of the values there are"));
    }

    static ProblemException wrong(String name, String code, String zh, String en) {
        return ProblemException.invalid(name, code, zh, en);
    }
}
