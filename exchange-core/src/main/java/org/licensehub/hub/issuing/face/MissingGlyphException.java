package org.licensehub.hub.issuing.face;

/** The face font has no glyph for a character. Says which field and which code point, never the text around it. */
public final class MissingGlyphException extends RuntimeException {

    private final String label;
    private final int codePoint;

    /** A glyph is missing for {@code codePoint} in the field labelled {@code label}. */
    public MissingGlyphException(String label, int codePoint) {
        super(String.format("字段“%s”含有字库中没有的字符 U+%04X / no glyph for U+%04X in field \"%s\"",
                label, codePoint, codePoint, label));
        this.label = label;
        this.codePoint = codePoint;
    }

    /** The label of the field, or the name of the part of the face, that holds the character. */
    public String label() {
        return label;
    }

    /** The Unicode code point that cannot be drawn. */
    public int codePoint() {
        return codePoint;
    }
}
