package org.licensehub.hub.sharing.internal;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.protection.PersonalData;

/** What a license can be found by in words. They are compared as keyed digests, so a word is found whole or not at all. */
enum SearchedWord {
    /** 证照编号; it may be the holder's own number (decision 0008). */
    NUMBER(CommonField.CERTIFICATE_NUMBER),
    HOLDER(CommonField.HOLDER_NAME),
    ISSUER(CommonField.ISSUER_NAME);

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    /** Written in many ways in names of minorities, see GB 18030 and practice. */
    private static final Pattern MIDDLE_DOTS = Pattern.compile("[\u2022\u2027\u2219\u22c5\u30fb\u00b7]");

    private final CommonField field;

    SearchedWord(CommonField field) {
        this.field = field;
    }

    /** The metadata field that holds it; who may not see that may not search by it. */
    String fieldName() {
        return field.fieldName();
    }

    /** Width, blanks, letter case and kind of middle dot make no difference. */
    static String alike(String text) {
        String plain = BLANKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll("");
        return MIDDLE_DOTS.matcher(plain).replaceAll("\u00b7").toUpperCase(Locale.ROOT);
    }

    byte[] digest(PersonalData protection, String text) {
        return protection.digest("license-word-" + name(), alike(text));
    }

    /** All that a license can be found by: of several names each, and all of them together. */
    Set<String> of(Map<String, String> fields) {
        String whole = alike(field.in(fields));
        Set<String> words = new LinkedHashSet<>();
        words.add(whole);
        if (this != NUMBER) {
            words.addAll(Arrays.asList(whole.split(",")));
        }
        words.remove("");
        return words;
    }
}
