package org.licensehub.hub.peering.internal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.licensehub.hub.platform.ProblemException;

/** Are these licenses, which you sent, still as you sent them? @param oldest confirmations of before do not do */
record ConfirmationRequest(List<UUID> licenses, Instant oldest) {

    static final int MOST = 1000;

    ConfirmationRequest checked() {
        if (licenses == null || licenses.isEmpty() || licenses.size() > MOST || licenses.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.invalid("licenses", "out_of_range", "须给出 1 到 1000 件证照", "1 to 1000 licenses");
        }
        if (oldest == null) {
            throw ProblemException.invalid("oldest", "missing_field", "不可缺少", "is required");
        }
        return this;
    }
}
