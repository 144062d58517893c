package org.licensehub.hub.platform;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How an accident is put into the log: its class and where it happened, never its message, which may repeat values. */
public final class Accidents {

    private static final int FRAMES = 6;

    private Accidents() {
    }

    /** @return class names of the chain of causes, and the first frames of the innermost */
    public static String describe(Throwable accident) {
        StringBuilder text = new StringBuilder(accident.getClass().getName());
        Throwable innermost = accident;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
            text.append(" <- ").append(innermost.getClass().getName());
        }
        return text.append(" at ").append(Arrays.stream(innermost.getStackTrace()).limit(FRAMES).map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "))).toString();
    }
}
