package org.licensehub.hub.national.internal;

import java.util.List;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.number.HolderCode;
import org.licensehub.store.number.HolderCodeType;

/** A holder as clients name it: many send the number only, which for people and organisations says what it is. */
record HolderOf(String code, String type) {

    private static final List<HolderCodeType> EVIDENT = List.of(HolderCodeType.CITIZEN_ID, HolderCodeType.UNIFIED_SOCIAL_CREDIT_CODE);

    /** @throws ProblemException if there is no number, its type is unknown or it does not fit its type; never repeats it */
    static HolderOf of(String code, String type) {
        String number = ShareRequests.required("holderCode", code);
        if (type != null && !type.isBlank()) {
            if (HolderCodeType.find(type.strip()).isEmpty()) {
                throw ProblemException.invalid("data.holderTypeCode", "bad_holder_type", "没有该持证主体代码类型", "no such holder code type");
            }
            return checked(number, type.strip());
        }
        return EVIDENT.stream().filter(each -> HolderCode.tryParse(each.code(), number).isPresent()).findFirst()
                .map(each -> new HolderOf(number, each.code())).orElseThrow(HolderOf::misfit);
    }

    private static HolderOf checked(String number, String type) {
        if (HolderCode.tryParse(type, number).isEmpty()) {
            throw misfit();
        }
        return new HolderOf(number, type);
    }

    private static ProblemException misfit() {
        return ProblemException.invalid("data.holderCode", "bad_number", "持证主体代码与其类型不符或校验位错误", "does not fit its type, or its check character is wrong");
    }

    @Override
    public String toString() {
        return "HolderOf[" + type + "]";
    }
}
