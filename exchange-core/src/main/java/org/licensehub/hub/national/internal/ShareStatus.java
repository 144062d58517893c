package org.licensehub.hub.national.internal;

import java.util.Map;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.model.LicenseState;

/**
 * Every outcome of a call of the national interface, with its code in each of the two tables seen in the field. This is the only place where
 * outcomes of this hub become codes.
 */
enum ShareStatus {
    OK(0, 0, "接口调用成功"),
    NO_SUCH_SERVICE(2, 4, "没有该接口服务"),
    NO_MATCH(10, 3, "没有符合条件的证照"),
    NOT_AUTHENTICATED(11, 1, "认证未通过"),
    MISSING_PARAMETER(12, 5, "必填参数为空"),
    UNKNOWN_TYPE(13, 4, "证照类型不存在或未发布"),
    CANCELLED(21, 11, "证照已注销或终止"),
    /** The second table has no code for it; its code for what ended says the same to whoever relies on a license. */
    EXPIRED(22, 11, "证照已过期"),
    RESTRICTED(23, 17, "证照暂停、受限使用或尚未生效"),
    OTHER(99, 2, "系统繁忙或暂时不可用"),
    TOO_OFTEN(99, 16, "调用过多，请稍后再试"),
    USED_UP(99, 17, "已达调用上限或授权次数"),
    NOT_SEALED(99, 10, "无可用印章"),
    NO_GRANT(100, 1, "没有该证照类型的授权"),
    BAD_VALUE(102, 4, "参数有误"),
    BAD_HOLDER_TYPE(103, 4, "持证主体代码类型有误");

    private static final Map<String, ShareStatus> BY_FAULT = Map.of("missing_field", MISSING_PARAMETER, "unknown_license_type", UNKNOWN_TYPE,
            "bad_holder_type", BAD_HOLDER_TYPE);

    private final int status;
    private final int messageCode;
    private final String text;

    ShareStatus(int status, int messageCode, String text) {
        this.status = status;
        this.messageCode = messageCode;
        this.text = text;
    }

    /** head.status of the first table. */
    int status() {
        return status;
    }

    /** Code in head.message of the second table; 0 where the call went well. */
    int messageCode() {
        return messageCode;
    }

    String text() {
        return text;
    }

    /**
     * What a problem is in the words of the national interface.
     *
     * @param fault code of the first field error; empty if there is none
     * @param state state of the license, if the problem is about one that is not in force; otherwise {@code null}
     * @param standing what that means today; {@code null} together with the state
     */
    static ShareStatus of(ProblemType type, String fault, LicenseState state, LicenseState.Standing standing) {
        return switch (type) {
            case INVALID_REQUEST -> BY_FAULT.getOrDefault(fault, BAD_VALUE);
            case MALFORMED_JSON, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_ACCEPTABLE -> BAD_VALUE;
            case METHOD_NOT_ALLOWED -> NO_SUCH_SERVICE;
            case UNAUTHENTICATED, MISSING_SCOPE, SIGNATURE_REFUSED, FOREIGN_NETWORK, INTERFACE_NOT_ALLOWED, FOREIGN_SOURCE -> NOT_AUTHENTICATED;
            case MISSING_GRANT, CONSENT_REFUSED -> NO_GRANT;
            case NOT_FOUND -> NO_MATCH;
            case NOT_IN_FORCE -> of(state, standing);
            case NO_SEAL -> NOT_SEALED;
            case TOO_MANY_REQUESTS, RATE_LIMITED -> TOO_OFTEN;
            case DAILY_LIMIT -> USED_UP;
            case TOO_SLOW, AUDIT_UNAVAILABLE, STORE_UNAVAILABLE, PEER_UNAVAILABLE, INTERNAL -> OTHER;
            // of pushing, reviewing and administering; none of the six operations meets them
            case CONFLICT, ILLEGAL_MOVE, CHANGED_MEANWHILE, SEAL_EXISTS, SECOND_PERSON, NOT_OURS, NOT_THE_DECIDER -> OTHER;
        };
    }

    /** What the state of a license means to who asks for it. Only one in force is {@link #OK}. */
    static ShareStatus of(LicenseState state, LicenseState.Standing standing) {
        if (state == null || standing == null) {
            return OTHER;
        }
        return switch (standing) {
            case IN_FORCE -> OK;
            case SUSPENDED, NOT_YET_VALID -> RESTRICTED;
            case INVALID -> state == LicenseState.EXPIRED || state == LicenseState.VALID ? EXPIRED : CANCELLED;
        };
    }
}
