package org.licensehub.store.number;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Administrative division (行政区划代码), GB/T 2260: two digits each for province, city and district. The statistical form
 * of twelve digits is accepted and reduced to its district, since streets and villages have no hub of their own.
 *
 * @param value six digits
 */
public record DivisionCode(String value) {

    private static final Pattern SIX = Pattern.compile("[1-9][0-9]{5}");
    private static final Pattern TWELVE = Pattern.compile("[1-9][0-9]{11}");
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("350000", "福建省"), Map.entry("350200", "厦门市"), Map.entry("350203", "思明区"),
            Map.entry("350205", "海沧区"), Map.entry("350206", "湖里区"), Map.entry("350211", "集美区"),
            Map.entry("350212", "同安区"), Map.entry("350213", "翔安区"), Map.entry("210000", "辽宁省"),
            Map.entry("210300", "鞍山市"), Map.entry("210304", "立山区"), Map.entry("610000", "陕西省"),
            Map.entry("610700", "汉中市"), Map.entry("610722", "城固县"));

    /** How far down a division stands. */
    public enum Level {
        /** 省级. */
        PROVINCE,
        /** 地市级. */
        CITY,
        /** 区县级. */
        DISTRICT
    }

    /** Refuses anything but six digits that name a place in the hierarchy with {@link InvalidNumberException}. */
    public DivisionCode {
        InvalidNumberException.throwIfPresent(DivisionCode.class, checkSix(value));
    }

    /** The division of a six- or twelve-digit code, or {@link InvalidNumberException}. */
    public static DivisionCode parse(String text) {
        return new DivisionCode(reduced(text));
    }

    /** The division of a six- or twelve-digit code, or empty. */
    public static Optional<DivisionCode> tryParse(String text) {
        String six = reduced(text);
        return checkSix(six).isPresent() ? Optional.empty() : Optional.of(new DivisionCode(six));
    }

    /** What is wrong with the six- or twelve-digit text, empty when nothing is. Whether the place exists is not asked. */
    public static Optional<NumberFault> check(String text) {
        return checkSix(reduced(text));
    }

    /** Province, city or district, by the trailing zeros. */
    public Level level() {
        if (value.endsWith("0000")) {
            return Level.PROVINCE;
        }
        return value.endsWith("00") ? Level.CITY : Level.DISTRICT;
    }

    /** The division one level up: 350206 → 350200 → 350000 → empty. */
    public Optional<DivisionCode> parent() {
        return switch (level()) {
            case DISTRICT -> Optional.of(new DivisionCode(value.substring(0, 4) + "00"));
            case CITY -> Optional.of(new DivisionCode(value.substring(0, 2) + "0000"));
            case PROVINCE -> Optional.empty();
        };
    }

    /** Whether the other division is this one or lies within it. */
    public boolean contains(DivisionCode other) {
        return switch (level()) {
            case DISTRICT -> value.equals(other.value);
            case CITY -> other.value.startsWith(value.substring(0, 4));
            case PROVINCE -> other.value.startsWith(value.substring(0, 2));
        };
    }

    /** Chinese name where it is among the regions this product was made for. */
    public Optional<String> name() {
        return Optional.ofNullable(NAMES.get(value));
    }

    @Override
    public String toString() {
        return value;
    }

    private static Optional<NumberFault> checkSix(String six) {
        // A city part of 00 with a district under it names no place.
        boolean named = six != null && SIX.matcher(six).matches()
                && (!six.startsWith("00", 2) || six.endsWith("0000"));
        return named ? Optional.empty() : Optional.of(NumberFault.BAD_NUMBER_FORMAT);
    }

    private static String reduced(String text) {
        return text != null && TWELVE.matcher(text).matches() ? text.substring(0, 6) : text;
    }
}
