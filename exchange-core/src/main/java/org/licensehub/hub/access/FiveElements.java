package org.licensehub.hub.access;

import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.number.PersonalNumbers;
import org.licensehub.store.quality.TextRules;

/**
 * The five elements (五要素) that every call states: who asks on whose behalf for which case. They go into the audit log in
 * clear, so none of them may hold an ID number, a line break or anything else that makes a line look like another.
 *
 * @param organisation name or code of the using body (用证单位)
 * @param operator account or name of the person who asks
 * @param serviceItem code of the service item (事项编码) from the item catalogue
 * @param caseNumber number of the case (办件编号)
 * @param purpose what the license is used for (用途), at most 200 characters
 */
public record FiveElements(String organisation, String operator, String serviceItem, String caseNumber, String purpose) {

    private static final int LONGEST = 200;

    /** @throws ProblemException naming every element that is missing, too long or holds an ID number or control characters */
    public FiveElements requireComplete() {
        check("organisation", organisation);
        check("operator", operator);
        check("serviceItem", serviceItem);
        check("caseNumber", caseNumber);
        check("purpose", purpose);
        return this;
    }

    private static void check(String name, String value) {
        String field = "elements." + name;
        if (value == null || value.isBlank()) {
            throw ProblemException.invalid(field, "missing_field", "五要素不可缺少", "one of the five elements is missing");
        }
        checkText(field, value);
    }

    /**
     * What people write in their own words: at most 200 characters, no ID number and no control characters.
     *
     * @throws ProblemException naming the field
     */
    public static void requireText(String field, String value) {
        if (value == null || value.isBlank()) {
            throw ProblemException.invalid(field, "missing_field", "不可缺少", "is required");
        }
        checkText(field, value);
    }

    private static void checkText(String field, String value) {
        if (value.length() > LONGEST) {
            throw ProblemException.invalid(field, "too_long", "超过 200 字", "longer than 200 characters");
        }
        if (PersonalNumbers.occurIn(value)) {
            throw ProblemException.invalid(field, "personal_number", "不得填写身份证号码", "must not hold an ID number");
        }
        if (TextRules.hasControlCharacters(value)) {
            throw ProblemException.invalid(field, "control_characters", "含有不允许的控制字符", "must not hold control characters");
        }
    }
}
