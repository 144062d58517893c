package org.licensehub.store.number;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds ID numbers in what people write in their own words, where none may stand. */
public final class PersonalNumbers {

    private static final Pattern EIGHTEEN_DIGITS = Pattern.compile("(?<![0-9])[1-9][0-9]{16}[0-9X](?![0-9])");
    private static final Pattern SEPARATORS = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}\\p{Pd}._/]+");

    private static final int FEWEST_DIGITS = 17;

    private PersonalNumbers() {
    }

    /** Full-width digits and separators hide nothing; case numbers of 18 digits without a right check character are left alone. */
    public static boolean occurIn(String text) {
        return !plainlyTooFewDigits(text) && occurInAny(text);
    }

    /** Most texts: letters and Han characters that are nothing else in disguise, and not enough digits for a number. */
    private static boolean plainlyTooFewDigits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit && c >= 0x80 && (c < 0x4e00 || c > 0x9fff)) {
                return false;
            }
            digits += digit ? 1 : 0;
        }
        return digits < FEWEST_DIGITS;
    }

    private static boolean occurInAny(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        return any(plain) || any(SEPARATORS.matcher(plain).replaceAll(""));
    }

    private static boolean any(String text) {
        Matcher candidate = EIGHTEEN_DIGITS.matcher(text);
        while (candidate.find()) {
            if (CitizenId.tryParse(candidate.group()).isPresent() || ResidencePermit.tryParse(candidate.group()).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
