package org.licensehub.store.number;

/** Why a text is not the number it claims to be. The codes are stable and appear in quarantine reasons. */
public enum NumberFault {
    /** Wrong length, or a character the standard does not allow in that place. */
    BAD_NUMBER_FORMAT("bad_number_format"),
    /** The shape is right, but the check character does not belong to the other characters. */
    BAD_CHECK_CHARACTER("bad_check_character"),
    /** The embedded birth date does not exist, is before 1800, or lies in the future. */
    IMPOSSIBLE_BIRTH_DATE("impossible_birth_date"),
    /** Not one of the codes of the standard's list. */
    UNKNOWN_CODE("unknown_code");

    private final String code;

    NumberFault(String code) {
        this.code = code;
    }

    /** Stable machine-readable code, lower case with underscores. */
    public String code() {
        return code;
    }
}
