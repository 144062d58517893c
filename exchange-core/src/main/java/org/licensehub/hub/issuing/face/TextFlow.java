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
        // a tiny allowance: the same text measured as a whole and in pieces differs in the last bit
        int most = (int) Math.floor(width * 1000 / size + 0.01);
        for (String paragraph : text.split("\n", -1)) {
            new Paragraph(lines, most).set(units(paragraph));
        }
        return lines;
    }

    /** Fills lines with units; widths are thousandths of the text size, so that nothing is measured twice. */
    private final class Paragraph {

        private final List<String> lines;
        private final int most;
        private final StringBuilder line = new StringBuilder();
        private int used;

        Paragraph(List<String> lines, int most) {
            this.lines = lines;
            this.most = most;
        }

        void set(List<String> units) {
            for (String unit : units) {
                if (used + font.thousandths(unit.stripTrailing()) <= most) {
                    append(unit);
                } else {
                    end();
                    appendBroken(unit);
                }
            }
            lines.add(line.toString().stripTrailing());
        }

        private void append(String unit) {
            line.append(unit);
            used += font.thousandths(unit);
        }

        private void end() {
            if (line.length() > 0) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                used = 0;
            }
        }

        /** A unit wider than a line goes on in the next one, wherever that is. */
        private void appendBroken(String unit) {
            unit.codePoints().mapToObj(Character::toString).forEach(character -> {
                if (used + font.thousandths(character.stripTrailing()) > most) {
                    end();
                }
                append(character);
            });
        }
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
