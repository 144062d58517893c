package org.licensehub.connectors;

import java.util.Optional;

/** Revision numbers as text: a whole number of zero or more that fits 63 bits, digits only. */
final class Revisions {

    private static final int MOST_DIGITS = 18;

    private Revisions() {
    }

    static Optional<Long> parse(String text) {
        if (text == null || text.isEmpty() || text.length() > MOST_DIGITS) {
            return Optional.empty();
        }
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
