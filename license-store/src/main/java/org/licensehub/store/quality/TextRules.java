package org.licensehub.store.quality;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules about one text, whatever field it stands in. */
public final class TextRules {

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private TextRules() {
    }

    /**
     * Characters that break a face, a log line or PostgreSQL (NUL), or make a text look like another one: controls
     * including line breaks, direction overrides, byte-order marks, noncharacters, lone surrogates. Unassigned code
     * points pass: what is unassigned to this JDK may be a rare character of somebody's name in a newer Unicode, and
     * private-use characters stand for such names in older systems.
     */
    public static boolean hasControlCharacters(String text) {
        return text.codePoints().anyMatch(point -> switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT -> true;
            default -> (point & 0xFFFE) == 0xFFFE || point >= 0xFDD0 && point <= 0xFDEF;
        });
    }

    static boolean longerThan(String text, int codePoints) {
        return text.length() > codePoints && text.codePointCount(0, text.length()) > codePoints;
    }

    /** The day, from year 1 on (the database has no year 0); empty when the text is not an existing day. */
    static Optional<LocalDate> date(String text) {
        if (!DATE.matcher(text).matches() || text.startsWith("0000")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException notOnTheCalendar) {
            return Optional.empty();
        }
    }
}
