package org.licensehub.hub.demo.synthetic;

import org.licensehub.store.quality.FaultCode;

/** The ten ways in which a synthetic record is spoiled, each with the one reason the quality gate must give for it. */
public enum InjectedFault {
    /** The last character of the first holder's number is another one. */
    WRONG_CHECK_CHARACTER(FaultCode.BAD_CHECK_CHARACTER),
    /** The holder was born on a 30 February; the check character is right. */
    IMPOSSIBLE_BIRTH_DATE(FaultCode.IMPOSSIBLE_BIRTH_DATE),
    /** A required field of the type is left out. */
    MISSING_REQUIRED_FIELD(FaultCode.MISSING_FIELD),
    /** The holder is named by a number of a kind the type does not take. */
    FOREIGN_HOLDER_TYPE(FaultCode.HOLDER_TYPE_NOT_ALLOWED),
    /** Issued tomorrow. */
    ISSUED_TOMORROW(FaultCode.ISSUE_DATE_IN_FUTURE),
    /** Issued on a 30 February. */
    NO_SUCH_DAY(FaultCode.BAD_DATE),
    /** Valid until the day before it becomes valid. */
    END_BEFORE_START(FaultCode.END_BEFORE_START),
    /** A division that does not exist anywhere. */
    UNKNOWN_DIVISION(FaultCode.UNKNOWN_DIVISION),
    /** The issuer's credit code has a wrong check character. */
    WRONG_ISSUER_CODE(FaultCode.BAD_ISSUER_CODE),
    /** A coded field holds a text outside its list. */
    CODE_OUTSIDE_LIST(FaultCode.CODE_NOT_IN_LIST);

    private final FaultCode reason;

    InjectedFault(FaultCode reason) {
        this.reason = reason;
    }

    /** The only reason the gate gives for a record spoiled this way. */
    public FaultCode reason() {
        return reason;
    }
}
