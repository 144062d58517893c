package org.licensehub.store.number;

/**
 * The check-character algorithms of the standards used here. Every method expects characters of its alphabet; callers
 * test the shape first. {@link #NO_CHECK} is answered for text outside the alphabet, so a comparison simply fails.
 */
public final class CheckCharacters {

    /** Answer for text that holds a character outside the algorithm's alphabet; no valid number contains it. */
    public static final char NO_CHECK = '\0';

    private static final String CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
    private static final int[] MRZ_WEIGHTS = {7, 3, 1};

    private CheckCharacters() {
    }

    /**
     * ISO 7064 MOD 11-2 as used by GB 11643: over 17 digits for a citizen ID. Finds every single substitution and every
     * transposition of neighbours.
     *
     * @return 0-9 or X
     */
    public static char mod11Radix2(CharSequence body) {
        int state = 0;
        for (int i = 0; i < body.length(); i++) {
            int digit = indexIn(ALPHANUMERIC, body.charAt(i));
            if (digit < 0 || digit > 9) {
                return NO_CHECK;
            }
            state = (state + digit) * 2 % 11;
        }
        return "0123456789X".charAt((12 - state) % 11);
    }

    /**
     * GB 32100 modulo 31 over the first 17 characters of a unified social credit code; alphabet without I, O, S, V, Z.
     * The modulus is prime and every character has its own residue: every single substitution and every transposition
     * of neighbours is found.
     */
    public static char creditCode(CharSequence body) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < body.length(); i++) {
            int value = indexIn(CREDIT_CODE_ALPHABET, body.charAt(i));
            if (value < 0) {
                return NO_CHECK;
            }
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        return CREDIT_CODE_ALPHABET.charAt((31 - sum % 31) % 31);
    }

    /**
     * GB 11714 over the eight body characters of an organisation code; 10 is written X, 11 is written 0. Finds every
     * substitution of a digit by a digit; characters whose values (A=10 … Z=35) are equal modulo 11, such as 0, B, M
     * and X, replace each other unseen.
     *
     * @return 0-9 or X
     */
    public static char organisationCode(CharSequence body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            int value = indexIn(ALPHANUMERIC, body.charAt(i));
            if (value < 0 || i >= ORGANISATION_WEIGHTS.length) {
                return NO_CHECK;
            }
            sum += value * ORGANISATION_WEIGHTS[i];
        }
        return "0X987654321".charAt(sum % 11);
    }

    /**
     * ISO 7064 MOD 37,36 as used by GB/T 36904. Finds every single substitution, and every transposition of neighbours
     * whose values differ by more than one (0 and Z counted as neighbours in value).
     *
     * @return 0-9 or A-Z
     */
    public static char mod37Radix36(CharSequence body) {
        int product = 36;
        for (int i = 0; i < body.length(); i++) {
            int value = indexIn(ALPHANUMERIC, body.charAt(i));
            if (value < 0) {
                return NO_CHECK;
            }
            int sum = (product + value) % 36;
            product = 2 * (sum == 0 ? 36 : sum) % 37;
        }
        return ALPHANUMERIC.charAt((37 - product) % 36);
    }

    /**
     * ICAO 9303 check digit of a machine-readable zone field: weights 7, 3, 1, A=10 … Z=35, {@code <} = 0, modulo 10.
     *
     * @return 0-9
     */
    public static char mrz(CharSequence field) {
        int sum = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            int value = c == '<' ? 0 : indexIn(ALPHANUMERIC, c);
            if (value < 0) {
                return NO_CHECK;
            }
            sum = (sum + value * MRZ_WEIGHTS[i % 3]) % 10;
        }
        return (char) ('0' + sum);
    }

    private static int indexIn(String alphabet, char c) {
        return alphabet.indexOf(c);
    }
}
