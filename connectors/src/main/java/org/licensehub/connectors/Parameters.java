package org.licensehub.connectors;

import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.camel.Processor;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.util.TimeUtils;

/** The parameters of one connector, read strictly: what makes no sense is an {@link IllegalArgumentException} at start. */
final class Parameters {

    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    private static final Pattern DURATION = Pattern.compile("\\d{1,9}|(?=\\d)(\\d{1,5}h)?(\\d{1,5}m)?(\\d{1,9}s)?(\\d{1,9}ms)?");

    private final RouteTemplateContext context;

    Parameters(RouteTemplateContext context) {
        this.context = context;
    }

    String text(String name) {
        Object value = context.getProperty(name);
        if (value == null || value.toString().isBlank()) {
            throw new IllegalArgumentException("connector parameter " + name + " is missing");
        }
        return value.toString().strip();
    }

    String textOr(String name, String otherwise) {
        Object value = context.getProperty(name);
        return value == null || value.toString().isBlank() ? otherwise : value.toString().strip();
    }

    /** A Camel duration: {@code 200ms}, {@code 5s}, {@code 1m30s}, or plain milliseconds. */
    Duration duration(String name) {
        String text = text(name);
        if (!DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException("connector parameter " + name + " is no duration such as 5s or 1m30s");
        }
        return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
    }

    int count(String name, int largest) {
        String text = text(name);
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > largest) {
            throw new IllegalArgumentException("connector parameter " + name + " is not a number from 1 to " + largest);
        }
        return Integer.parseInt(text);
    }

    /** A column name; it becomes part of a statement, so nothing else is let through. */
    String column(String name) {
        String text = text(name);
        if (!IDENTIFIER.matcher(text).matches()) {
            throw new IllegalArgumentException("connector parameter " + name + " is not a plain column name");
        }
        return text;
    }

    /** Makes a step of the route known to it by name. */
    void step(String name, Processor step) {
        bean(name, Processor.class, step);
    }

    /**
     * Makes an object known to the route as {@code {{bean.name}}}. The prefix matters: Camel rewrites every parameter whose
     * value happens to equal a bean's name, so a connector named "poll" and a bean of that name would not start.
     */
    <T> void bean(String name, Class<T> type, T bean) {
        context.bind("bean." + name, type, bean);
    }

    /** Binds the supervision for the endpoint options and sets its pace. */
    Supervision supervision(ConnectorPorts ports) {
        Supervision supervision = ports.supervision(text(ConnectorTemplates.CONNECTOR));
        Duration delay = duration(ConnectorTemplates.DELAY);
        if (delay.isZero()) {
            throw new IllegalArgumentException("connector parameter " + ConnectorTemplates.DELAY + " is zero");
        }
        supervision.pace(delay, duration(ConnectorTemplates.LONGEST_BACK_OFF));
        bean("supervision", Supervision.class, supervision);
        return supervision;
    }
}
