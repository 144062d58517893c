package org.licensehub.store.number;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * License type code (证照类型代码), GB/T 36902: the unified social credit code of the body that defined the type and a
 * three-digit serial.
 *
 * @param value 21 characters
 */
public record LicenseTypeCode(String value) {

    private static final Pattern SERIAL = Pattern.compile("[0-9]{3}");

    /** Refuses anything but a correct code with {@link InvalidNumberException}. */
    public LicenseTypeCode {
        InvalidNumberException.throwIfPresent(LicenseTypeCode.class, check(value));
    }

    /** The code, or {@link InvalidNumberException}. */
    public static LicenseTypeCode parse(String text) {
        return new LicenseTypeCode(text);
    }

    /** The code, or empty where {@link #check(String)} finds a fault. */
    public static Optional<LicenseTypeCode> tryParse(String text) {
        return check(text).isPresent() ? Optional.empty() : Optional.of(new LicenseTypeCode(text));
    }

    /** What is wrong with the text, empty when nothing is. */
    public static Optional<NumberFault> check(String text) {
        if (text == null || text.length() != 21 || !SERIAL.matcher(text.substring(18)).matches()) {
            return Optional.of(NumberFault.BAD_NUMBER_FORMAT);
        }
        return UnifiedSocialCreditCode.check(text.substring(0, 18));
    }

    /** The body that defined the type (证照定义机构代码). */
    public UnifiedSocialCreditCode definingAuthority() {
        return new UnifiedSocialCreditCode(value.substring(0, 18));
    }

    /** Serial within the defining body, 0 to 999. */
    public int serial() {
        return Integer.parseInt(value.substring(18));
    }

    @Override
    public String toString() {
        return value;
    }
}
