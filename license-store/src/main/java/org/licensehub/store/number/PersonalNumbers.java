package org.licensehub.store.number;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds ID numbers in what people write in their own words, where none may stand. */
public final class PersonalNumbers {

    private static final Pattern EIGHTEEN_DIGITS = Pattern.compile("(?<![0-9])[1-9][0-9]{16}[0-9X](?![0-9])");
    private static final Pattern SEPARATORS = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}\\p{Pd}._/]+");

    private PersonalNumbers() {
    }

    /** Full-width digits and separators hide nothing; case numbers of 18 digits without a right check character are left alone. */
    public static boolean occurIn(String text) {
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
