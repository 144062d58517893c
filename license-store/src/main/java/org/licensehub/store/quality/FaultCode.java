package org.licensehub.store.quality;

import org.licensehub.store.number.NumberFault;

/** Every reason for which the gate refuses a field. Codes are stable: quarantine, API and statistics use them. */
public enum FaultCode {
    /** A required field is absent or blank. */
    MISSING_FIELD("missing_field", "缺少必填项", "A required field is missing"),
    /** The license type has no such field. */
    UNKNOWN_FIELD("unknown_field", "证照类型没有此字段", "The license type has no such field"),
    /** More code points than the definition allows. */
    TOO_LONG("too_long", "内容超过允许长度", "The text is longer than allowed"),
    /** Control or direction-override characters, noncharacters, or half a surrogate pair. */
    CONTROL_CHARACTERS("control_characters", "含有不允许的控制字符", "The text contains control characters"),
    /** The number has the right shape and a wrong check character. */
    BAD_CHECK_CHARACTER("bad_check_character", "校验码不正确", "The check character is wrong"),
    /** The number does not have the shape its kind prescribes. */
    BAD_NUMBER_FORMAT("bad_number_format", "号码或数值格式不正确", "The number is not in the prescribed form"),
    /** The birth date in the holder's number does not exist or lies in the future. */
    IMPOSSIBLE_BIRTH_DATE("impossible_birth_date", "号码中的出生日期不存在或晚于今天",
            "The birth date in the number does not exist or is in the future"),
    /** The holder code type is not one of the sixteen of GB/T 36903. */
    BAD_HOLDER_CODE_TYPE("bad_holder_code_type", "持证主体代码类型不在国家标准代码表中",
            "The holder code type is not in the standard's list"),
    /** The holder code type exists, but this license type does not take it. */
    HOLDER_TYPE_NOT_ALLOWED("holder_type_not_allowed", "此证照类型不接受该持证主体代码类型",
            "The license type does not accept this holder code type"),
    /** Names, codes and code types of the holders differ in number. */
    HOLDER_COUNT_MISMATCH("holder_count_mismatch", "持证主体名称、代码与代码类型的数量不一致",
            "Names, codes and code types of the holders differ in number"),
    /** More holders than the license type allows. */
    TOO_MANY_HOLDERS("too_many_holders", "持证主体数量超过上限", "There are more holders than the license type allows"),
    /** One holder is named more than once. */
    DUPLICATE_HOLDER("duplicate_holder", "同一持证主体重复出现", "A holder is named more than once"),
    /** Not an existing day in the form yyyy-MM-dd. */
    BAD_DATE("bad_date", "日期不存在或格式不是 yyyy-MM-dd", "Not an existing date in the form yyyy-MM-dd"),
    /** The license would have been issued after today. A validity start in the future is legal. */
    ISSUE_DATE_IN_FUTURE("issue_date_in_future", "颁发日期晚于今天", "The date of issue is in the future"),
    /** The validity ends before it starts. */
    END_BEFORE_START("end_before_start", "有效期截止日期早于起始日期", "The validity ends before it starts"),
    /** The division is not among those this hub knows. */
    UNKNOWN_DIVISION("unknown_division", "行政区划代码未知", "The division is not known here"),
    /** The issuer code is not one correct unified social credit code. */
    BAD_ISSUER_CODE("bad_issuer_code", "颁发机构代码不是正确的统一社会信用代码",
            "The issuer code is not a correct unified social credit code"),
    /** The text is not one of the definition's codes. */
    CODE_NOT_IN_LIST("code_not_in_list", "内容不在允许的代码表中", "The text is not in the list of codes");

    private final String code;
    private final String messageZh;
    private final String messageEn;

    FaultCode(String code, String messageZh, String messageEn) {
        this.code = code;
        this.messageZh = messageZh;
        this.messageEn = messageEn;
    }

    /** Stable machine-readable code, lower case with underscores. */
    public String code() {
        return code;
    }

    /** The fault in a field of the type: label and message in both languages, never the value. */
    FieldFault in(String field, String label, String labelEn) {
        return new FieldFault(field, code, label + "：" + messageZh, labelEn + ": " + messageEn);
    }

    /** The fault that a wrong holder number is reported as. */
    static FaultCode of(NumberFault fault) {
        return switch (fault) {
            case BAD_NUMBER_FORMAT -> BAD_NUMBER_FORMAT;
            case BAD_CHECK_CHARACTER -> BAD_CHECK_CHARACTER;
            case IMPOSSIBLE_BIRTH_DATE -> IMPOSSIBLE_BIRTH_DATE;
            case UNKNOWN_CODE -> BAD_HOLDER_CODE_TYPE;
        };
    }
}
