package org.licensehub.hub.audit;

import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;

/** The record could not be made durable; what it was about must not leave the hub. */
public final class AuditUnavailableException extends ProblemException {

    private static final long serialVersionUID = 1L;

    public AuditUnavailableException(Throwable cause) {
        super(ProblemType.AUDIT_UNAVAILABLE, "请稍后重试 / Try again later; nothing was answered", cause);
    }
}
