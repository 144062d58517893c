package org.licensehub.store.number;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holder code types (持证主体代码类型), GB/T 36903 annex A: what kind of number names the holder of a license. */
public enum HolderCodeType {
    UNIFIED_SOCIAL_CREDIT_CODE("001", "统一社会信用代码", Group.ORGANISATION),
    OTHER_ORGANISATION_CODE("099", "其他法人或其他组织有效证件代码", Group.ORGANISATION),
    CITIZEN_ID("111", "公民身份号码", Group.CITIZEN),
    PLA_OFFICER("114", "中国人民解放军军官证编号", Group.MILITARY),
    ARMED_POLICE_OFFICER("115", "中国人民武装警察部队警官证编号", Group.MILITARY),
    PLA_SOLDIER("118", "中国人民解放军士兵证编号", Group.MILITARY),
    ARMED_POLICE_SOLDIER("119", "中国人民武装警察部队士兵证编号", Group.MILITARY),
    PLA_CIVILIAN_STAFF("120", "中国人民解放军文职人员证编号", Group.MILITARY),
    ARMED_POLICE_CIVILIAN_STAFF("122", "中国人民武装警察部队文职人员证编号", Group.MILITARY),
    DIPLOMATIC_PASSPORT("411", "外交护照号", Group.OVERSEAS),
    SERVICE_PASSPORT("412", "公务护照号", Group.OVERSEAS),
    PUBLIC_AFFAIRS_PASSPORT("413", "公务普通护照号", Group.OVERSEAS),
    ORDINARY_PASSPORT("414", "普通护照号", Group.OVERSEAS),
    TAIWAN_TRAVEL_PERMIT("511", "台湾居民来往大陆通行证号码", Group.TAIWAN),
    HONG_KONG_MACAU_TRAVEL_PERMIT("516", "港澳居民来往内地通行证号码", Group.HONG_KONG_MACAU),
    OTHER_PERSON_CODE("999", "其他自然人有效证件代码", Group.OTHER_PERSON);

    /** The standard's grouping of holders. */
    public enum Group {
        /** 法人和其他组织. */
        ORGANISATION,
        /** 一般公民. */
        CITIZEN,
        /** 军人. */
        MILITARY,
        /** 华侨和外籍. */
        OVERSEAS,
        /** 台湾居民. */
        TAIWAN,
        /** 港澳居民. */
        HONG_KONG_MACAU,
        /** 其他自然人. */
        OTHER_PERSON
    }

    private static final Map<String, HolderCodeType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(HolderCodeType::code, Function.identity()));

    private final String code;
    private final String label;
    private final Group group;

    HolderCodeType(String code, String label, Group group) {
        this.code = code;
        this.label = label;
        this.group = group;
    }

    /** The type with that three-digit code, or {@link InvalidNumberException}. */
    public static HolderCodeType of(String code) {
        return find(code).orElseThrow(
                () -> new InvalidNumberException(HolderCodeType.class, NumberFault.UNKNOWN_CODE));
    }

    /** The type with that three-digit code, empty when the standard has none. */
    public static Optional<HolderCodeType> find(String code) {
        return code == null ? Optional.empty() : Optional.ofNullable(BY_CODE.get(code));
    }

    /** Three digits, e.g. 111. */
    public String code() {
        return code;
    }

    /** Chinese label of the standard. */
    public String label() {
        return label;
    }

    public Group group() {
        return group;
    }

    /** Whether a holder of this type is a natural person, whose number is personal data. */
    public boolean naturalPerson() {
        return group != Group.ORGANISATION;
    }
}
