package org.licensehub.store.catalogue;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.licensehub.store.number.MaskedNumber;

/**
 * How a field is shown to someone who may not see it in clear. One rule everywhere in the product: pieces masked
 * differently in two places could be joined. Lengths count code points. Comma-separated holders are masked one by one.
 */
public enum Mask {
    /** In clear. */
    NONE(text -> text),
    /** 张三 → 张*, 李小四 → 李*四, 欧阳小四 → 欧*四. */
    NAME(text -> eachHolder(text, Mask::maskedName)),
    /** 18 characters: first 6 and last 4; other numbers: first and last 3. */
    NUMBER(text -> eachHolder(text, MaskedNumber::of)),
    /** 13812345678 → 138****5678; anything but eleven digits is hidden whole. */
    MOBILE(Mask::maskedMobile),
    /** Down to district or street, the rest hidden. */
    ADDRESS(Mask::maskedAddress),
    /** Nothing is shown, not even the length. */
    FULL(text -> Mask.HIDDEN);

    private static final String HIDDEN = "****";
    private static final Pattern MOBILE_NUMBER = Pattern.compile("([0-9]{3})[0-9]{4}([0-9]{4})");
    private static final Pattern ADMINISTRATIVE_PART = Pattern.compile(
            "(?:\\p{IsHan}{1,8}?(?:省|自治区))?(?:\\p{IsHan}{1,8}?(?:市|自治州|盟))?"
            + "(?:\\p{IsHan}{1,8}?(?:(?<![小社园校片])区|县|旗))?(?:\\p{IsHan}{1,8}?(?:街道|镇|乡))?");

    private final UnaryOperator<String> rule;

    Mask(UnaryOperator<String> rule) {
        this.rule = rule;
    }

    /** The text as it may be shown; the empty string stays empty. */
    public String apply(String text) {
        return text.isEmpty() ? text : rule.apply(text);
    }

    private static String eachHolder(String text, UnaryOperator<String> rule) {
        return Arrays.stream(text.split(",", -1)).map(rule).collect(Collectors.joining(","));
    }

    private static String maskedName(String name) {
        int[] points = name.codePoints().toArray();
        return switch (points.length) {
            case 0 -> "";
            case 1 -> "*";
            case 2 -> new String(points, 0, 1) + "*";
            default -> new String(points, 0, 1) + "*" + new String(points, points.length - 1, 1);
        };
    }

    private static String maskedMobile(String number) {
        Matcher mobile = MOBILE_NUMBER.matcher(number);
        return mobile.matches() ? mobile.group(1) + HIDDEN + mobile.group(2) : HIDDEN;
    }

    private static String maskedAddress(String address) {
        Matcher matcher = ADMINISTRATIVE_PART.matcher(address);
        return (matcher.lookingAt() ? matcher.group() : "") + HIDDEN;
    }
}
