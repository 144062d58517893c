package org.licensehub.hub.platform;

import org.springframework.http.HttpStatus;

/** The kinds of error a caller can meet. The {@code type} URI is stable; texts may change. */
public enum ProblemType {
    MALFORMED_JSON("malformed-json", HttpStatus.BAD_REQUEST, "请求内容不是合法的 JSON", "The request body is not well-formed JSON"),
    INVALID_REQUEST("invalid-request", HttpStatus.BAD_REQUEST, "请求参数有误", "A request parameter is wrong"),
    TOO_LARGE("too-large", HttpStatus.PAYLOAD_TOO_LARGE, "请求内容过大", "The request body is too large"),
    TOO_SLOW("too-slow", HttpStatus.REQUEST_TIMEOUT, "上传过慢", "The upload took too long"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "不支持的内容类型", "This content type is not accepted here"),
    NOT_ACCEPTABLE("not-acceptable", HttpStatus.NOT_ACCEPTABLE, "无法提供所要求的内容类型", "No acceptable representation"),
    METHOD_NOT_ALLOWED("method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "不支持的请求方法", "This method is not allowed here"),
    UNAUTHENTICATED("unauthenticated", HttpStatus.UNAUTHORIZED, "未认证或令牌已失效", "No valid access token"),
    MISSING_SCOPE("missing-scope", HttpStatus.FORBIDDEN, "令牌缺少所需的权限范围", "The access token lacks the scope needed here"),
    SIGNATURE_REFUSED("signature-refused", HttpStatus.UNAUTHORIZED, "请求签名未通过", "The signature of the request was refused"),
    FOREIGN_NETWORK("foreign-network", HttpStatus.FORBIDDEN, "调用来自未登记的网络", "The call comes from a network that is not registered for this caller"),
    INTERFACE_NOT_ALLOWED("interface-not-allowed", HttpStatus.FORBIDDEN, "未获准调用该接口", "This caller may not call this interface"),
    FOREIGN_SOURCE("foreign-source", HttpStatus.FORBIDDEN, "不得代其他部门推送", "This caller may not push for that source"),
    MISSING_GRANT("missing-grant", HttpStatus.FORBIDDEN, "缺少用证授权", "A grant is missing"),
    CONSENT_REFUSED("consent-refused", HttpStatus.FORBIDDEN, "授权码不可用", "The consent code cannot be used here"),
    NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "不存在", "Not found"),
    CONFLICT("revision-conflict", HttpStatus.CONFLICT, "同一版本的内容不一致", "The same revision was pushed with other content"),
    ILLEGAL_MOVE("illegal-state-move", HttpStatus.CONFLICT, "当前状态不允许该操作", "The state does not allow this"),
    CHANGED_MEANWHILE("changed-meanwhile", HttpStatus.CONFLICT, "内容已被他人修改，请重新读取", "Somebody else changed it meanwhile; read it again"),
    SEAL_EXISTS("seal-exists", HttpStatus.CONFLICT, "该单位已有同类印章", "The owner has a seal of this kind already"),
    SECOND_PERSON("second-person-needed", HttpStatus.FORBIDDEN, "须由另一人办理", "Another person has to do this"),
    NOT_THE_DECIDER("not-the-decider", HttpStatus.FORBIDDEN, "不由该账号决定", "Somebody else decides about this"),
    NO_SEAL("no-seal", HttpStatus.CONFLICT, "没有可用的印章", "There is no seal in use"),
    NOT_IN_FORCE("license-not-in-force", HttpStatus.CONFLICT, "证照当前无效", "The license is not in force"),
    NOT_OURS("issued-elsewhere", HttpStatus.CONFLICT, "该证照由其他库签发", "Only the hub that issued the license may change it"),
    TOO_MANY_REQUESTS("too-many-requests", HttpStatus.TOO_MANY_REQUESTS, "请求过多，请稍后再试", "Too many requests at once; try again in a moment"),
    RATE_LIMITED("rate-limited", HttpStatus.TOO_MANY_REQUESTS, "调用过于频繁", "Too many calls in this time"),
    DAILY_LIMIT("daily-limit-reached", HttpStatus.TOO_MANY_REQUESTS, "已达当日调用上限", "The calls of this day are used up"),
    AUDIT_UNAVAILABLE("audit-unavailable", HttpStatus.SERVICE_UNAVAILABLE, "审计记录无法保存，不予答复", "The audit record cannot be kept, so no answer is given"),
    STORE_UNAVAILABLE("store-unavailable", HttpStatus.SERVICE_UNAVAILABLE, "系统暂时不可用", "The system of record does not answer"),
    PEER_UNAVAILABLE("peer-unavailable", HttpStatus.BAD_GATEWAY, "上级库暂时不可用", "The neighbour hub does not answer"),
    INTERNAL("internal-error", HttpStatus.INTERNAL_SERVER_ERROR, "系统内部错误", "Internal error");

    private static final String BASE = "urn:licensehub:problem:";

    private final String slug;
    private final HttpStatus status;
    private final String zh;
    private final String en;

    ProblemType(String slug, HttpStatus status, String zh, String en) {
        this.slug = slug;
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    /** The kind that fits a status which somebody else chose: web server, firewall or framework. */
    static ProblemType ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> MISSING_SCOPE;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413, 414, 431 -> TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 503 -> STORE_UNAVAILABLE;
            default -> status < 500 ? INVALID_REQUEST : INTERNAL;
        };
    }

    public String uri() {
        return BASE + slug;
    }

    public HttpStatus status() {
        return status;
    }

    /** @return the message, Chinese first */
    public String title() {
        return zh + " / " + en;
    }
}
