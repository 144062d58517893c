package org.licensehub.hub.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends a request with a problem detail. Its texts go to the caller, so they must not repeat a personal number or any other
 * value of the request.
 */
public class ProblemException extends RuntimeException {

    /** Property of a problem: whole seconds, a {@link Long}, after which trying again makes sense. It becomes the header of that name too. */
    public static final String RETRY_AFTER = "retryAfterSeconds";

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient Map<String, Object> properties = new LinkedHashMap<>();
    private final transient List<FieldError> errors = new ArrayList<>();

    /** One field at fault and what to do about it. */
    public record FieldError(String field, String code, String messageZh, String messageEn) {
    }

    public ProblemException(ProblemType type, String detail) {
        super(detail);
        this.type = type;
    }

    public ProblemException(ProblemType type, String detail, Throwable cause) {
        super(detail, cause);
        this.type = type;
    }

    public static ProblemException invalid(String field, String code, String messageZh, String messageEn) {
        return new ProblemException(ProblemType.INVALID_REQUEST, field + ": " + messageZh + " / " + messageEn)
                .at(field, code, messageZh, messageEn);
    }

    public ProblemException at(String field, String code, String messageZh, String messageEn) {
        errors.add(new FieldError(field, code, messageZh, messageEn));
        return this;
    }

    public ProblemException with(String name, Object value) {
        properties.put(name, value);
        return this;
    }

    public ProblemType type() {
        return type;
    }

    public Map<String, Object> properties() {
        return properties;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
