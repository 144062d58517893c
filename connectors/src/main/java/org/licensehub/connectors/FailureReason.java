package org.licensehub.connectors;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A failure in a few words that are safe in a log: class names and SQL states. Messages are left out, because those of
 * drivers, parsers and file systems quote values and file names.
 */
final class FailureReason {

    private static final int DEEPEST_CAUSE = 4;

    private FailureReason() {
    }

    static String of(Throwable failure) {
        if (failure instanceof ConnectorFailure known) {
            return known.code();
        }
        List<String> names = new ArrayList<>();
        Throwable cause = failure;
        while (cause != null && names.size() < DEEPEST_CAUSE) {
            names.add(name(cause));
            cause = cause.getCause() == cause ? null : cause.getCause();
        }
        return String.join(" <- ", names);
    }

    private static String name(Throwable failure) {
        if (failure instanceof ConnectorFailure known) {
            return known.code();
        }
        String name = failure.getClass().getSimpleName();
        return failure instanceof SQLException sql && sql.getSQLState() != null ? name + " " + sql.getSQLState() : name;
    }
}
