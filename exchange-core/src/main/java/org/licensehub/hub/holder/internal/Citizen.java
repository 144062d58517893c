package org.licensehub.hub.holder.internal;

import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.number.HolderCode;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;

/** The holder a system vouches for. The number stands in bodies only, never in an address, and is repeated nowhere. */
record Citizen(String holderCode, String holderCodeType) {

    /** @throws ProblemException naming the field at fault */
    HolderKey key(PersonalData protection) {
        if (holderCodeType == null || holderCode == null || HolderCode.tryParse(holderCodeType, holderCode).isEmpty()) {
            throw ProblemException.invalid(holderCodeType == null ? "holderCodeType" : "holderCode", "bad_number", "持证主体代码与其类型不符或校验位错误",
                    "does not fit its type, or its check character is wrong");
        }
        return protection.holderKey(holderCodeType, holderCode);
    }

    @Override
    public String toString() {
        return "Citizen[" + holderCodeType + "]";
    }
}
