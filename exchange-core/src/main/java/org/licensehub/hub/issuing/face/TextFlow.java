package org.licensehub.hub.issuing.face;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks text into lines: between any two Chinese characters, but not inside a word or number, not before a closing mark
 * and not after an opening one (GB/T 15834). What is wider than a line is broken where the line ends.
 */
final class TextFlow {

    private static final String NEVER_FIRST = "，。、；：？！）》」』】〕〉”’…—·,.;:?!)]}%％";
    private static final String NEVER_LAST = "（《「『【〔〈“‘([{";

    private final FaceFont font;

    TextFlow(FaceFont font) {
        this.font = font;
    }

    /** The lines of a text at this size, at least one. Nothing is lost but the spaces at which a line was broken. */
    List<String> lines(String text, float size, float width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String unit : units(paragraph)) {
                if (font.width(line + unit.stripTrailing(), size) <= width) {
                    line.append(unit);
                } else {
                    startNewLine(line, unit, lines, size, width);
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private void startNewLine(StringBuilder line, String unit, List<String> lines, float size, float width) {
        if (line.length() > 0) {
            lines.add(line.toString().stripTrailing());
            line.setLength(0);
        }
        unit.codePoints().mapToObj(Character::toString).forEach(character -> {
            if (line.length() > 0 && font.width(line + character, size) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(character);
        });
    }

    /** The pieces that stay together. */
    private static List<String> units(String text) {
        List<String> units = new ArrayList<>();
        StringBuilder unit = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            unit.append(text.charAt(i));
            if (i + 1 == text.length() || mayBreak(text.charAt(i), text.charAt(i + 1))) {
                units.add(unit.toString());
                unit.setLength(0);
            }
        }
        return units;
    }

    private static boolean mayBreak(char before, char after) {
        if (Character.isLowSurrogate(after) || NEVER_LAST.indexOf(before) >= 0 || NEVER_FIRST.indexOf(after) >= 0 || after == ' ') {
            return false;
        }
        return !(isWord(before) && isWord(after));
    }

    private static boolean isWord(char character) {
        return character > ' ' && character < 0x2E80 && NEVER_FIRST.indexOf(character) < 0 || character == '.';
    }
}
