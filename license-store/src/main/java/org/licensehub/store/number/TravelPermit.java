package org.licensehub.store.number;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Travel permit to the mainland: 港澳居民来往内地通行证 (H or M and 8 digits, older 10) or 台湾居民来往大陆通行证 (8 digits, older
 * 10). Neither has a check character.
 *
 * @param region where the holder comes from
 * @param value  the number in clear; never log it
 */
public record TravelPermit(Region region, String value) {

    /** Where the holder comes from; each region has its own form and holder code type. */
    public enum Region {
        /** Hong Kong and Macau, holder code type 516. */
        HONG_KONG_MACAU(Pattern.compile("[HM][0-9]{8}(?:[0-9]{2})?")),
        /** Taiwan, holder code type 511. */
        TAIWAN(Pattern.compile("[0-9]{8}(?:[0-9]{2})?"));

        private final Pattern shape;

        Region(Pattern shape) {
            this.shape = shape;
        }
    }

    /** Refuses anything but a correctly formed number with {@link InvalidNumberException}. */
    public TravelPermit {
        Objects.requireNonNull(region, "region");
        InvalidNumberException.throwIfPresent(TravelPermit.class, check(region, value));
    }

    /** The permit, or {@link InvalidNumberException}; the region follows from the first character. */
    public static TravelPermit parse(String text) {
        boolean digitFirst = text != null && !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
        return new TravelPermit(digitFirst ? Region.TAIWAN : Region.HONG_KONG_MACAU, text);
    }

    /** The permit, or empty where it has neither form. */
    public static Optional<TravelPermit> tryParse(String text) {
        for (Region region : Region.values()) {
            if (check(region, text).isEmpty()) {
                return Optional.of(new TravelPermit(region, text));
            }
        }
        return Optional.empty();
    }

    /** What is wrong with the text as a permit of that region, empty when nothing is. */
    public static Optional<NumberFault> check(Region region, String text) {
        return text != null && region.shape.matcher(text).matches()
                ? Optional.empty() : Optional.of(NumberFault.BAD_NUMBER_FORMAT);
    }

    /** Masked form, safe to show. */
    @Override
    public String toString() {
        return MaskedNumber.of(value);
    }
}
